package api

// Snapshot names the fields of a snapshot.
func Snapshot() []string {
	return []string{
		"status", "user", "reason", "idleDeadline", "absoluteDeadline",
		"warningAt", "warningKind", "pending", "offline", "error",
	}
}

// Statuses are the values of a snapshot's status.
func Statuses() []string {
	return []string{"loading", "signedOut", "active", "warning", "idle", "ended"}
}

// WarningKinds are the values of a snapshot's warningKind.
func WarningKinds() []string { return []string{"idle", "absolute"} }

// Reasons are the values of a snapshot's reason.
func Reasons() []string {
	return []string{"login_required", "logout", "logout_elsewhere", "userChanged", "absolute", "invalid_grant"}
}

// Events are the event types. The loader makes the first and the last itself:
// from each new snapshot, and when the module has crashed.
func Events() []string {
	return []string{
		"change",
		"warning", "extended", "idle", "ended",
		"signedIn", "signedOut", "userChanged", "lifetimeMismatch",
		"offline", "online", "error",
		"crash",
	}
}
