# A virtual cluster in a host cluster, with private nodes on Google Cloud. docs/terraform.md says how Terraform finds the provider.
terraform {
  required_providers {
    mooring = { source = "mooring/mooring" }
  }
}

variable "project" {
  description = "Your project."
  type        = string
  default     = "my-project-1"
}

resource "mooring_virtual_cluster" "shop" {
  name = "shop"
  host = { kubernetes = { namespace = "tenants" } }
  config = {
    privateNodes = { enabled = true }
    controlPlane = { service = { spec = { type = "LoadBalancer" } } }
  }
}

resource "mooring_gcp_node_pool" "web" {
  name     = "web"
  cluster  = mooring_virtual_cluster.shop.cluster_connection
  replicas = 2
  labels   = { tier = "web" }
  machine = {
    project       = var.project
    region        = "europe-west1"
    machine_types = ["n2-standard-4", "n2d-standard-4"]
    image = {
      family  = "ubuntu-2404-lts-amd64"
      project = "ubuntu-os-cloud"
    }
    subnetwork     = "nodes"
    network_tags   = ["mooring-node"]
    capacity_types = ["spot", "on-demand"]
    boot_disk      = { size_gib = 64, type = "pd-balanced" }
  }
}

output "nodes" {
  value = mooring_gcp_node_pool.web.node_names
}

output "kubeconfig" {
  value     = mooring_virtual_cluster.shop.kubeconfig
  sensitive = true
}
