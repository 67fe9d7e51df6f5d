//go:build js

package browser

import (
	"errors"

	"github.com/spa-session/spa-session/wasm/internal/jsx"
)

// must is for what cannot fail while the platform works, such as asking the
// time: a failure is a crash, which the loader hears, and no error that anybody
// could act on.
func must[T any](value T, err error) T {
	if err != nil {
		panic("browser: " + err.Error())
	}
	return value
}

// construct makes an object of a class of the window.
func construct(class string, args ...any) (jsx.Value, error) {
	constructor, err := jsx.Global().Get(class)
	if err != nil {
		return jsx.Value{}, err
	}
	if constructor.IsMissing() {
		return jsx.Value{}, errors.New("browser: there is no " + class)
	}
	return constructor.New(args...)
}

// call calls the method that path leads to from the window, such as
// "location", "assign".
func call(path []string, args ...any) (jsx.Value, error) {
	return jsx.Global().CallPath(path, args...)
}

// none is a stop or cancel of something that never began.
func none() {}

// problem says what failed, and keeps the cause.
func problem(what string, cause error) error { return &failure{what, cause} }

type failure struct {
	what  string
	cause error
}

func (f *failure) Error() string { return "browser: " + f.what + ": " + f.cause.Error() }
func (f *failure) Unwrap() error { return f.cause }
