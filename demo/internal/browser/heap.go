package browser

import (
	"context"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Heap returns a snapshot of everything that the page's scripts hold, as the developer tools save it: each string stands
// in it as JSON. What workers hold is not in it, see WorkerHeap, nor what lies in the memory of a WebAssembly module: see
// InMemory.
func (tab *Tab) Heap() string {
	tab.t.Helper()
	return heapOf(tab, tab.ctx)
}

// WorkerHeap is Heap of the page's one worker by that name.
func (tab *Tab) WorkerHeap(name string) string {
	tab.t.Helper()
	found, err := chromedp.CallBrowser(tab.ctx, target.GetTargets, target.GetTargetsParams{})
	check(tab.t, err)
	profile := chromedp.FromContext(tab.ctx).BrowserContextID
	var ids []target.ID
	for _, info := range found.TargetInfos {
		if info.Type == "worker" && info.BrowserContextID == profile && info.Title == name {
			ids = append(ids, info.TargetID)
		}
	}
	if len(ids) != 1 {
		tab.t.Fatalf("browser: there are %d workers %q", len(ids), name)
	}
	ctx, cancel := chromedp.NewContext(tab.ctx, chromedp.WithTargetID(ids[0]))
	defer cancel()
	check(tab.t, chromedp.Do(ctx))
	return heapOf(tab, ctx)
}

func heapOf(tab *Tab, target context.Context) string {
	tab.t.Helper()
	var mu sync.Mutex
	var snapshot strings.Builder
	ctx, cancel := context.WithTimeout(target, Patience)
	defer cancel()
	err := chromedp.Listen(ctx, func(event any) {
		if chunk, ok := event.(*heapprofiler.EventAddHeapSnapshotChunk); ok {
			mu.Lock()
			defer mu.Unlock()
			snapshot.WriteString(chunk.Chunk)
		}
	})
	check(tab.t, err)
	_, err = chromedp.Call(ctx, heapprofiler.TakeHeapSnapshot, heapprofiler.TakeHeapSnapshotParams{})
	check(tab.t, err)
	mu.Lock()
	defer mu.Unlock()
	return snapshot.String()
}

// memory is the WebAssembly.Memory of the session module, by either compiler.
const memory = `(({ memory, mem }) => memory ?? mem)(globalThis.__spaSessionHooks.go._inst.exports)`

// InMemory tells which of the texts lie in the memory of the session module, as UTF-8 or as UTF-16. The world must have
// been made with Hooks.
func (tab *Tab) InMemory(texts ...string) []bool {
	tab.t.Helper()
	return Eval[[]bool](tab, `(...texts) => {
		const memory = new Uint8Array(`+memory+`.buffer)
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

// PlantUTF16 writes a text into the memory of the session module, as UTF-16, where nothing of the module's lies: for
// InMemory to find. The module does not survive it, for its memory has grown behind its back.
func (tab *Tab) PlantUTF16(text string) {
	tab.t.Helper()
	tab.Run(`text => {
		const end = `+memory+`.grow(1) * 65536
		new Uint16Array(`+memory+`.buffer, end).set(Uint16Array.from(text, (c) => c.charCodeAt(0)))
	}`, text)
}

func anys(texts []string) (all []any) {
	for _, text := range texts {
		all = append(all, text)
	}
	return all
}
