package main

import (
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/spa-session/spa-session/devserver/config"
)

// configurationChapter is what the README says under that heading.
func configurationChapter(t *testing.T) string {
	t.Helper()
	_, chapter, found := strings.Cut(readme(t), "\n## Configuration\n")
	if !found {
		t.Fatal("README.md has no chapter Configuration")
	}
	chapter, _, _ = strings.Cut(chapter, "\n## ")
	return chapter
}

func configurationPage(t *testing.T) string {
	t.Helper()
	raw, err := os.ReadFile("CONFIGURATION.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func TestReadmeNamesTheFlagsThereAre(t *testing.T) {
	chapter := configurationChapter(t)
	cfg := config.Default()
	flags := new(command).flags(&cfg)
	flags.VisitAll(func(f *flag.Flag) {
		if !strings.Contains(chapter, "`--"+f.Name+"`") {
			t.Errorf("--%s is not in the README", f.Name)
		}
	})
	chapter += configurationPage(t)
	for _, m := range regexp.MustCompile("[`\\s]--([a-z][a-z-]*)").FindAllStringSubmatch(chapter, -1) {
		if flags.Lookup(m[1]) == nil {
			t.Errorf("the README names --%s, which there is not", m[1])
		}
	}
	for _, m := range regexp.MustCompile(`DEVSERVER_[A-Z_]+`).FindAllString(chapter, -1) {
		if name := strings.ToLower(strings.ReplaceAll(strings.TrimPrefix(m, "DEVSERVER_"), "_", "-")); flags.Lookup(name) == nil {
			t.Errorf("the README names %s, which there is not", m)
		}
	}
}

func TestFileOfTheDocsIsRead(t *testing.T) {
	_, rest, _ := strings.Cut(configurationPage(t), "```yaml\n")
	file, rest, _ := strings.Cut(rest, "```")
	cfg := config.Default()
	read, err := config.Read("devserver.yaml", []byte(file), &cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := cfg.Validate(); err != nil || cfg.MFA != "always" || cfg.Clients[0].ID != "my-app" {
		t.Errorf("%v, %+v", err, cfg)
	}
	cfg.Clients[0].WebOrigins[0] += "/" // the mistake that the page shows
	if err := read.Explain(cfg.Validate()); err == nil || !strings.Contains(rest, err.Error()) {
		t.Errorf("CONFIGURATION.md shows another error than\n%v", err)
	}
}
