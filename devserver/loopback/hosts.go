package loopback

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// AllowHosts passes on requests whose Host header is one of hosts ("localhost:4300"), and answers all others with
// 421 Misdirected Request (RFC 9110 section 15.5.20). Case does not count.
func AllowHosts(next http.Handler, hosts ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slices.ContainsFunc(hosts, func(host string) bool { return strings.EqualFold(host, r.Host) }) {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.WriteHeader(http.StatusMisdirectedRequest)
		_, _ = fmt.Fprintf(w, "The host %q is not served here. Use one of: %s\n", r.Host, strings.Join(hosts, ", "))
	})
}
