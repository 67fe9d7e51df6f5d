package authserver_test

import (
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// A server for one's own tests: the issuer must be known before New, so the listener comes first.
func Example() {
	ts := httptest.NewUnstartedServer(nil)
	cfg := authserver.Defaults("http://localhost:3000")
	cfg.Issuer = "http://" + ts.Listener.Addr().String() + "/"
	as, err := authserver.New(cfg)
	if err != nil {
		log.Fatal(err)
	}
	ts.Config.Handler = as
	ts.Start()
	defer ts.Close()

	resp, err := http.Get(ts.URL + "/.well-known/openid-configuration")
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status)
	// Output: 200 OK
}
