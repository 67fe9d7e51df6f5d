package oidc

// member is the text of a member of a JSON object. A missing or null member is
// "" and fine; anything that is not text is not.
func member(object map[string]any, name string) (text string, ok bool) {
	value := object[name]
	if value == nil {
		return "", true
	}
	text, ok = value.(string)
	return text, ok
}

// texts is a JSON array of strings; ok is false for anything else.
func texts(value any) (all []string, ok bool) {
	array, ok := value.([]any)
	for _, element := range array {
		text, isText := element.(string)
		if !isText {
			return nil, false
		}
		all = append(all, text)
	}
	return all, ok
}

// maxSeconds bounds what can be seconds: the year 33658. An instant in
// milliseconds, the usual mistake, has been beyond it since 2001.
const maxSeconds = 1e12

// seconds is a JSON number of seconds, a NumericDate (RFC 7519 2) or a duration;
// fractions are cut off. Its thousandfold fits into an int64.
func seconds(value any) (int64, bool) {
	number, ok := value.(float64)
	if !ok || !(number > -maxSeconds && number < maxSeconds) { // this way round NaN fails too
		return 0, false
	}
	return int64(number), true
}

// maxText bounds what a message repeats of a stranger's text, in bytes.
const maxText = 300

// quoted repeats a stranger's text in a message.
func quoted(text string) string { return `"` + printable(text) + `"` }

// printable makes a stranger's text fit for messages and logs: no line breaks
// that forge a second entry, nothing that turns the reading direction round,
// and an end. RFC 6749 4.1.2.1 allows visible ASCII; servers also send others.
func printable(text string) string {
	if len(text) > maxText {
		text = text[:maxText] + "..."
	}
	var clean []byte
	for _, r := range text {
		switch {
		case r < ' ', 0x7f <= r && r < 0xa0, // C0, DEL and C1 controls
			0x2028 <= r && r <= 0x202e, // line and paragraph separators, embeddings and overrides
			0x2066 <= r && r <= 0x2069: // isolates
			r = ' '
		}
		clean = append(clean, string(r)...)
	}
	return string(clean)
}

// refuse makes the error of a check that failed.
func refuse(code Code, message string) error {
	return &Error{Code: code, Message: message}
}
