//go:build js

package jsx

import (
	"os"
	"path"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/context"
)

// crashes are what a second instance of this very module does, see [TestMain].
// Each must end it: a panic that somebody recovers is one that the loader never
// hears of.
var crashes = map[string]func(*Scope){
	"in the work of a promise": func(scope *Scope) {
		promise := Promise(scope, func(context.Context) (any, error) { panic("on purpose") })
		_, _ = Await(context.Background(), promise)
	},
	"in a callback, called at once": func(scope *Scope) {
		callback, _ := scope.Func(func([]Value) Value { panic("on purpose") })
		_, _ = callback.Invoke()
	},
	"in a listener, called by a timer": func(scope *Scope) {
		deferred := NewDeferred()
		callback, _ := scope.Func(func([]Value) Value { panic("on purpose") })
		_, _ = Global().Call("setTimeout", callback, 0)
		_, _ = Await(context.Background(), deferred.Promise)
	},
	"in what makes the error": func(*Scope) {
		scope := NewScope(func(error) Value { panic("on purpose") })
		promise := Promise(scope, func(context.Context) (any, error) { return nil, ErrClosed })
		_, _ = Await(context.Background(), promise)
	},
}

const crashVariable = "JSX_CRASH"

// afterwards is how the second instance ends if nothing ended it.
const afterwards = 77

func TestMain(m *testing.M) {
	if crash := crashes[os.Getenv(crashVariable)]; crash != nil {
		crash(NewScope(nil))
		os.Exit(afterwards)
	}
	os.Exit(m.Run())
}

func TestAPanicIsACrash(t *testing.T) {
	run := eval(t, `async (file, crash) => {
		const go = new Go()
		let code = -1
		go.exit = (c) => { code = c }
		go.argv = [file]
		go.env = {`+crashVariable+`: crash}
		const {instance} = await WebAssembly.instantiateStreaming(fetch(file), go.importObject)
		try {
			await go.run(instance)
		} catch {
			// A crash in a nested call throws, too: the loader hears both.
		}
		return code
	}`)
	for crash := range crashes {
		t.Run(crash, func(t *testing.T) {
			promise, err := run.Invoke("/"+path.Base(os.Args[0]), crash)
			if err != nil {
				t.Fatal(err)
			}
			code, err := Await(t.Context(), promise)
			if err != nil {
				t.Fatal(err)
			}
			if got := json(t, code); got != "2" {
				t.Errorf("the instance ended with code %s, a panic ends with 2", got)
			}
		})
	}
}
