//go:build js

package browser

import (
	"reflect"
	"testing"

	"github.com/spa-session/spa-session/wasm/internal/client"
)

func TestInputFilter(t *testing.T) {
	type step struct {
		at   int64
		what evidence
	}
	const nothing = client.Signal(255)
	for name, row := range map[string]struct {
		steps []step
		want  []client.Signal
	}{
		"each once at first": {
			[]step{{0, use}, {5000, movement}, {10000, pressInside}, {15000, pressOutside}},
			[]client.Signal{client.Input, client.Move, client.Input, client.Press},
		},
		"one Input a second": {
			[]step{{0, use}, {1, use}, {999, pressInside}, {1000, use}, {1500, use}, {2000, use}},
			[]client.Signal{client.Input, nothing, nothing, client.Input, nothing, client.Input},
		},
		"one Move a second": {
			[]step{{0, movement}, {999, movement}, {1000, movement}},
			[]client.Signal{client.Move, nothing, client.Move},
		},
		"no Move beside an Input or a Press": {
			[]step{{0, use}, {999, movement}, {1000, movement}, {3000, pressOutside}, {3500, movement}},
			[]client.Signal{client.Input, nothing, client.Move, client.Press, nothing},
		},
		"an Input at once after a Move": {
			[]step{{0, movement}, {1, use}},
			[]client.Signal{client.Move, client.Input},
		},
		"one tap is one Press": {
			[]step{{0, pressOutside}, {3, pressOutside}, {249, pressOutside}, {250, pressOutside}},
			[]client.Signal{client.Press, nothing, nothing, client.Press},
		},
		"a Press at once after an Input": {
			[]step{{0, use}, {1, pressOutside}, {2, use}},
			[]client.Signal{client.Input, client.Press, nothing},
		},
		"a script scrolls and moves the focus": {
			[]step{{0, echo}, {2000, movement}, {2001, echo}, {60000, echo}},
			[]client.Signal{nothing, client.Move, nothing, nothing},
		},
		"the user scrolls on after an input": {
			[]step{{0, use}, {1000, echo}, {1001, echo}, {2500, echo}},
			[]client.Signal{client.Input, client.Input, nothing, nothing},
		},
		"an echo needs the input itself, not what was told of it": {
			[]step{{0, use}, {900, use}, {1800, echo}, {1901, echo}},
			[]client.Signal{client.Input, nothing, client.Input, nothing},
		},
		"into a frame once": {
			[]step{{0, frameEntry}, {5000, frameEntry}, {9000, use}, {15000, frameEntry}, {20000, frameEntry}},
			[]client.Signal{client.Input, nothing, client.Input, client.Input, nothing},
		},
		"into a frame again after a movement": {
			[]step{{0, frameEntry}, {5000, movement}, {10000, frameEntry}, {11000, echo}},
			[]client.Signal{client.Input, client.Move, client.Input, nothing},
		},
	} {
		filter := newInputFilter()
		var got []client.Signal
		for _, step := range row.steps {
			signal, ok := filter.pass(step.what, step.at)
			if !ok {
				signal = nothing
			}
			got = append(got, signal)
		}
		if !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: got %v, want %v", name, got, row.want)
		}
	}
}
