package client

import "github.com/spa-session/spa-session/wasm/internal/deadline"

// notices are what the observer is told when one snapshot follows another.
func notices(before, after Snapshot) []func(*Observer) {
	if before == after {
		return nil
	}
	told := []func(*Observer){func(o *Observer) { o.Changed(after) }}
	for _, event := range events(before, after) {
		told = append(told, func(o *Observer) { o.Happened(event) })
	}
	return told
}

func events(before, after Snapshot) (found []Event) {
	if before.Status != after.Status {
		switch after.Status {
		case deadline.Warning:
			found = append(found, Event{Type: EventWarning})
		case deadline.Idle:
			found = append(found, Event{Type: EventIdle})
		case deadline.Ended:
			found = append(found, Event{Type: EventEnded})
		case deadline.SignedOut:
			if after.Reason == ReasonUserChanged {
				found = append(found, Event{Type: EventUserChanged})
			}
			if before.Status != deadline.Loading {
				found = append(found, Event{Type: EventSignedOut})
			}
		}
	}
	if before.User == nil && after.User != nil {
		found = append(found, Event{Type: EventSignedIn})
	} else if before.IdleDeadline != 0 && after.IdleDeadline > before.IdleDeadline {
		found = append(found, Event{Type: EventExtended})
	}
	if before.Offline != after.Offline {
		event := Event{Type: EventOnline}
		if after.Offline {
			event = Event{Type: EventOffline, Err: after.Err}
		}
		found = append(found, event)
	}
	if after.Err != nil && after.Err != before.Err {
		found = append(found, Event{Type: EventError, Err: after.Err})
	}
	return found
}
