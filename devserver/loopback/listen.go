package loopback

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
)

// anyPortAttempts is how often port 0 is tried: the port that is free on 127.0.0.1 may be taken on ::1.
const anyPortAttempts = 20

// Listeners are one port on every loopback address that this machine has.
type Listeners struct {
	// Port is the one that was asked for, or chosen.
	Port int
	// Missing are the addresses that this machine lacks, to be told to the user.
	Missing []string

	list []net.Listener
}

// Listen takes a port on 127.0.0.1 and ::1; port 0 is any free one. flag is the name of the command line flag that
// chooses the port, for the errors.
func Listen(ctx context.Context, port int, flag string) (*Listeners, error) {
	return listen(ctx, port, flag, new(net.ListenConfig).Listen)
}

type listenFunc func(ctx context.Context, network, address string) (net.Listener, error)

func listen(ctx context.Context, port int, flag string, open listenFunc) (*Listeners, error) {
	if port < 0 || port > 65535 {
		return nil, fmt.Errorf("%s %d is no port: give a number from 1 to 65535, or 0 for any free port", flag, port)
	}
	if port != 0 {
		return listenOn(ctx, port, flag, open)
	}
	var err error
	for range anyPortAttempts {
		var l *Listeners
		if l, err = listenOn(ctx, 0, flag, open); err == nil || !errors.Is(err, syscall.EADDRINUSE) {
			return l, err
		}
	}
	return nil, err
}

func listenOn(ctx context.Context, port int, flag string, open listenFunc) (*Listeners, error) {
	l := &Listeners{Port: port}
	for _, address := range []struct{ network, host string }{{"tcp4", "127.0.0.1"}, {"tcp6", "::1"}} {
		listener, err := open(ctx, address.network, net.JoinHostPort(address.host, strconv.Itoa(l.Port)))
		switch {
		case err == nil:
			l.list = append(l.list, listener)
			l.Port = listener.Addr().(*net.TCPAddr).Port
		case lacksAddress(err):
			l.Missing = append(l.Missing, address.host)
		default:
			l.Close()
			return nil, explain(err, address.host, l.Port, flag)
		}
	}
	if len(l.list) == 0 {
		return nil, fmt.Errorf("this machine has no loopback address: neither 127.0.0.1 nor ::1 can be listened on")
	}
	return l, nil
}

// lacksAddress tells a machine without the address, or without the whole family, from a port that is taken.
func lacksAddress(err error) bool {
	return errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT) ||
		errors.Is(err, syscall.EPROTONOSUPPORT)
}

func explain(err error, host string, port int, flag string) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("port %d is taken by another process on %s: stop that one, or choose another port with %s: %w", port, host, flag, err)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("port %d needs rights that this process lacks: choose one above 1023 with %s: %w", port, flag, err)
	default:
		return fmt.Errorf("cannot listen on port %d of %s: choose another port with %s: %w", port, host, flag, err)
	}
}

// Serve answers on all addresses until server is shut down, which is no error, or one of them fails. A server with a
// TLSConfig, which has its certificate, answers by https.
func (l *Listeners) Serve(server *http.Server) error {
	ended := make(chan error, len(l.list))
	secure := server.TLSConfig != nil // asked once: net/http sets one itself when it starts to serve
	for _, listener := range l.list {
		go func() {
			if secure {
				ended <- server.ServeTLS(listener, "", "")
				return
			}
			ended <- server.Serve(listener)
		}()
	}
	var first error
	for range l.list {
		err := <-ended
		if errors.Is(err, http.ErrServerClosed) {
			continue
		}
		if first == nil {
			first = fmt.Errorf("port %d: %w", l.Port, err)
			_ = server.Close() // the other address must not go on alone
		}
	}
	return first
}

// Close gives the port back. Serve does so by itself.
func (l *Listeners) Close() {
	for _, listener := range l.list {
		_ = listener.Close() // of a listener that nobody serves there is nothing to lose
	}
}

// Hosts are the Host headers that mean these listeners: localhost and the two addresses, with the port.
func (l *Listeners) Hosts() []string {
	port := strconv.Itoa(l.Port)
	hosts := []string{
		net.JoinHostPort("localhost", port), net.JoinHostPort("127.0.0.1", port), net.JoinHostPort("::1", port),
	}
	if l.Port == 80 { // which a browser leaves out
		for _, host := range hosts {
			hosts = append(hosts, strings.TrimSuffix(host, ":80"))
		}
	}
	return hosts
}
