package text

// Quote writes s as a JSON string (RFC 8259, 7), for messages too: a line break or
// a quote of whoever is quoted must not look like ours. What is not UTF-8 stays.
func Quote(s string) string {
	const hex = "0123456789abcdef"
	quoted := []byte{'"'}
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			quoted = append(quoted, '\\', c)
		case c < ' ' || c == 0x7f:
			quoted = append(quoted, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			quoted = append(quoted, c)
		}
	}
	return string(append(quoted, '"'))
}

// maxDigits keeps what is read within an int64.
const maxDigits = 18

// Whole reads a number of decimal digits: no sign, no space, at most 18 of them.
func Whole(s string) (number int64, ok bool) {
	if s == "" || len(s) > maxDigits {
		return 0, false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		number = number*10 + int64(s[i]-'0')
	}
	return number, true
}
