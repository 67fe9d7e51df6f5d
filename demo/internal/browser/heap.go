package browser

import (
	"context"
	"strings"
	"sync"

	"github.com/chromedp/chromedp"

	"github.com/chromedp/cdproto/heapprofiler"
)

// Heap returns a snapshot of everything that the page's scripts hold, as the developer tools save it: each string stands
// in it as JSON. What workers hold is not in it, nor what lies in the memory of a WebAssembly module: see InMemory.
func (tab *Tab) Heap() string {
	tab.t.Helper()
	var mu sync.Mutex
	var snapshot strings.Builder
	ctx, cancel := context.WithCancel(tab.ctx)
	defer cancel()
	err := chromedp.Listen(ctx, func(event any) {
		if chunk, ok := event.(*heapprofiler.EventAddHeapSnapshotChunk); ok {
			mu.Lock()
			defer mu.Unlock()
			snapshot.WriteString(chunk.Chunk)
		}
	})
	check(tab.t, err)
	call(tab, heapprofiler.TakeHeapSnapshot, heapprofiler.TakeHeapSnapshotParams{})
	mu.Lock()
	defer mu.Unlock()
	return snapshot.String()
}

// InMemory tells which of the texts lie in the memory of the session module, as UTF-8 or as UTF-16. The world must have
// been made with Hooks.
func (tab *Tab) InMemory(texts ...string) []bool {
	tab.t.Helper()
	return Eval[[]bool](tab, `(...texts) => {
		const { exports } = globalThis.__spaSessionHooks.go._inst
		const memory = new Uint8Array((exports.memory ?? exports.mem).buffer)
		const found = (needle) => {
			for (let at = memory.indexOf(needle[0]); at >= 0; at = memory.indexOf(needle[0], at + 1)) {
				if (needle.every((byte, i) => memory[at + i] === byte)) return true
			}
			return false
		}
		const utf16 = (text) => new Uint8Array(Uint16Array.from(text, (c) => c.charCodeAt(0)).buffer)
		return texts.map((text) => found(new TextEncoder().encode(text)) || found(utf16(text)))
	}`, anys(texts)...)
}

func anys(texts []string) (all []any) {
	for _, text := range texts {
		all = append(all, text)
	}
	return all
}
