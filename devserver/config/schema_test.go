package config

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/spa-session/spa-session/devserver/authserver"
)

var update = flag.Bool("update", false, "write schema.json anew, from the Go types and their comments")

// The schema is the Go types: their fields, their comments, and what a value may be.
func TestSchemaIsTheGoTypes(t *testing.T) {
	s := object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "Configuration of the spa-session dev server",
	}
	generator{docs: docs(t, ".", "../authserver", "../idp")}.describeStruct(s, configType, false)
	want, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile("schema.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(want, Schema) {
		t.Error("schema.json is not what the Go types say: go test ./devserver/config -run Schema -update")
	}
}

type object = map[string]any

type generator struct{ docs map[string]string }

var choices = map[reflect.Type][]string{
	reflect.TypeFor[authserver.Plan]():             {string(authserver.SelfService), string(authserver.Enterprise)},
	reflect.TypeFor[authserver.CookieMode]():       {string(authserver.Persistent), string(authserver.NonPersistent)},
	reflect.TypeFor[authserver.MFAPolicy]():        {string(authserver.StepUp), string(authserver.Always)},
	reflect.TypeFor[authserver.LocalhostConsent](): {string(authserver.LocalhostLegacy), string(authserver.LocalhostConfirm)},
	reflect.TypeFor[authserver.Initiator](): {
		string(authserver.RPLogout), string(authserver.SessionExpired), string(authserver.SessionRevoked),
		string(authserver.PasswordChanged), string(authserver.EmailIdentifierChanged), string(authserver.AccountDeleted),
	},
}

func (g generator) describe(t reflect.Type, listItem bool) object {
	s := object{}
	switch {
	case t == durationType:
		s["type"], s["pattern"] = "string", `^(unlimited|-?([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+|0)$`
	case choices[t] != nil:
		s["enum"] = choices[t]
	case t.Kind() == reflect.Struct:
		g.describeStruct(s, t, listItem)
	case t.Kind() == reflect.Slice:
		s["type"], s["items"] = "array", g.describe(t.Elem(), true)
	case t.Kind() == reflect.Map:
		s["type"] = "object"
	case t.Kind() == reflect.Int:
		s["type"] = "integer"
	case t.Kind() == reflect.Bool:
		s["type"] = "boolean"
	default:
		s["type"] = "string"
	}
	return s
}

// describeStruct asks for the fields of a list's item that have no default; all else may be left out.
func (g generator) describeStruct(s object, t reflect.Type, listItem bool) {
	properties, required := object{}, []string{}
	for i := range t.NumField() {
		field := t.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if name == "-" {
			continue
		}
		property := g.describe(field.Type, false)
		if doc := g.docs[t.String()+"."+field.Name]; doc != "" {
			if about, begins := strings.CutPrefix(doc, field.Name+" "); begins {
				doc = name + " " + about
			}
			property["description"] = doc
		}
		properties[name] = property
		if options == "" {
			required = append(required, name)
		}
	}
	s["type"], s["properties"], s["additionalProperties"] = "object", properties, false
	if listItem && len(required) > 0 {
		s["required"] = required
	}
}

// docs are the comments of all fields, by type and field.
func docs(t *testing.T, folders ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				spec, ok := n.(*ast.TypeSpec)
				if !ok {
					return true
				}
				if s, ok := spec.Type.(*ast.StructType); ok {
					docsOfStruct(found, file.Name.Name+"."+spec.Name.Name, s)
				}
				return true
			})
		}
	}
	return found
}

func docsOfStruct(found map[string]string, typeName string, s *ast.StructType) {
	for _, field := range s.Fields.List {
		text := strings.Join(strings.Fields(field.Doc.Text()+" "+field.Comment.Text()), " ")
		for _, name := range field.Names {
			found[typeName+"."+name.Name] = text
		}
	}
}

// Every field that a file can name has a name of the file's own making.
func TestEveryFieldHasAName(t *testing.T) {
	var walk func(string, reflect.Type)
	walk = func(path string, typ reflect.Type) {
		switch {
		case typ == durationType:
		case typ.Kind() == reflect.Slice:
			walk(path, typ.Elem())
		case typ.Kind() == reflect.Struct:
			for i := range typ.NumField() {
				f := typ.Field(i)
				if nameOf(f) == "" {
					t.Errorf("%s.%s has no yaml tag: name it as Auth0 or the RFC does, or leave it out with yaml:\"-\"", path, f.Name)
				}
				walk(path+"."+f.Name, f.Type)
			}
		}
	}
	walk("Config", configType)
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// validates asks a library that knows the schema alone.
func validates(t *testing.T, schema *jsonschema.Schema, file string) error {
	t.Helper()
	asJSON, err := yaml.YAMLToJSON([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(v)
}

func TestSchemaTakesWhatIsPrinted(t *testing.T) {
	schema := compileSchema(t)
	for name, c := range printed(t) {
		var out strings.Builder
		if err := c.Print(&out); err != nil {
			t.Fatal(err)
		}
		if err := validates(t, schema, out.String()); err != nil {
			t.Errorf("%s: %v\n%s", name, err, out.String())
		}
	}
}

// What Read refuses, an editor marks, too.
func TestSchemaRefusesWhatReadRefuses(t *testing.T) {
	schema := compileSchema(t)
	for _, tc := range wrongShapes {
		if !tc.yamlOnly && validates(t, schema, tc.file) == nil {
			t.Errorf("the schema takes:\n%s", tc.file)
		}
	}
}
