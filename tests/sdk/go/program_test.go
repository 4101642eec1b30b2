package shop

import (
	"reflect"
	"sync"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type mocks struct {
	sync.Mutex
	seen  map[string]resource.PropertyMap
	calls []pulumi.MockCallArgs
}

func properties(of map[string]any) resource.PropertyMap { return resource.NewPropertyMapFromMap(of) }

func (m *mocks) NewResource(args pulumi.MockResourceArgs) (string, resource.PropertyMap, error) {
	m.Lock()
	defer m.Unlock()
	m.seen[args.TypeToken] = args.Inputs
	outputs := args.Inputs.Copy()
	more := map[string]map[string]any{
		"mooring:index:VirtualCluster": {"connection": map[string]any{
			"name": "shop", "endpoint": "https://10.76.0.2:8443", "caCertHash": "sha256:00", "kubeconfig": "secret"}},
		"mooring:local:NodePool":  {"nodeNames": []any{"workers-0", "workers-1"}},
		"mooring:index:JoinToken": {"token": "abcdef.0123456789abcdef"},
	}
	for name, value := range properties(more[args.TypeToken]) {
		outputs[name] = value
	}
	return args.Name + "-id", outputs, nil
}

func (m *mocks) Call(args pulumi.MockCallArgs) (resource.PropertyMap, error) {
	m.Lock()
	defer m.Unlock()
	m.calls = append(m.calls, args)
	return properties(map[string]any{"userData": "#cloud-config"}), nil
}

func TestTheProgramRegistersWhatItSays(t *testing.T) {
	m := &mocks{seen: map[string]resource.PropertyMap{}}
	var nodes []string
	var document string
	err := pulumi.RunErr(func(ctx *pulumi.Context) error {
		made, err := program(ctx)
		if err != nil {
			return err
		}
		done := pulumi.All(made.nodes, made.userData).ApplyT(func(values []any) string {
			nodes, document = values[0].([]string), values[1].(string)
			return ""
		})
		ctx.Export("done", done)
		return nil
	}, pulumi.WithMocks("project", "stack", m))
	if err != nil {
		t.Fatal(err)
	}

	equal(t, nodes, []string{"workers-0", "workers-1"})
	equal(t, document, "#cloud-config")
	equal(t, len(m.seen), 4)
	pool := m.seen["mooring:local:NodePool"].Mappable()
	equal(t, pool["replicas"], 2.0)
	equal(t, pool["taints"], []any{map[string]any{"key": "dedicated", "value": "web", "effect": "NoSchedule"}})
	equal(t, m.seen["mooring:index:VirtualCluster"].Mappable()["host"], map[string]any{"standalone": map[string]any{"local": map[string]any{}}})
	machine := m.seen["mooring:aws:NodePool"].Mappable()["machine"].(map[string]any)
	equal(t, machine["rootVolume"], map[string]any{"sizeGiB": 40.0})
	equal(t, m.seen["mooring:index:JoinToken"].Mappable()["singleUse"], true)
	equal(t, len(m.calls), 1)
	equal(t, m.calls[0].Token, "mooring:index:getUserData")
}

func equal(t *testing.T, found, wanted any) {
	t.Helper()
	if !reflect.DeepEqual(found, wanted) {
		t.Errorf("found %v, wanted %v", found, wanted)
	}
}
