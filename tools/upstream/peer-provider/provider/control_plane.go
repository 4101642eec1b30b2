package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type controlPlane struct{}

type controlPlaneModel struct {
	ID                types.String  `tfsdk:"id"`
	Name              types.String  `tfsdk:"name"`
	Host              types.Object  `tfsdk:"host"`
	Config            types.Dynamic `tfsdk:"config"`
	KubernetesVersion types.String  `tfsdk:"kubernetes_version"`
	SkipAwait         types.Bool    `tfsdk:"skip_await"`
	Paused            types.Bool    `tfsdk:"paused"`
	Endpoint          types.String  `tfsdk:"endpoint"`
	CaCertHash        types.String  `tfsdk:"ca_cert_hash"`
	Kubeconfig        types.String  `tfsdk:"kubeconfig"`
	Ready             types.Bool    `tfsdk:"ready"`
	LocalPort         types.Int64   `tfsdk:"local_port"`
	Drift             types.List    `tfsdk:"drift"`
	Warnings          types.List    `tfsdk:"warnings"`
}

func (*controlPlane) Metadata(_ context.Context, request resource.MetadataRequest, answer *resource.MetadataResponse) {
	answer.TypeName = request.ProviderTypeName + "_control_plane"
}

func texts(names ...string) map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for _, name := range names {
		attributes[name] = schema.StringAttribute{Optional: true}
	}
	return attributes
}

func (*controlPlane) Schema(_ context.Context, _ resource.SchemaRequest, answer *resource.SchemaResponse) {
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	standalone := map[string]schema.Attribute{
		"local": schema.SingleNestedAttribute{Optional: true, Attributes: texts("data_dir", "bin_dir", "service_manager")},
		"ssh":   schema.SingleNestedAttribute{Optional: true, Attributes: texts("address", "user", "private_key", "host_key")},
	}
	answer.Schema = schema.Schema{
		MarkdownDescription: "A control plane.",
		Attributes: map[string]schema.Attribute{
			"id":   schema.StringAttribute{Computed: true, PlanModifiers: kept},
			"name": schema.StringAttribute{Required: true, PlanModifiers: replaced()},
			"host": schema.SingleNestedAttribute{
				Required: true,
				Attributes: map[string]schema.Attribute{
					"kubernetes": schema.SingleNestedAttribute{Optional: true, Attributes: texts("namespace", "kubeconfig", "context", "image")},
					"standalone": schema.SingleNestedAttribute{Optional: true, Attributes: standalone},
				},
			},
			"config":             schema.DynamicAttribute{Optional: true},
			"kubernetes_version": schema.StringAttribute{Optional: true},
			"skip_await":         schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false)},
			"paused":             schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false)},
			"endpoint":           schema.StringAttribute{Computed: true, PlanModifiers: kept},
			"ca_cert_hash":       schema.StringAttribute{Computed: true, PlanModifiers: kept},
			"kubeconfig":         schema.StringAttribute{Computed: true, Sensitive: true, PlanModifiers: kept},
			"ready":              schema.BoolAttribute{Computed: true},
			"local_port":         schema.Int64Attribute{Computed: true},
			"drift":              schema.ListAttribute{Computed: true, ElementType: types.StringType},
			"warnings":           schema.ListAttribute{Computed: true, ElementType: types.StringType},
		},
	}
}

func (*controlPlane) Create(ctx context.Context, request resource.CreateRequest, answer *resource.CreateResponse) {
	var model controlPlaneModel
	answer.Diagnostics.Append(request.Plan.Get(ctx, &model)...)
	model.ID = model.Name
	for _, it := range []*types.String{&model.Endpoint, &model.CaCertHash, &model.Kubeconfig} {
		*it = types.StringValue("made")
	}
	model.Ready = types.BoolValue(true)
	model.LocalPort = types.Int64Value(8443)
	model.Drift = types.ListNull(types.StringType)
	model.Warnings = types.ListNull(types.StringType)
	answer.Diagnostics.Append(answer.State.Set(ctx, &model)...)
}

func (*controlPlane) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (*controlPlane) Update(ctx context.Context, request resource.UpdateRequest, answer *resource.UpdateResponse) {
	answer.State.Raw = request.Plan.Raw
}

func (*controlPlane) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
