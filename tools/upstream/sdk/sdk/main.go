// Writes the SDKs of a Pulumi package schema: DIRECTORY/nodejs, python and go, by Pulumi's own generators, without an engine or a
// language host. Java's generator is a program of its own (tools/sdk), and so is that of .NET (../sdk-dotnet).
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blang/semver"
	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "mooring"

// What the generated code imports; the generator leaves the module to whoever publishes it.
const goMod = `module mooring.io/sdk/go/mooring

go 1.23

require (
	github.com/blang/semver v3.5.1+incompatible
	github.com/pulumi/pulumi/sdk/v3 v3.200.0
)
`

type generator func(*schema.Package) (map[string][]byte, error)

var generators = map[string]generator{
	"nodejs": func(pkg *schema.Package) (map[string][]byte, error) {
		return nodejs.GeneratePackage(tool, pkg, nil, nil, false, nil)
	},
	"python": func(pkg *schema.Package) (map[string][]byte, error) {
		return python.GeneratePackage(tool, pkg, nil, nil)
	},
	"go": func(pkg *schema.Package) (map[string][]byte, error) {
		files, err := gogen.GeneratePackage(tool, pkg, nil)
		if err == nil {
			files[pkg.Name+"/go.mod"] = []byte(goMod)
		}
		return files, err
	},
}

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: mooring-sdk SCHEMA.JSON DIRECTORY"))
	}
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		fail(err)
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		fail(fmt.Errorf("reading %s: %w", os.Args[1], err))
	}
	for language, generate := range generators {
		if err := write(spec, generate, filepath.Join(os.Args[2], language)); err != nil {
			fail(fmt.Errorf("writing the SDK of %s: %w", language, err))
		}
	}
}

// Binds the schema anew for each, because generators keep what is theirs in it.
func write(spec schema.PackageSpec, generate generator, directory string) error {
	pkg, problems, err := schema.BindSpec(spec, alone{}, schema.ValidationOptions{})
	if err != nil {
		return err
	}
	if problems.HasErrors() {
		return problems
	}
	files, err := generate(pkg)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(directory); err != nil {
		return err
	}
	for name, content := range files {
		file := filepath.Join(directory, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// A schema that refers to no other package needs none to be loaded.
type alone struct{}

func (alone) LoadPackage(name string, _ *semver.Version) (*schema.Package, error) {
	return nil, fmt.Errorf("the schema refers to package %s", name)
}

func (a alone) LoadPackageV2(_ context.Context, other *schema.PackageDescriptor) (*schema.Package, error) {
	return a.LoadPackage(other.Name, nil)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "mooring-sdk:", err)
	os.Exit(1)
}
