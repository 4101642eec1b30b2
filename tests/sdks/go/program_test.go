// A program of the Go SDK, run under Pulumi's own mocks.
package program

import (
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"mooring.io/sdk/go/mooring"
	"mooring.io/sdk/go/mooring/local"
)

var connection = map[string]any{
	"name":       "shop",
	"endpoint":   "https://10.0.0.1:8443",
	"caCertHash": "sha256:00",
	"kubeconfig": "kind: Config",
}

// Keeps what a program registers and calls. The engine's side may be called by several goroutines.
type recorder struct {
	lock       sync.Mutex
	registered map[string]pulumi.MockResourceArgs
	called     map[string]map[string]any
}

func newRecorder() *recorder {
	return &recorder{registered: map[string]pulumi.MockResourceArgs{}, called: map[string]map[string]any{}}
}

func (r *recorder) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.registered[args.Name] = args
	outputs := args.Inputs.Copy()
	outputs["connection"] = resource.NewObjectProperty(resource.NewPropertyMapFromMap(connection))
	outputs["nodeNames"] = resource.NewPropertyValue([]any{"workers-0", "workers-1"})
	return args.Name + "-id", outputs, nil
}

func (r *recorder) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	r.lock.Lock()
	defer r.lock.Unlock()
	r.called[args.Token] = args.Args.Mappable()
	return resource.NewPropertyMapFromMap(map[string]any{"name": "shop", "ready": true}), nil
}

func TestAClusterAndANodePoolAreRegisteredWithTheInputsOfTheProgram(t *testing.T) {
	seen := newRecorder()
	var names []string
	var ready bool
	var lock sync.Mutex

	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		shop, err := mooring.NewVirtualCluster(ctx, "shop", &mooring.VirtualClusterArgs{
			Name: pulumi.String("shop"),
			Host: &mooring.HostArgs{
				Standalone: &mooring.StandaloneHostArgs{
					Local: &mooring.LocalHostArgs{DataDir: pulumi.String("/srv/shop")},
				},
			},
			Config: pulumi.Map{"privateNodes": pulumi.Map{"enabled": pulumi.Bool(true)}},
		})
		if err != nil {
			return err
		}
		workers, err := local.NewNodePool(ctx, "workers", &local.NodePoolArgs{
			Cluster:  shop.Connection.Elem(),
			Replicas: pulumi.Int(2),
			Labels:   pulumi.StringMap{"tier": pulumi.String("web")},
			Taints: mooring.TaintArray{&mooring.TaintArgs{
				Key: pulumi.String("dedicated"), Value: pulumi.String("web"), Effect: pulumi.String("NoSchedule"),
			}},
			KubeletExtraArgs: pulumi.StringMap{"max-pods": pulumi.String("50")},
		})
		if err != nil {
			return err
		}
		found, err := mooring.GetVirtualCluster(ctx, &mooring.GetVirtualClusterArgs{Name: "shop"})
		if err != nil {
			return err
		}
		ready = found.Ready
		workers.NodeNames.ApplyT(func(made []string) error {
			lock.Lock()
			defer lock.Unlock()
			names = made
			return nil
		})
		return nil
	}, pulumi.WithMocks("project", "stack", seen))

	if err != nil {
		t.Fatal(err)
	}
	equal(t, "the nodes' names", names, []string{"workers-0", "workers-1"})
	equal(t, "ready", ready, true)
	equal(t, "the cluster's type", seen.registered["shop"].TypeToken, "mooring:index:VirtualCluster")
	equal(t, "the cluster's inputs", inputs(seen, "shop"), map[string]any{
		"name":      "shop",
		"host":      map[string]any{"standalone": map[string]any{"local": map[string]any{"dataDir": "/srv/shop"}}},
		"config":    map[string]any{"privateNodes": map[string]any{"enabled": true}},
		"skipAwait": false,
	})
	equal(t, "the pool's type", seen.registered["workers"].TypeToken, "mooring:local:NodePool")
	equal(t, "the pool's inputs", inputs(seen, "workers"), map[string]any{
		"cluster":          connection,
		"replicas":         2.0,
		"labels":           map[string]any{"tier": "web"},
		"taints":           []any{map[string]any{"key": "dedicated", "value": "web", "effect": "NoSchedule"}},
		"kubeletExtraArgs": map[string]any{"max-pods": "50"},
		"poweredOn":        true,
		"skipAwait":        false,
	})
	equal(t, "what was called", seen.called, map[string]map[string]any{
		"mooring:index:getVirtualCluster": {"name": "shop"},
	})
}

func TestAnArgumentThatIsMissingIsNamed(t *testing.T) {
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		_, err := local.NewNodePool(ctx, "bad", &local.NodePoolArgs{})
		return err
	}, pulumi.WithMocks("project", "stack", newRecorder()))

	if err == nil || !strings.Contains(err.Error(), "invalid value for required argument 'Cluster'") {
		t.Errorf("got %v", err)
	}
}

// What was registered as plain values: a secret as what it hides.
func inputs(seen *recorder, name string) map[string]any {
	return seen.registered[name].Inputs.MapRepl(nil, func(value resource.PropertyValue) (any, bool) {
		if value.IsSecret() {
			return value.SecretValue().Element.MapRepl(nil, nil), true
		}
		return nil, false
	})
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
