package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spa-session/spa-session/devserver/config"
)

const (
	storefrontPortFlag = "storefront-port"
	asPortFlag         = "as-port"
	idpPortFlag        = "idp-port"
)

// A command is what the command line and the environment ask for.
type command struct {
	args   []string
	getenv func(string) string

	configFile               string
	printConfig, printSchema bool
	client, clientURL        string
	noControl                bool
}

// parseCommand reads the flags; load then makes the configuration. The error is flag.ErrHelp when help was asked for,
// and has been given.
func parseCommand(args []string, getenv func(string) string, stdout io.Writer) (*command, error) {
	c := &command{args: args, getenv: getenv}
	cfg := config.Default()
	flags := c.flags(&cfg)
	if err := fromEnvironment(flags, getenv); err != nil {
		return nil, err
	}
	switch err := flags.Parse(args); {
	case err == flag.ErrHelp:
		fmt.Fprintln(stdout, "Usage: devserver [flags]")
		fmt.Fprintln(stdout, "Runs the storefront, the mock authorization server and its identity provider.")
		fmt.Fprintln(stdout, "Each flag can come as a variable, such as DEVSERVER_AS_PORT. A flag wins over a variable, that over the file of --config.")
		flags.SetOutput(stdout)
		flags.PrintDefaults()
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("%w (--help lists the flags)", err)
	case flags.NArg() > 0:
		return nil, fmt.Errorf("unexpected argument %q: give flags alone (--help lists them)", flags.Arg(0))
	case (c.client == "") != (c.clientURL == ""):
		return nil, errors.New("--client and --origin go together: --client my-app --origin http://localhost:3000")
	}
	return c, nil
}

// load makes the configuration: the defaults, the file over them, the environment over that and the flags over all.
// It is called again whenever the file changes.
func (c *command) load() (config.Config, error) {
	cfg := config.Default()
	var file *config.File
	if c.configFile != "" {
		raw, err := os.ReadFile(c.configFile)
		if err != nil {
			return config.Config{}, fmt.Errorf("--config: %w", err)
		}
		if file, err = config.Read(c.configFile, raw, &cfg); err != nil {
			return config.Config{}, err
		}
	}
	flags := c.flags(&cfg)
	if err := errors.Join(fromEnvironment(flags, c.getenv), flags.Parse(c.args)); err != nil {
		return config.Config{}, err
	}
	if c.noControl {
		cfg.Control.Enabled = false
	}
	if c.client != "" {
		if err := cfg.AddClient(c.client, c.clientURL); err != nil {
			return config.Config{}, fmt.Errorf("--origin: %w", err)
		}
	}
	return cfg, explain(cfg.Validate(), flags, file)
}

