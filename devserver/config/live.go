package config

import (
	"reflect"
	"slices"
)

// live are the fields that a running server takes over; the others need a new start.
var live = []string{
	"sessions", "plan", "cookies", "mfa", "flags", "quirks", "id_token_lifetime", "access_token_lifetime", "code_lifetime",
	"pushed_request_lifetime", "dpop_nonce_lifetime", "allowed_logout_urls", "clients", "apis", "users", "organizations", "connections",
}

// TakeOver returns c with what a running server can take over of next, and the names of the fields that differ: those
// that were taken over, and those that need a new start.
func (c Config) TakeOver(next Config) (taken Config, changed, fixed []string) {
	taken = c
	from, to := reflect.ValueOf(next), reflect.ValueOf(&taken).Elem()
	for i := range to.NumField() {
		if reflect.DeepEqual(from.Field(i).Interface(), to.Field(i).Interface()) {
			continue
		}
		if name := nameOf(configType.Field(i)); slices.Contains(live, name) {
			to.Field(i).Set(from.Field(i))
			changed = append(changed, name)
		} else {
			fixed = append(fixed, name)
		}
	}
	return taken, changed, fixed
}
