package main

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/mapplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

type node struct{}

type connection struct {
	Name       types.String `tfsdk:"name"`
	Endpoint   types.String `tfsdk:"endpoint"`
	CaCertHash types.String `tfsdk:"ca_cert_hash"`
	Kubeconfig types.String `tfsdk:"kubeconfig"`
}

type taint struct {
	Key    types.String `tfsdk:"key"`
	Value  types.String `tfsdk:"value"`
	Effect types.String `tfsdk:"effect"`
}

type nodeModel struct {
	ID               types.String `tfsdk:"id"`
	Cluster          connection   `tfsdk:"cluster"`
	Name             types.String `tfsdk:"name"`
	Labels           types.Map    `tfsdk:"labels"`
	Taints           []taint      `tfsdk:"taints"`
	KubeletExtraArgs types.Map    `tfsdk:"kubelet_extra_args"`
	PreJoinCommands  types.List   `tfsdk:"pre_join_commands"`
	PostJoinCommands types.List   `tfsdk:"post_join_commands"`
	Images           types.List   `tfsdk:"images"`
	PoweredOn        types.Bool   `tfsdk:"powered_on"`
	SkipAwait        types.Bool   `tfsdk:"skip_await"`
	Ready            types.Bool   `tfsdk:"ready"`
	Addresses        types.List   `tfsdk:"addresses"`
	KubeletVersion   types.String `tfsdk:"kubelet_version"`
}

var label = regexp.MustCompile(`^[a-z]([a-z0-9-]*[a-z0-9])?$`)

func (*node) Metadata(_ context.Context, request resource.MetadataRequest, answer *resource.MetadataResponse) {
	answer.TypeName = request.ProviderTypeName + "_node"
}

func replaced() []planmodifier.String {
	return []planmodifier.String{stringplanmodifier.RequiresReplace()}
}

func words(about string, modifiers ...planmodifier.List) schema.ListAttribute {
	return schema.ListAttribute{Optional: true, ElementType: types.StringType, PlanModifiers: modifiers, MarkdownDescription: about}
}

func (*node) Schema(_ context.Context, _ resource.SchemaRequest, answer *resource.SchemaResponse) {
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	answer.Schema = schema.Schema{
		MarkdownDescription: "A private node.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{Computed: true, PlanModifiers: kept},
			"cluster": schema.SingleNestedAttribute{
				Required: true,
				Attributes: map[string]schema.Attribute{
					"name":         schema.StringAttribute{Required: true, PlanModifiers: replaced()},
					"endpoint":     schema.StringAttribute{Required: true, PlanModifiers: replaced()},
					"ca_cert_hash": schema.StringAttribute{Required: true, PlanModifiers: replaced()},
					"kubeconfig":   schema.StringAttribute{Required: true, Sensitive: true},
				},
			},
			"name": schema.StringAttribute{Optional: true, Computed: true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace(), stringplanmodifier.UseStateForUnknown()}},
			"labels": schema.MapAttribute{Optional: true, ElementType: types.StringType},
			"taints": schema.ListNestedAttribute{
				Optional: true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"key":    schema.StringAttribute{Required: true},
					"value":  schema.StringAttribute{Optional: true},
					"effect": schema.StringAttribute{Required: true},
				}},
			},
			"kubelet_extra_args": schema.MapAttribute{Optional: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.Map{mapplanmodifier.RequiresReplace()}},
			"pre_join_commands":  words("Before it joins.", listplanmodifier.RequiresReplace()),
			"post_join_commands": words("After it has joined.", listplanmodifier.RequiresReplace()),
			"images":             words("Image archives.", listplanmodifier.RequiresReplace()),
			"powered_on":         schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(true)},
			"skip_await":         schema.BoolAttribute{Optional: true, Computed: true, Default: booldefault.StaticBool(false)},
			"ready":              schema.BoolAttribute{Computed: true},
			"addresses": schema.ListAttribute{Computed: true, ElementType: types.StringType,
				PlanModifiers: []planmodifier.List{listplanmodifier.UseStateForUnknown()}},
			"kubelet_version": schema.StringAttribute{Computed: true, PlanModifiers: kept},
		},
	}
}

func (*node) ValidateConfig(ctx context.Context, request resource.ValidateConfigRequest, answer *resource.ValidateConfigResponse) {
	var name types.String
	answer.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	if known := name.ValueString(); known != "" && !label.MatchString(known) {
		answer.Diagnostics.AddAttributeError(path.Root("name"), "Invalid value for name", known+" is no name of a node")
	}
}

func (*node) Create(ctx context.Context, request resource.CreateRequest, answer *resource.CreateResponse) {
	var model nodeModel
	answer.Diagnostics.Append(request.Plan.Get(ctx, &model)...)
	if model.Name.IsUnknown() {
		model.Name = types.StringValue("node")
	}
	model.ID = types.StringValue(model.Cluster.Name.ValueString() + "/" + model.Name.ValueString())
	model.Ready = model.PoweredOn
	model.Addresses = types.ListNull(types.StringType)
	model.KubeletVersion = types.StringValue("v1.36.0")
	answer.Diagnostics.Append(answer.State.Set(ctx, &model)...)
}

func (*node) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (*node) Update(ctx context.Context, request resource.UpdateRequest, answer *resource.UpdateResponse) {
	var model nodeModel
	answer.Diagnostics.Append(request.Plan.Get(ctx, &model)...)
	model.Ready = model.PoweredOn
	answer.Diagnostics.Append(answer.State.Set(ctx, &model)...)
}

func (*node) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