// flags are all flags, with cfg's values as what they are without being set.
func (c *command) flags(cfg *config.Config) *flag.FlagSet {
	flags := flag.NewFlagSet("devserver", flag.ContinueOnError)
	flags.SetOutput(io.Discard) // errors are returned, and help is printed by parseCommand
	flags.StringVar(&c.configFile, "config", "", "YAML `file` that says what the flags do not; it is read again when it changes")
	flags.BoolVar(&c.printConfig, "print-config", false, "print the whole configuration as a file for --config, and end")
	flags.BoolVar(&c.printSchema, "print-schema", false, "print the JSON Schema of that file, and end")
	flags.IntVar(&cfg.Ports.Storefront, storefrontPortFlag, cfg.Ports.Storefront, "`port` of the storefront; 0 is any free one")
	flags.IntVar(&cfg.Ports.AuthorizationServer, asPortFlag, cfg.Ports.AuthorizationServer, "`port` of the authorization server; 0 is any free one")
	flags.IntVar(&cfg.Ports.IdentityProvider, idpPortFlag, cfg.Ports.IdentityProvider, "`port` of the identity provider; 0 is any free one")
	flags.Var(seconds{&cfg.Sessions.Idle}, "idle", "`time` that a session lives after its last touch")
	flags.Var(seconds{&cfg.Sessions.Absolute}, "absolute", "`time` that a session lives after the login, whatever happens")
	flags.Var(seconds{&cfg.IDTokenLifetime}, "id-token", "`time` that an ID token lives")
	flags.Var(seconds{&cfg.AccessTokenLifetime}, "access-token", "`time` that an access token lives")
	flags.StringVar(&c.client, "client", "", "`id` of your own app, to be registered with --origin")
	flags.StringVar(&c.clientURL, "origin", "", "`URL` of your own app: its callback, logout and web origins are made of it")
	flags.StringVar(&cfg.Issuer, "issuer", cfg.Issuer, "`URL` that names the authorization server in tokens; made of its port without")
	flags.StringVar(&cfg.PublicURL, "public-url", cfg.PublicURL, "`URL` where browsers find it, if that is not the issuer: behind a proxy, below a path")
	flags.StringVar(&cfg.StorefrontURL, "storefront-url", cfg.StorefrontURL, "`origin` where browsers find the storefront, if not by its port")
	flags.StringVar(&cfg.IdentityProvider.Issuer, "idp-issuer", cfg.IdentityProvider.Issuer, "`URL` where browsers find the identity provider, if not by its port")
	flags.BoolVar(&cfg.TLS, "tls", cfg.TLS, "serve https, by a certificate authority made for this run")
	flags.StringVar(&cfg.CAOut, "ca-out", cfg.CAOut, "`file` for the certificate of that authority, rather than a new one")
	flags.BoolVar(&cfg.Hosts, "hosts", cfg.Hosts, "give the origins names: "+config.StorefrontHost+", "+config.AuthorizationServerHost+", "+config.IdentityProviderHost)
	flags.BoolVar(&cfg.Public, "public", cfg.Public, "allow URLs that others can reach; every page then says that any password works")
	flags.BoolVar(&c.noControl, "no-control", false, "leave out /__mock/, by which tests age sessions and order faults")
	flags.BoolVar(&cfg.Log.Requests, "log-requests", cfg.Log.Requests, "log each request, secrets hidden")
	flags.BoolVar(&cfg.Log.Secrets, "log-secrets", cfg.Log.Secrets, "log tokens, codes, cookies and passwords in clear")
	flags.StringVar(&cfg.Log.Format, "log-format", cfg.Log.Format, "`text or json`")
	flags.StringVar(&cfg.Dist, "dist", cfg.Dist, "`folder` of the built module; without, "+standardModule)
	return flags
}

// fieldFlags are the flags that set a field which can be wrong in itself.
var fieldFlags = map[string]string{
	"ports.storefront": storefrontPortFlag, "ports.authorization_server": asPortFlag, "ports.identity_provider": idpPortFlag,
	"issuer": "issuer", "public_url": "public-url", "storefront_url": "storefront-url", "identity_provider.issuer": "idp-issuer",
	"ca_out": "ca-out", "log.format": "log-format",
}

// explain says of each problem where it was said: by a flag, in its variable, or at a place of the file.
func explain(err error, flags *flag.FlagSet, file *config.File) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return err
	}
	set := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { set[f.Name] = true })
	var all []error
	for _, err := range joined.Unwrap() {
		var problem config.Problem
		if errors.As(err, &problem) && set[fieldFlags[problem.Field]] {
			all = append(all, fmt.Errorf("--%s: %s", fieldFlags[problem.Field], problem.What))
			continue
		}
		all = append(all, file.Explain(err))
	}
	return errors.Join(all...)
}

// variableOf is the environment variable that stands in for a flag, so that `make run` can be told without a command
// line.
func variableOf(flag string) string {
	return "DEVSERVER_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

func fromEnvironment(flags *flag.FlagSet, getenv func(string) string) error {
	var wrong error
	flags.VisitAll(func(f *flag.Flag) {
		variable := variableOf(f.Name)
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

// seconds is a flag that takes whole seconds: tokens and /config.json count in them.
type seconds struct{ *time.Duration }

func (s seconds) String() string {
	if s.Duration == nil { // the flag package asks a zero value
		return ""
	}
	return s.Duration.String()
}

func (s seconds) Set(text string) error {
	d, err := time.ParseDuration(text)
	if err != nil || d < time.Second || d%time.Second != 0 {
		return errors.New("give whole seconds, 1s or more, as in 300s or 12h")
	}
	*s.Duration = d
	return nil
}
