package main

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func readme(t *testing.T) string {
	t.Helper()
	content, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// Every request in the README's tables is one that the server knows.
func TestTheReadmeNamesRequestsThatExist(t *testing.T) {
	r := start(t)
	named := regexp.MustCompile("`(GET|POST|PATCH|DELETE) (/[^`]+)`").FindAllStringSubmatch(readme(t), -1)
	if len(named) < 40 {
		t.Fatalf("the tables have %d requests", len(named))
	}
	for _, request := range named {
		method, path := request[1], regexp.MustCompile(`{[a-z_]+}`).ReplaceAllString(request[2], "1")
		if path == "/__mock/events" {
			continue // it does not end; the tests of package control read it
		}
		resp, body := ask(t, http.DefaultClient, method, r.as+path, "{}", "Content-Type", "application/json")
		if resp.StatusCode == http.StatusMethodNotAllowed || strings.Contains(body, "The control API has") || strings.Contains(body, `"message":"Not Found"`) {
			t.Errorf("%s %s: status %d, %s", method, request[2], resp.StatusCode, body)
		}
	}
}

func TestTheReadmeQuotesWhatRuns(t *testing.T) {
	source, err := os.ReadFile("authserver/readme_test.go")
	if err != nil {
		t.Fatal(err)
	}
	code := string(source)[strings.Index(string(source), "func TestSessionEndsWhenIdle"):]
	if !strings.Contains(readme(t), "```go\n"+code+"```\n") {
		t.Error("README.md does not quote authserver/readme_test.go as it is")
	}
}

func TestTheReadmeLinksToWhatExists(t *testing.T) {
	for _, link := range regexp.MustCompile(`\]\(([^)]+)\)`).FindAllStringSubmatch(readme(t), -1) {
		if _, err := os.Stat(filepath.FromSlash(link[1])); err != nil && !strings.HasPrefix(link[1], "https://") {
			t.Errorf("README.md links to %s: %v", link[1], err)
		}
	}
	if lines := strings.Count(readme(t), "\n"); lines > 200 {
		t.Errorf("README.md has %d lines, and may have 200", lines)
	}
}
