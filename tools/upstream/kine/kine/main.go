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
		arguments[at] = flag + os.Getenv(variable)
	}
	if err := app.New().Run(arguments); err != nil && !errors.Is(err, context.Canceled) {
		logrus.Fatal(err)
	}
}
