// kine, told by its environment where the database is: that holds a password, and a command line can be read by everybody.
package main

import (
	"context"
	"errors"
	"os"
	"slices"

	"github.com/k3s-io/kine/pkg/app"
	"github.com/sirupsen/logrus"
)

const (
	flag     = "--endpoint="
	variable = "KINE_ENDPOINT"
)

func main() {
	arguments := slices.Clone(os.Args)
	if at := slices.Index(arguments, flag+"env://"+variable); at > 0 {
		endpoint := os.Getenv(variable)
		if endpoint == "" {
			// kine would take no endpoint for a new SQLite file in the directory it was started in.
			logrus.Fatalf("reading the endpoint of the database: the environment has no %s; set it, as in %s=sqlite:///var/lib/kine/state.db", variable, variable)
		}
		arguments[at] = flag + endpoint
	}
	if err := app.New().Run(arguments); err != nil && !errors.Is(err, context.Canceled) {
		logrus.Fatal(err)
	}
}
