package loopback

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"
)

var ctx = context.Background()

func TestOnePortOnBothAddresses(t *testing.T) {
	l, err := Listen(ctx, 0, "--port")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "here") })}
	served := make(chan error, 1)
	go func() { served <- l.Serve(server) }()
	reached := 0
	for _, host := range []string{"127.0.0.1", "::1"} {
		if strings.Contains(strings.Join(l.Missing, " "), host) {
			continue
		}
		resp, err := http.Get("http://" + net.JoinHostPort(host, fmt.Sprint(l.Port)))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		reached++
	}
	if reached+len(l.Missing) != 2 || reached == 0 {
		t.Errorf("%d addresses answer, missing %v", reached, l.Missing)
	}
	if err := server.Shutdown(ctx); err != nil {
		t.Error(err)
	}
	if err := <-served; err != nil {
		t.Errorf("a shutdown is no error: %v", err)
	}
}

func TestTakenPortNamesPortAndFlag(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "::1"} {
		taken, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
		if err != nil && host == "::1" {
			t.Logf("this machine has no ::1: %v", err)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		defer taken.Close()
		port := taken.Addr().(*net.TCPAddr).Port
		_, err = Listen(ctx, port, "--as-port")
		want := fmt.Sprintf("port %d is taken by another process on %s", port, host)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "--as-port") {
			t.Errorf("error %v, want %q and the flag", err, want)
		}
		// The half that was free has been given back.
		if host == "::1" {
			again, err := net.Listen("tcp4", fmt.Sprintf("127.0.0.1:%d", port))
			if err != nil {
				t.Errorf("127.0.0.1 is still held: %v", err)
				continue
			}
			again.Close()
		}
	}
}

// fail is what net makes of an error of the system.
func fail(errno syscall.Errno) error {
	return &net.OpError{Op: "listen", Err: os.NewSyscallError("bind", errno)}
}

func TestMachinesThatDiffer(t *testing.T) {
	for _, tc := range []struct {
		name    string
		errs    map[string]error // by network
		port    int
		missing string
		want    string // in the error
	}{
		{"no IPv6 address", map[string]error{"tcp6": fail(syscall.EADDRNOTAVAIL)}, 4300, "::1", ""},
		{"no IPv6 at all", map[string]error{"tcp6": fail(syscall.EAFNOSUPPORT)}, 4300, "::1", ""},
		{"no IPv4", map[string]error{"tcp4": fail(syscall.EADDRNOTAVAIL)}, 4300, "127.0.0.1", ""},
		{"neither", map[string]error{"tcp4": fail(syscall.EADDRNOTAVAIL), "tcp6": fail(syscall.EADDRNOTAVAIL)}, 4300, "", "no loopback address"},
		{"low port", map[string]error{"tcp4": fail(syscall.EACCES)}, 80, "", "port 80 needs rights that this process lacks: choose one above 1023 with --port"},
		{"anything else", map[string]error{"tcp6": fail(syscall.EMFILE)}, 4300, "", "cannot listen on port 4300 of ::1: choose another port with --port"},
		{"no free port", map[string]error{"tcp6": fail(syscall.EADDRINUSE)}, 0, "", "--port"},
		{"no port", nil, 70000, "", "--port 70000 is no port"},
		{"negative port", nil, -1, "", "--port -1 is no port"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			open := func(ctx context.Context, network, address string) (net.Listener, error) {
				if err := tc.errs[network]; err != nil {
					return nil, err
				}
				return fakeListener{}, nil
			}
			l, err := listen(ctx, tc.port, "--port", open)
			if tc.want != "" {
				if err == nil || !strings.Contains(err.Error(), tc.want) {
					t.Errorf("error %v, want %q", err, tc.want)
				}
				return
			}
			if err != nil || strings.Join(l.Missing, " ") != tc.missing {
				t.Errorf("missing %v, %v, want %q", l, err, tc.missing)
			}
		})
	}
}

type fakeListener struct{ net.Listener }

func (fakeListener) Addr() net.Addr { return &net.TCPAddr{Port: 4300} }
func (fakeListener) Close() error   { return nil }

// One address that dies takes the other with it: half of the requests would go nowhere.
func TestServeEndsWhenOneAddressFails(t *testing.T) {
	good, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &Listeners{Port: 4300, list: []net.Listener{good, brokenListener{}}}
	if err := l.Serve(&http.Server{}); !errors.Is(err, errBroken) || !strings.Contains(err.Error(), "port 4300") {
		t.Errorf("error %v, want the listener's", err)
	}
}

var errBroken = errors.New("broken")

type brokenListener struct{ fakeListener }

func (brokenListener) Accept() (net.Conn, error) { return nil, errBroken }

// A foreign name that resolves to this machine (DNS rebinding) shows in Host alone.
func TestForeignHostIsRefused(t *testing.T) {
	l := &Listeners{Port: 4300}
	ts := httptest.NewServer(AllowHosts(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "secret")
	}), l.Hosts()...))
	defer ts.Close()
	for _, tc := range []struct {
		host string
		want int
	}{
		{"localhost:4300", http.StatusOK},
		{"LOCALHOST:4300", http.StatusOK},
		{"127.0.0.1:4300", http.StatusOK},
		{"[::1]:4300", http.StatusOK},
		{"rebound.evil.example:4300", http.StatusMisdirectedRequest},
		{"rebound.evil.example", http.StatusMisdirectedRequest},
		{"localhost", http.StatusMisdirectedRequest},
		{"localhost:4400", http.StatusMisdirectedRequest},
		{"localhost.evil.example:4300", http.StatusMisdirectedRequest},
		{"evil.localhost:4300", http.StatusMisdirectedRequest},
	} {
		req, err := http.NewRequest(http.MethodGet, ts.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = tc.host
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != tc.want {
			t.Errorf("Host %s: status %d, %v, want %d", tc.host, resp.StatusCode, err, tc.want)
		}
		if tc.want != http.StatusOK && (strings.Contains(string(body), "secret") || !strings.Contains(string(body), "Use one of: localhost:4300")) {
			t.Errorf("Host %s: body %q", tc.host, body)
		}
	}
}

func TestHostsOfPort80(t *testing.T) {
	hosts := strings.Join((&Listeners{Port: 80}).Hosts(), " ")
	if hosts != "localhost:80 127.0.0.1:80 [::1]:80 localhost 127.0.0.1 [::1]" {
		t.Errorf("hosts %q", hosts)
	}
}
