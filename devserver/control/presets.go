package control

// A preset is a fault that the dashboard has a switch for.
type preset struct {
	ID, Label, Effect string
	Order             string // the JSON that POST faults takes
}

// presets are the faults that SPA developers meet in real life.
var presets = []preset{
	{ID: "token-503", Label: "Token endpoint is down", Effect: "/oauth/token answers 503", Order: `{"endpoint":"/oauth/token","status":503}`},
	{ID: "token-slow", Label: "Token endpoint is slow", Effect: "its answers take 5 seconds more", Order: `{"endpoint":"/oauth/token","delay_seconds":5}`},
	{ID: "token-drop", Label: "Connection breaks", Effect: "/oauth/token hangs up without an answer", Order: `{"endpoint":"/oauth/token","drop":true}`},
	{ID: "authorize-503", Label: "Error page in the frame", Effect: "/authorize answers 503, and nothing is posted", Order: `{"endpoint":"/authorize","status":503}`},
	{ID: "login-required", Label: "Every authorization fails", Effect: "/authorize answers login_required, silent or not", Order: `{"endpoint":"/authorize","error":"login_required"}`},
	{ID: "wrong-state", Label: "Forged state", Effect: "answers carry a state that nobody sent", Order: `{"endpoint":"/authorize","answer":{"state":"forged"}}`},
	{ID: "wrong-target", Label: "Message to another origin", Effect: "web_message is posted to https://other.example", Order: `{"endpoint":"/authorize","answer":{"target":"https://other.example"}}`},
	{ID: "framing", Label: "Framing forbidden", Effect: "a proxy adds X-Frame-Options to the silent page", Order: `{"endpoint":"/authorize","deny_framing":true}`},
	{ID: "bad-signature", Label: "Bad signature", Effect: "ID tokens do not verify", Order: `{"endpoint":"/oauth/token","token":{"bad_signature":true}}`},
	{ID: "wrong-nonce", Label: "Wrong nonce", Effect: "ID tokens answer another request", Order: `{"endpoint":"/oauth/token","token":{"nonce":"forged"}}`},
	{ID: "expired", Label: "Expired ID token", Effect: "exp lies an hour in the past", Order: `{"endpoint":"/oauth/token","token":{"expired":true}}`},
	{ID: "skew", Label: "Server clock is wrong", Effect: "ID tokens are five minutes ahead", Order: `{"endpoint":"/oauth/token","token":{"skew_seconds":300}}`},
}
