package browser

import (
	"encoding/json"

	"github.com/chromedp/cdproto/accessibility"
)

// Node is what assistive technology is told of an element (WAI-ARIA 1.2, accname 1.2).
type Node struct{ Role, Name, Description string }

// Accessible returns the nodes of a role in the page's accessibility tree, in its order. What is inert or hidden from
// assistive technology is not in it.
func (tab *Tab) Accessible(role string) []Node {
	tab.t.Helper()
	tree := call(tab, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	var found []Node
	for _, node := range tree.Nodes {
		if said := text(node.Role); !node.Ignored && said == role {
			found = append(found, Node{said, text(node.Name), text(node.Description)})
		}
	}
	return found
}

func text(value *accessibility.Value) string {
	if value == nil {
		return ""
	}
	var said string
	if err := json.Unmarshal(value.Value, &said); err != nil {
		return "" // a number or a truth value names nothing
	}
	return said
}
