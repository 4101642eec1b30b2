// Command registry is upstream's registry of OCI artifacts on a free port of loopback, or of another address, for tests: it says where in a
// line, keeps what it is given below a directory, lets manifests be deleted, and ends with its standard input.
//
//	registry [-listen ADDRESS] DIRECTORY [USER:PASSWORD]
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/distribution/distribution/v3/configuration"
	_ "github.com/distribution/distribution/v3/registry/auth/htpasswd"
	"github.com/distribution/distribution/v3/registry/handlers"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/filesystem"
	"github.com/sirupsen/logrus"
	"golang.org/x/crypto/bcrypt"
)

func main() {
	address := flag.String("listen", "127.0.0.1", "the address to listen on")
	flag.Parse()
	if err := serve(*address, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "registry:", err)
		os.Exit(1)
	}
}

func serve(address string, args []string) error {
	if len(args) < 1 || len(args) > 2 {
		return fmt.Errorf("usage: registry [-listen ADDRESS] DIRECTORY [USER:PASSWORD]")
	}
	config := &configuration.Configuration{
		Storage: configuration.Storage{
			"filesystem": {"rootdirectory": filepath.Join(args[0], "data")},
			"delete":     {"enabled": true},
		},
	}
	config.HTTP.Secret = "of this process alone"
	config.Log.AccessLog.Disabled = true
	config.Log.Level = "panic"
	logrus.SetOutput(io.Discard)
	if len(args) == 2 {
		file := filepath.Join(args[0], "htpasswd")
		if err := writeLogin(file, args[1]); err != nil {
			return err
		}
		config.Auth = configuration.Auth{"htpasswd": {"realm": "registry", "path": file}}
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(address, "0"))
	if err != nil {
		return err
	}
	app := handlers.NewApp(context.Background(), config)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	fmt.Println(listener.Addr())
	return http.Serve(listener, app)
}

func writeLogin(file, login string) error {
	user, password, found := strings.Cut(login, ":")
	if !found {
		return fmt.Errorf("the login should be USER:PASSWORD")
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(password), bcrypt.MinCost)
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(user+":"+string(hash)+"\n"), 0o600)
}
