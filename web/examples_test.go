package web_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// An example is a piece of code in a document. before and after make a program of what is only a part of one; ellipsis is
// what "…" stands for.
type example struct{ before, after, ellipsis string }

// examples are those of each document, in their order.
var examples = map[string][]example{
	"../README.md": {{}},
	"README.md": {{}, {
		before:   "import { createSessionClient, type SessionClientOptions } from 'spa-session'\ndeclare const options: SessionClientOptions\n",
		ellipsis: "...options",
	}},
	"docs/dialog.md": {{
		before: "import { type SessionClientOptions } from 'spa-session'\nexport const options: Pick<SessionClientOptions, 'modal'> = {\n",
		after:  "}\n",
	}},
}

// What the examples suppose to be there.
var beside = map[string]string{
	"clock.ts":  "export const now = () => Date.now()\n",
	"onidle.ts": "export const onIdle = () => 'recheck' as const\n",
	"wasm.d.ts": "declare module 'spa-session/spa-session.wasm' { const url: string; export default url }\n",
	// JavaScript does not say what a parameter is; all else is as strict as can be.
	"tsconfig.json": `{ "compilerOptions": { "strict": true, "noImplicitAny": false, "exactOptionalPropertyTypes": true, "target": "es2022",
		"module": "esnext", "moduleResolution": "bundler", "lib": ["es2022", "dom", "dom.iterable"], "types": [], "noEmit": true,
		"paths": { "spa-session": ["WEB/spa-session.d.ts"] } }, "include": ["*.ts"] }`,
}

// The documents quote code that compiles against the declarations.
func TestExamplesCompile(t *testing.T) {
	compiler := typescript(t)
	folder := t.TempDir()
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, content string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range beside {
		write(name, strings.ReplaceAll(content, "WEB", filepath.ToSlash(here)))
	}
	programs := 0
	for document, parts := range examples {
		blocks := regexp.MustCompile("(?ms)^```js\n(.*?)^```$").FindAllStringSubmatch(string(read(t, document)), -1)
		if len(blocks) != len(parts) {
			t.Fatalf("%s has %d examples, and %d are known", document, len(blocks), len(parts))
		}
		for i, part := range parts {
			code := strings.ReplaceAll(blocks[i][1], "'/spa-session/spa-session.js'", "'spa-session'")
			if part.ellipsis != "" {
				code = strings.ReplaceAll(code, "…", part.ellipsis)
			}
			programs++
			write(fmt.Sprintf("example%d.ts", programs), part.before+code+part.after+"export {}\n")
		}
	}
	run(t, folder, node(t), compiler, "--project", ".")
}
