// The three parts of a control plane that Kubernetes gives, in one program; the name it is called by tells which.
// They share most of their code: as one file they take half the disk, and on a machine that runs all three a fifth less memory.
package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"time"
	_ "time/tzdata" // time zones of CronJobs

	"github.com/spf13/cobra"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
)

// A start makes much garbage around little that stays, and a collection costs it a processor that it needs itself. So the one who starts
// it may say in MOORING_START_GOGC how far the heap may grow meanwhile, up to twice GOMEMLIMIT. Then GOGC and GOMEMLIMIT are in force, and
// what the start needed is given back.
const startTakes = 20 * time.Second

func spareCollections() {
	percent, err := strconv.Atoi(os.Getenv("MOORING_START_GOGC"))
	if err != nil {
		return
	}
	afterwards, limit := debug.SetGCPercent(percent), debug.SetMemoryLimit(-1)
	if limit < math.MaxInt64/2 {
		debug.SetMemoryLimit(2 * limit)
	}
	time.AfterFunc(startTakes, func() {
		debug.SetGCPercent(afterwards)
		debug.SetMemoryLimit(limit)
		debug.FreeOSMemory()
	})
}

func main() {
	spareCollections()
	commands := map[string]func() *cobra.Command{
		"kube-apiserver":          apiserver.NewAPIServerCommand,
		"kube-controller-manager": controllers.NewControllerManagerCommand,
		"kube-scheduler":          func() *cobra.Command { return scheduler.NewSchedulerCommand() },
	}
	command, known := commands[filepath.Base(os.Args[0])]
	if !known {
		fmt.Fprintf(os.Stderr, "%s: call this program as kube-apiserver, kube-controller-manager or kube-scheduler\n", os.Args[0])
		os.Exit(2)
	}
	os.Exit(cli.Run(command()))
}
