package web_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// needs is the path of a program, or of a file that npm installs. Without it the
// test is skipped, and said to be; where CI is set it fails.
func needs(t *testing.T, what, remedy string, found error) {
	t.Helper()
	if found == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not there: %s (%v)", what, remedy, found)
	}
	t.Skipf("SKIPPED, NOT PASSED: %s is not there: %s (%v)", what, remedy, found)
}

func node(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("node")
	needs(t, "node", "install Node.js 20 or later", err)
	return path
}

func run(t *testing.T, dir, program string, args ...string) {
	t.Helper()
	command := exec.Command(program, args...)
	command.Dir = dir
	if out, err := command.CombinedOutput(); err != nil {
		t.Errorf("%s: %v\n%s", filepath.Base(program), err, out)
	}
}

// Frameworks import every module once more on the server.
func TestImportIsSafeOnAServer(t *testing.T) {
	run(t, dist, node(t), "--input-type=module", "--eval", `
		import assert from 'node:assert/strict'
		const before = Reflect.ownKeys(globalThis)
		const { createSessionClient, SessionError, version } = await import('./spa-session.js')
		assert.deepEqual(Reflect.ownKeys(globalThis), before)
		assert.match(version, /^\d+\.\d+\.\d+$/)
		const error = await createSessionClient({ clientId: 'shop', session: false }).catch((error) => error)
		assert(error instanceof SessionError)
		assert.equal(error.code, 'not_supported')
		assert.equal(error.message, 'there is no document; call this in a page only')
		globalThis.document = {}
		Object.defineProperty(globalThis, 'crypto', { value: {} }) // as in a page that is no secure context
		assert.match((await createSessionClient({}).catch((error) => error)).message, /crypto\.subtle.*https/)
	`)
}

// The loader against its JSDoc, the declarations, and what an app may and may not write.
func TestTypes(t *testing.T) {
	run(t, "testdata/types", node(t), typescript(t), "--project", ".")
}

// typescript is the path of its compiler.
func typescript(t *testing.T) string {
	t.Helper()
	compiler, err := filepath.Abs("../node_modules/typescript/bin/tsc")
	if err == nil {
		_, err = os.Stat(compiler)
	}
	needs(t, "typescript", "npm install --no-save typescript@5, at the root of the repository", err)
	return compiler
}
