package main

import (
	"errors"
	"fmt"
	"sync"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
)

// renewalsAtATime is how many renewals one question to the page makes, so that progress can be told, and that it is
// answered in time with all contenders side by side.
const renewalsAtATime = 50

// memories has all contenders renew side by side: it is not the time that counts here.
func (b *bench) memories() error {
	failures := make([]error, len(b.contenders))
	var all sync.WaitGroup
	for i, c := range b.contenders {
		all.Go(func() {
			if err := b.memory(i); err != nil {
				failures[i] = fmt.Errorf("%s: %w", c.name, err)
			}
		})
	}
	all.Wait()
	return errors.Join(failures...)
}

// memory renews again and again, and looks at what is held after few and after many.
func (b *bench) memory(i int) error {
	return b.asVisitor(func(t *tab) error {
		if err := t.noteMemories(); err != nil {
			return err
		}
		if _, err := b.visitWithSession(t, i); err != nil {
			return err
		}
		for done := 0; done < b.many; {
			upTo := b.many
			if done < b.few {
				upTo = b.few
			}
			times := min(renewalsAtATime, upTo-done)
			if _, err := t.renew(times); err != nil {
				return fmt.Errorf("after %d renewals: %w", done, err)
			}
			done += times
			if done%1000 == 0 {
				fmt.Fprintf(b.progress, "%s: %d of %d renewals for the memory\n", b.contenders[i].name, done, b.many)
			}
			if done != b.few && done != b.many {
				continue
			}
			heap, wasm, err := t.held()
			if err != nil {
				return err
			}
			if done == b.few {
				b.add(i, heapFew, heap)
				b.add(i, wasmFew, wasm)
			}
			if done == b.many {
				b.add(i, heapMany, heap)
				b.add(i, wasmMany, wasm)
			}
		}
		return nil
	})
}

// held is what the page holds once all garbage is collected, in bytes: on the heap of its scripts, and in the memories
// of WebAssembly.
func (t *tab) held() (heap, wasm float64, err error) {
	for range 2 { // what a first collection finalizes, a second one frees
		if _, err := call(t, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			return 0, 0, err
		}
	}
	usage, err := call(t, runtime.GetHeapUsage, cdp.Empty{})
	if err != nil {
		return 0, 0, err
	}
	wasm, err = t.wasmMemory()
	return usage.UsedSize, wasm, err
}

// noteMemories has every page of the tab keep hold of the memories of WebAssembly that it makes. (To have DevTools look
// for them on the heap takes minutes where thousands of renewals have been.)
const noteMemories = `{
	const { instantiate } = WebAssembly
	globalThis.benchMemories = []
	WebAssembly.instantiate = async (...args) => {
		const made = await instantiate(...args)
		for (const value of Object.values((made.instance ?? made).exports)) {
			if (value instanceof WebAssembly.Memory && !benchMemories.includes(value)) benchMemories.push(value)
		}
		return made
	}
}`

func (t *tab) noteMemories() error {
	_, err := call(t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: noteMemories})
	return err
}

func (t *tab) wasmMemory() (bytes float64, err error) {
	return eval[float64](t, `benchMemories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)`)
}
