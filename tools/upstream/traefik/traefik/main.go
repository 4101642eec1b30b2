// Command traefik is Traefik as the controller of Ingresses and of gateways that hand TLS on unopened, for tests: its own providers and its
// own router of connections. It has no HTTP, no certificates and no pages; the modules of those are not to be had everywhere.
//
//	traefik [-ingresses :443] [-gateways :9443] -address IP     by the kubeconfig that KUBECONFIG names
package main

import (
	"context"
	"flag"
	"log"
	"net"
	"os/signal"
	"syscall"
	"time"

	ptypes "github.com/traefik/paerser/types"
	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/config/runtime"
	"github.com/traefik/traefik/v3/pkg/provider/kubernetes/gateway"
	ingressnginx "github.com/traefik/traefik/v3/pkg/provider/kubernetes/ingress-nginx"
	"github.com/traefik/traefik/v3/pkg/safe"
	"github.com/traefik/traefik/v3/pkg/server/provider"
	tcprouter "github.com/traefik/traefik/v3/pkg/server/router/tcp"
	tcpservice "github.com/traefik/traefik/v3/pkg/server/service/tcp"
	"github.com/traefik/traefik/v3/pkg/tcp"
	traefiktls "github.com/traefik/traefik/v3/pkg/tls"
)

const (
	ingresses = "ingresses"
	gateways  = "gateways"
)

func main() {
	addresses := map[string]*string{
		ingresses: flag.String(ingresses, ":443", "where Ingresses are served"),
		gateways:  flag.String(gateways, ":9443", "where gateways are"),
	}
	address := flag.String("address", "", "the address that gateways tell of")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	doors := map[string]*tcp.HandlerSwitcher{}
	for name, at := range addresses {
		doors[name] = open(*at)
	}
	messages := make(chan dynamic.Message)
	pool := safe.NewPool(ctx)
	watch(pool, messages, *addresses[gateways], *address)
	told := map[string]*dynamic.Configuration{}
	for {
		select {
		case message := <-messages:
			told[message.ProviderName] = message.Configuration
			route(ctx, merged(told), doors)
		case <-ctx.Done():
			return
		}
	}
}

// open listens there; connections go where the switch points.
func open(at string) *tcp.HandlerSwitcher {
	listener, err := net.Listen("tcp", at)
	if err != nil {
		log.Fatal(err)
	}
	door := &tcp.HandlerSwitcher{}
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				log.Fatal(err)
			}
			go door.ServeTCP(connection.(*net.TCPConn))
		}
	}()
	return door
}

type source interface {
	Init() error
	Provide(messages chan<- dynamic.Message, pool *safe.Pool) error
}

// watch has both providers tell of what the cluster declares.
func watch(pool *safe.Pool, messages chan<- dynamic.Message, gatewaysAt, address string) {
	ofIngresses := &ingressnginx.Provider{}
	ofIngresses.SetDefaults()
	ofIngresses.HTTPSEntryPoint = ingresses
	ofIngresses.PublishStatusAddress = []string{address}
	ofGateways := &gateway.Provider{
		EntryPoints:   map[string]gateway.Entrypoint{gateways: {Address: gatewaysAt}},
		StatusAddress: &gateway.StatusAddress{IP: address},
	}
	ofGateways.SetDefaults()
	for _, each := range []source{ofIngresses, ofGateways} {
		if err := each.Init(); err != nil {
			log.Fatal(err)
		}
		if err := each.Provide(messages, pool); err != nil {
			log.Fatal(err)
		}
	}
}

// merged is what all providers say of TCP, each thing by its full name.
func merged(told map[string]*dynamic.Configuration) dynamic.Configuration {
	all := &dynamic.TCPConfiguration{
		Routers:  map[string]*dynamic.TCPRouter{},
		Services: map[string]*dynamic.TCPService{},
	}
	for name, one := range told {
		for key, router := range one.TCP.Routers {
			if len(router.EntryPoints) == 0 {
				router.EntryPoints = []string{gateways}
			}
			all.Routers[provider.MakeQualifiedName(name, key)] = router
		}
		for key, service := range one.TCP.Services {
			all.Services[provider.MakeQualifiedName(name, key)] = service
		}
	}
	return dynamic.Configuration{TCP: all}
}

type noMiddlewares struct{}

func (noMiddlewares) BuildChain(context.Context, []string) *tcp.Chain { return &tcp.Chain{} }

// route points the doors where that says.
func route(ctx context.Context, wanted dynamic.Configuration, doors map[string]*tcp.HandlerSwitcher) {
	dialers := tcp.NewDialerManager(nil)
	dialers.Update(map[string]*dynamic.TCPServersTransport{
		"default@internal": {DialTimeout: ptypes.Duration(30 * time.Second), DialKeepAlive: ptypes.Duration(15 * time.Second)},
	})
	certificates := traefiktls.NewManager(nil)
	certificates.UpdateConfigs(ctx, nil, map[string]traefiktls.Options{"default": traefiktls.DefaultTLSOptions}, nil)
	config := runtime.NewConfig(wanted)
	manager := tcprouter.NewManager(
		config, tcpservice.NewManager(config, dialers), noMiddlewares{}, nil, nil, certificates, nil)
	for name, router := range manager.BuildHandlers(ctx, []string{ingresses, gateways}) {
		doors[name].Switch(router)
	}
	for name := range wanted.TCP.Routers {
		log.Print("leads: ", name, " ", wanted.TCP.Routers[name].Rule)
	}
}
