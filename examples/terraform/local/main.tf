# A virtual cluster on this machine, with private nodes. docs/terraform.md says how Terraform finds the provider.
terraform {
  required_providers {
    mooring = { source = "mooring/mooring" }
  }
}

variable "name" {
  description = "What the cluster is called."
  default     = "example"
}

variable "nodes" {
  description = "How many nodes it has."
  type        = number
  default     = 1
}

variable "images" {
  description = "Image archives that the nodes have from their start."
  type        = list(string)
  default     = []
}

resource "mooring_virtual_cluster" "this" {
  name   = var.name
  host   = { standalone = { local = {} } }
  config = { privateNodes = { enabled = true } }
}

resource "mooring_local_node_pool" "workers" {
  name     = "worker"
  cluster  = mooring_virtual_cluster.this.cluster_connection
  replicas = var.nodes
  images   = var.images
  labels   = { tier = "web" }
}

output "kubeconfig" {
  description = "terraform output -raw kubeconfig > kubeconfig"
  value       = mooring_virtual_cluster.this.kubeconfig
  sensitive   = true
}

output "node_names" {
  value = mooring_local_node_pool.workers.node_names
}
