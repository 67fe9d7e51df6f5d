// Package config is the dev server's configuration: one YAML file, with a default for everything, that schema.json
// describes to editors.
//
// Its rules: what is wrong in a file is told with line, column, field and cure, all of it at once; an unknown field is
// an error, for it is a typing mistake; what Print writes, Parse reads as the same configuration. A URL of a client may
// begin with ${storefront}, which stands for the storefront's origin, so that a port is written once.
//
// It refuses anchors and aliases: a file says each thing where it belongs. It opens no port and starts no server.
package config
