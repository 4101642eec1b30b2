// A Terraform provider as Go's framework has them written, with resources of the shape of mooring_node and mooring_control_plane, which make
// nothing. tools/bench-provider measures ours beside it.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

type peer struct{}

func (peer) Metadata(_ context.Context, _ provider.MetadataRequest, answer *provider.MetadataResponse) {
	answer.TypeName = "peer"
}

func (peer) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (peer) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (peer) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (peer) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return &node{} },
		func() resource.Resource { return &controlPlane{} },
	}
}

func main() {
	options := providerserver.ServeOpts{Address: "mooring.test/mooring/peer"}
	if err := providerserver.Serve(context.Background(), func() provider.Provider { return peer{} }, options); err != nil {
		log.Fatal(err)
	}
}
