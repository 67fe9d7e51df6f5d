package browser

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
)

// A Message is what a page, or the browser about a page, wrote to the console.
type Message struct {
	Source string // console, exception, or the browser's own: network, security, ...
	Level  string // debug, info, log, warning, error
	Text   string
	URL    string // of the script or of the resource; empty if there is none
}

func (m Message) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s: %s %s", m.Source, m.Level, m.Text, m.URL))
}

// isViolation tells a breach of the Content Security Policy, which browsers report in words only.
func (m Message) isViolation() bool {
	return strings.Contains(m.Text, "Content Security Policy") || strings.Contains(m.Text, "TrustedHTML") ||
		strings.Contains(m.Text, "TrustedScript")
}

// console collects a tab's messages and pipes them into the test's log until it is closed.
type console struct {
	t        testing.TB
	mu       sync.Mutex
	closed   bool
	messages []Message
}

// Messages returns everything that was written since the tab was opened.
func (tab *Tab) Messages() []Message {
	tab.console.mu.Lock()
	defer tab.console.mu.Unlock()
	return slices.Clone(tab.console.messages)
}

// ConsoleErrors returns the errors that scripts logged, exceptions that nobody caught, and breaches of the Content
// Security Policy. Requests that failed are not among them: see NetworkErrors.
func (tab *Tab) ConsoleErrors() []Message {
	return slices.DeleteFunc(tab.Messages(), func(m Message) bool {
		return m.Source == "network" || m.Level != "error" && !m.isViolation()
	})
}

// NetworkErrors returns the browser's messages on requests that failed or were answered with an error.
func (tab *Tab) NetworkErrors() []Message {
	return slices.DeleteFunc(tab.Messages(), func(m Message) bool { return m.Source != "network" || m.Level != "error" })
}

// Violations returns the breaches of the Content Security Policy and of Trusted Types.
func (tab *Tab) Violations() []Message {
	return slices.DeleteFunc(tab.Messages(), func(m Message) bool { return !m.isViolation() })
}

// hear runs on the goroutine that reads the browser's messages, so a message is here before the command that
// caused it returns.
func (c *console) hear(event any) {
	switch event := event.(type) {
	case *runtime.EventConsoleAPICalled:
		c.add(Message{Source: "console", Level: string(event.Type), Text: join(event.Args), URL: topOf(event.StackTrace)})
	case *runtime.EventExceptionThrown:
		details := event.ExceptionDetails
		text := details.Text
		if details.Exception != nil {
			text += " " + textOf(details.Exception)
		}
		c.add(Message{Source: "exception", Level: "error", Text: text, URL: details.URL})
	case *log.EventEntryAdded:
		entry := event.Entry
		c.add(Message{Source: string(entry.Source), Level: string(entry.Level), Text: entry.Text, URL: entry.URL})
	}
}

func (c *console) add(message Message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return // The test may be over, and its log with it.
	}
	c.messages = append(c.messages, message)
	c.t.Logf("page: %s", message)
}

func (c *console) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
}

func join(arguments []*runtime.RemoteObject) string {
	texts := make([]string, len(arguments))
	for i, argument := range arguments {
		texts[i] = textOf(argument)
	}
	return strings.Join(texts, " ")
}

func textOf(object *runtime.RemoteObject) string {
	switch {
	case object.Preview != nil && object.Subtype != runtime.RemoteObjectSubtypeError:
		return previewOf(object.Preview)
	case object.Description != "":
		return object.Description
	case object.UnserializableValue != "":
		return string(object.UnserializableValue)
	case object.Type == "undefined":
		return "undefined"
	default:
		return strings.Trim(string(object.Value), `"`)
	}
}

func previewOf(preview *runtime.ObjectPreview) string {
	properties := make([]string, len(preview.Properties))
	for i, property := range preview.Properties {
		properties[i] = property.Name + ": " + property.Value
	}
	if preview.Overflow {
		properties = append(properties, "…")
	}
	return "{" + strings.Join(properties, ", ") + "}"
}

func topOf(stack *runtime.StackTrace) string {
	if stack == nil || len(stack.CallFrames) == 0 {
		return ""
	}
	return stack.CallFrames[0].URL
}
