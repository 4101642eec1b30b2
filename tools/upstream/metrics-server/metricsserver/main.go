// Command metrics-server is the metrics server of Kubernetes, for tests: its own scraper, store and API, with the API machinery of the release
// of Kubernetes that clusters are of, which its own command does not compile with. So it is built within seconds, of what is built already.
//
//	metrics-server -kubeconfig FILE [-port 4443] [-resolution 10s]     kubelets are not asked to prove who they are
package main

import (
	"context"
	"flag"
	"log"
	"net"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apiserver/pkg/endpoints/openapi"
	genericapiserver "k8s.io/apiserver/pkg/server"
	genericoptions "k8s.io/apiserver/pkg/server/options"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/component-base/compatibility"
	"sigs.k8s.io/metrics-server/pkg/api"
	generatedopenapi "sigs.k8s.io/metrics-server/pkg/api/generated/openapi"
	"sigs.k8s.io/metrics-server/pkg/scraper/client"
	"sigs.k8s.io/metrics-server/pkg/server"
)

func main() {
	kubeconfig := flag.String("kubeconfig", "", "whom to ask for nodes and pods, and whose certificate kubelets are shown")
	port := flag.Int("port", 4443, "where the API is served")
	resolution := flag.Duration("resolution", 10*time.Second, "how often kubelets are asked")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()

	cluster, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		log.Fatal(err)
	}
	config := server.Config{
		Apiserver:        apis(*port, *kubeconfig),
		Rest:             cluster,
		Kubelet:          kubelets(cluster),
		MetricResolution: *resolution,
		ScrapeTimeout:    *resolution * 9 / 10,
	}
	server, err := config.Complete()
	if err != nil {
		log.Fatal(err)
	}
	if err := server.RunUntil(ctx.Done()); err != nil {
		log.Fatal(err)
	}
}

// apis is who may ask, which the cluster says, and where.
func apis(port int, kubeconfig string) *genericapiserver.Config {
	config := genericapiserver.NewConfig(api.Codecs)
	serving := genericoptions.NewSecureServingOptions().WithLoopback()
	serving.BindPort = port
	serving.ServerCert.CertDirectory = ""
	authentication := genericoptions.NewDelegatingAuthenticationOptions()
	authentication.RemoteKubeConfigFile = kubeconfig
	authorization := genericoptions.NewDelegatingAuthorizationOptions()
	authorization.RemoteKubeConfigFile = kubeconfig
	config.EffectiveVersion = compatibility.NewEffectiveVersionFromString("0.7.2", "", "")
	names := openapi.NewDefinitionNamer(api.Scheme)
	config.OpenAPIConfig = genericapiserver.DefaultOpenAPIConfig(generatedopenapi.GetOpenAPIDefinitions, names)
	config.OpenAPIV3Config = genericapiserver.DefaultOpenAPIV3Config(generatedopenapi.GetOpenAPIDefinitions, names)
	for _, step := range []func() error{
		func() error {
			return serving.MaybeDefaultWithSelfSignedCerts("localhost", nil, []net.IP{net.IPv4(127, 0, 0, 1)})
		},
		func() error { return serving.ApplyTo(&config.SecureServing, &config.LoopbackClientConfig) },
		func() error {
			return authentication.ApplyTo(&config.Authentication, config.SecureServing, config.OpenAPIConfig)
		},
		func() error { return authorization.ApplyTo(&config.Authorization) },
	} {
		if err := step(); err != nil {
			log.Fatalf("serving on port %s: %v", strconv.Itoa(port), err)
		}
	}
	return config
}

// kubelets is how they are asked: at the address that pods reach them by.
func kubelets(cluster *rest.Config) *client.KubeletClientConfig {
	config := &client.KubeletClientConfig{
		Scheme:              "https",
		DefaultPort:         10250,
		AddressTypePriority: []corev1.NodeAddressType{corev1.NodeInternalIP},
		UseNodeStatusPort:   true,
		Client:              *rest.CopyConfig(cluster),
	}
	config.Client.Insecure = true
	config.Client.CAData, config.Client.CAFile = nil, ""
	return config
}
