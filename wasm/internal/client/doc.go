// Package client keeps an app's local session in step with the authorization
// server's: it signs in and out, has tokens renewed in a hidden frame, and
// watches the deadlines of the server's session.
//
// Its rules: everything it does to the world goes through Ports, so the whole of
// it runs on the host against a real server. Only the server's own word, a logout
// or another user ends a session; no failure of the network ever does. A request
// that extends the server's session is sent only on behalf of a present user.
//
// It never blocks its caller's thread: what waits takes a context.
package client
