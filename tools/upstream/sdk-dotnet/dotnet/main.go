// Writes the SDK of .NET of a Pulumi package schema: DIRECTORY/dotnet. It is a module of its own because newer releases of Pulumi have
// no generator for it, and older ones have generators of other languages that a newer Go misleads (../sdk).
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/pulumi/pulumi/pkg/v3/codegen/dotnet"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

func main() {
	if len(os.Args) != 3 {
		fail(fmt.Errorf("usage: mooring-sdk-dotnet SCHEMA.JSON DIRECTORY"))
	}
	if err := write(os.Args[1], filepath.Join(os.Args[2], "dotnet")); err != nil {
		fail(err)
	}
}

func write(file, directory string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var spec schema.PackageSpec
	if err := json.Unmarshal(text, &spec); err != nil {
		return fmt.Errorf("reading %s: %w", file, err)
	}
	pkg, problems, err := schema.BindSpec(spec, nil, schema.ValidationOptions{})
	if err != nil {
		return err
	}
	if problems.HasErrors() {
		return problems
	}
	// The generator fetches the package's logo, or Pulumi's from the network; this machine need not have one.
	logo, err := serveLogo()
	if err != nil {
		return err
	}
	pkg.LogoURL = logo
	files, err := dotnet.GeneratePackage("mooring", pkg, nil, nil)
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

// A picture of one point, until this process ends.
func serveLogo() (string, error) {
	var picture bytes.Buffer
	if err := png.Encode(&picture, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		return "", err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	go http.Serve(listener, http.HandlerFunc(func(answer http.ResponseWriter, _ *http.Request) {
		answer.Write(picture.Bytes())
	}))
	return "http://" + listener.Addr().String() + "/logo.png", nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "mooring-sdk-dotnet:", err)
	os.Exit(1)
}
