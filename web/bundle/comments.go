package bundle

import (
	"bytes"
	"errors"
)

// withoutComments drops the lines that are nothing but comment, and the blank
// ones. That is safe only where no text goes over the end of a line, so a line with
// a template literal left open is refused.
func withoutComments(source []byte) ([]byte, error) {
	var kept bytes.Buffer
	inside := false
	for line := range bytes.Lines(source) {
		text := bytes.TrimSpace(line)
		if bytes.HasPrefix(text, []byte("/*")) {
			inside = true
		}
		switch {
		case inside:
			_, behind, ends := bytes.Cut(text, []byte("*/"))
			if len(behind) > 0 {
				return nil, errors.New("there is code behind a comment that ends: give it a line of its own")
			}
			inside = !ends
		case len(text) == 0, bytes.HasPrefix(text, []byte("//")):
		case bytes.Count(text, []byte("`"))%2 != 0:
			return nil, errors.New("a template literal goes over the end of a line: comments cannot be told from text")
		default:
			kept.Write(line)
		}
	}
	return kept.Bytes(), nil
}
