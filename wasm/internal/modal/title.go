package modal

import "strconv"

// titled is the page's title while its tab is hidden. A still title carries no
// number: one that changes is motion, and some users have asked for none.
func titled(v View, original string, still bool) string {
	if v.PageTitle == "" {
		return original
	}
	title := v.PageTitle
	if v.Seconds > 0 && !still {
		title = "(" + strconv.FormatInt(v.Seconds, 10) + ") " + title
	}
	if original == "" {
		return title
	}
	return title + " - " + original
}
