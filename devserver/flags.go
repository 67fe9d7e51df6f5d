package main

import (
	"flag"
	"fmt"
	"io"
	"strings"
	"time"
)

const (
	storefrontPortFlag = "storefront-port"
	asPortFlag         = "as-port"
	idpPortFlag        = "idp-port"
)

// options are what the command line and the environment decide.
type options struct {
	storefrontPort, asPort, idpPort int
	idle, absolute                  time.Duration
	idToken, accessToken            time.Duration
	dist                            string
}

// parseOptions reads the flags. DEVSERVER_AS_PORT stands in for --as-port, and so on for each flag, so that
// `make run` can be told without a command line; a flag wins. The error is flag.ErrHelp when help was asked for.
func parseOptions(args []string, getenv func(string) string, stdout io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("devserver", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // errors are returned, and help is printed below
	flags.IntVar(&o.storefrontPort, storefrontPortFlag, 4300, "`port` of the storefront; 0 is any free one")
	flags.IntVar(&o.asPort, asPortFlag, 4400, "`port` of the authorization server; 0 is any free one")
	flags.IntVar(&o.idpPort, idpPortFlag, 4500, "`port` of the identity provider; 0 is any free one")
	flags.DurationVar(&o.idle, "idle", 300*time.Second, "`time` that a session lives after its last touch")
	flags.DurationVar(&o.absolute, "absolute", 12*time.Hour, "`time` that a session lives after the login, whatever happens")
	flags.DurationVar(&o.idToken, "id-token", 150*time.Second, "`time` that an ID token lives")
	flags.DurationVar(&o.accessToken, "access-token", 24*time.Hour, "`time` that an access token lives")
	flags.StringVar(&o.dist, "dist", "web/dist", "`folder` of the built module")

	if err := fromEnvironment(flags, getenv); err != nil {
		return options{}, err
	}
	switch err := flags.Parse(args); {
	case err == flag.ErrHelp:
		fmt.Fprintln(stdout, "Usage: devserver [flags]")
		fmt.Fprintln(stdout, "Runs the storefront, the mock authorization server and its identity provider. Each flag can come as a variable: DEVSERVER_AS_PORT.")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return options{}, err
	case err != nil:
		return options{}, fmt.Errorf("%w (--help lists the flags)", err)
	case flags.NArg() > 0:
		return options{}, fmt.Errorf("unexpected argument %q: give flags alone (--help lists them)", flags.Arg(0))
	}
	return o, o.validate()
}

func fromEnvironment(flags *flag.FlagSet, getenv func(string) string) error {
	var wrong error
	flags.VisitAll(func(f *flag.Flag) {
		variable := "DEVSERVER_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value := getenv(variable)
		if value == "" || wrong != nil {
			return
		}
		if err := flags.Set(f.Name, value); err != nil {
			wrong = fmt.Errorf("%s=%q: %w (it stands in for --%s)", variable, value, err, f.Name)
		}
	})
	return wrong
}

// validate asks for whole seconds: tokens and /config.json count in them.
func (o options) validate() error {
	for _, d := range []struct {
		flag  string
		value time.Duration
	}{{"idle", o.idle}, {"absolute", o.absolute}, {"id-token", o.idToken}, {"access-token", o.accessToken}} {
		if d.value < time.Second || d.value%time.Second != 0 {
			return fmt.Errorf("--%s %v: give whole seconds, 1s or more, as in 300s or 12h", d.flag, d.value)
		}
	}
	ports := []struct {
		flag string
		port int
	}{{storefrontPortFlag, o.storefrontPort}, {asPortFlag, o.asPort}, {idpPortFlag, o.idpPort}}
	for i, p := range ports {
		for _, other := range ports[:i] {
			if p.port == other.port && p.port != 0 {
				return fmt.Errorf("--%s and --%s are both %d: the origins need a port each", other.flag, p.flag, p.port)
			}
		}
	}
	return nil
}
