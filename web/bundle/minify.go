package bundle

import (
	"errors"
	"fmt"
	"path"

	"github.com/evanw/esbuild/pkg/api"
)

// bundled is the loader as it ships: one file of what the entry leads to, minified. Each
// request of its own would cost the page's main thread 2 ms (traced, with two cores), and
// files by themselves are compressed less well. What is loaded later, and is no part of
// it, is named as it was: "./x.js". support is what stands for wasm_exec.js, if that is
// part of it.
func bundled(entry, support string, later []string) ([]byte, error) {
	standIn := api.Plugin{Name: supportName, Setup: func(build api.PluginBuild) {
		if support == "" {
			return
		}
		build.OnResolve(api.OnResolveOptions{Filter: `^\./wasm_exec\.js$`}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
			return api.OnResolveResult{Path: support}, nil
		})
	}}
	result := api.Build(api.BuildOptions{
		EntryPoints:       []string{entry},
		Bundle:            true,
		Plugins:           []api.Plugin{standIn},
		External:          later,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
	})
	if err := complaint(result.Errors); err != nil {
		return nil, err
	}
	return result.OutputFiles[0].Contents, nil
}

// minified is a script or a style sheet by itself, without comments and white space.
func minified(name string, source []byte) ([]byte, error) {
	options := api.TransformOptions{
		Sourcefile:        name,
		Loader:            api.LoaderJS,
		Target:            api.ES2022,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
	}
	if path.Ext(name) == ".css" {
		options.Loader = api.LoaderCSS
		options.Target = api.ESNext // it is written for the browsers that we have
	}
	result := api.Transform(string(source), options)
	return result.Code, complaint(result.Errors)
}

func complaint(found []api.Message) error {
	if len(found) == 0 {
		return nil
	}
	if at := found[0].Location; at != nil {
		return fmt.Errorf("%s:%d: %s", at.File, at.Line, found[0].Text)
	}
	return errors.New(found[0].Text)
}
