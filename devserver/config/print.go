package config

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/spa-session/spa-session/devserver/authserver"
)

// Schema is the JSON Schema (draft 2020-12) of the file, for editors.
//
//go:embed schema.json
var Schema []byte

// Print writes the whole configuration as a file that Read takes, each field below a line that says what it is.
func (c Config) Print(w io.Writer) error {
	comments, err := comments()
	if err != nil {
		return err
	}
	out, err := yaml.MarshalWithOptions(c, yaml.CustomMarshaler(marshalDuration), yaml.IndentSequence(true), yaml.WithComment(comments))
	if err != nil {
		return fmt.Errorf("config: %w", err)
	}
	_, err = w.Write(out)
	return err
}

// comments are the descriptions that the schema has of the fields at the top.
func comments() (yaml.CommentMap, error) {
	var schema struct {
		Properties map[string]struct{ Description string }
	}
	if err := json.Unmarshal(Schema, &schema); err != nil {
		return nil, fmt.Errorf("config: the schema is no JSON: %w", err)
	}
	comments := yaml.CommentMap{}
	for name, property := range schema.Properties {
		comments["$."+name] = []*yaml.Comment{yaml.HeadComment(" " + property.Description)}
	}
	return comments, nil
}

// unlimited is how a file says authserver.Unlimited.
const unlimited = "unlimited"

func marshalDuration(d time.Duration) ([]byte, error) {
	if d == authserver.Unlimited {
		return []byte(unlimited), nil
	}
	s := d.String() // 12h0m0s
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return []byte(s), nil
}

func unmarshalDuration(d *time.Duration, raw []byte) (err error) {
	*d, err = parseDuration(strings.Trim(strings.TrimSpace(string(raw)), `"'`))
	return err
}

func parseDuration(s string) (time.Duration, error) {
	if s == unlimited {
		return authserver.Unlimited, nil
	}
	return time.ParseDuration(s)
}
