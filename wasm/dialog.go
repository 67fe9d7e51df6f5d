//go:build js

package main

import (
	"slices"

	"github.com/spa-session/spa-session/wasm/internal/bind"
	"github.com/spa-session/spa-session/wasm/internal/jsx"
	"github.com/spa-session/spa-session/wasm/internal/modal"
)

// newDialog reads the option modal and makes the dialog of one client.
func newDialog(scope *jsx.Scope, setup bind.DialogSetup) (*bind.Dialog, error) {
	texts, err := readTexts(setup)
	if err != nil {
		return nil, err
	}
	moments := readMoments(setup.Options)
	if err := setup.Options.Err(); err != nil {
		return nil, err
	}
	dialog, err := modal.New(scope, modal.Config{
		Style:        setup.Style,
		Container:    setup.Options.Value("container"),
		Strings:      texts,
		AnnounceAt:   moments,
		OnSessionEnd: setup.OnSessionEnd,
		Now:          setup.Ports.Now,
		Wake:         setup.Ports.Wake,
		Failed:       func(err error) { setup.Log("the dialog: " + err.Error()) },
	}, modal.Actions{
		Continue: setup.Continue,
		TryAgain: setup.Continue,
		LogOut:   setup.LogOut,
		LogIn:    setup.LogIn,
		NotNow:   setup.NotNow,
		Reload:   setup.Reload,
	})
	if err != nil {
		return nil, err
	}
	return &bind.Dialog{Show: dialog.Show, Countdown: dialog.Countdown, Host: dialog.Host()}, nil
}

// readMoments reads when the countdown is spoken, in seconds; nil is the default.
func readMoments(options *jsx.Object) []int64 {
	if !options.Has("announceAt") {
		return nil
	}
	const takes = "a list of whole seconds above 0"
	given, ok := options.Plain("announceAt").([]any)
	if !ok {
		options.Fail("announceAt", takes)
		return nil
	}
	moments := make([]int64, 0, len(given))
	for _, moment := range given {
		s, ok := moment.(float64)
		if !ok || s <= 0 || s != float64(int64(s)) {
			options.Fail("announceAt", takes)
			return nil
		}
		moments = append(moments, int64(s))
	}
	return moments
}

// readTexts puts the app's own sentences in the place of ours: a string, or one
// for each plural category.
func readTexts(setup bind.DialogSetup) (modal.Strings, error) {
	texts := modal.English()
	given := setup.Options.Object("strings")
	for _, name := range given.Names() {
		if !given.Has(name) || slices.Contains(setup.NotMine, name) {
			continue
		}
		forms := modal.Forms{}
		switch tree := given.Plain(name).(type) {
		case string:
			forms[modal.Other] = tree
		case map[string]any:
			for category, text := range tree {
				forms[category], _ = text.(string) // "" is refused where it matters
			}
		}
		replaced, err := texts.With(name, forms)
		if err != nil {
			given.Fail(name, "a sentence of the dialog ("+err.Error()+")")
			return texts, given.Err()
		}
		texts = replaced
	}
	return texts, given.Err()
}
