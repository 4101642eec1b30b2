# A virtual cluster in Docker, and what a machine needs to join it. docs/terraform.md says how Terraform finds the provider, docs/docker-host.md
# what is in the engine. The engine is the one that DOCKER_HOST names, or this machine's.
terraform {
  required_providers {
    mooring = { source = "mooring/mooring" }
  }
}

variable "image" {
  description = "The archive that make image writes; its last line says where."
}

variable "address" {
  description = "Of the engine's machine, as nodes find it."
}

resource "mooring_virtual_cluster" "shop" {
  name   = "shop"
  host   = { docker = { image_archive = var.image, address = var.address } }
  config = { privateNodes = { enabled = true } }
}

resource "mooring_join_token" "guest" {
  cluster   = mooring_virtual_cluster.shop.cluster_connection
  ttl       = "24h"
  node_name = "guest"
}

data "mooring_user_data" "guest" {
  cluster   = mooring_virtual_cluster.shop.cluster_connection
  token     = mooring_join_token.guest.token
  node_name = "guest"
}

output "kubeconfig" {
  description = "terraform output -raw kubeconfig > kubeconfig"
  value       = mooring_virtual_cluster.shop.kubeconfig
  sensitive   = true
}

output "endpoint" {
  value = mooring_virtual_cluster.shop.endpoint
}

output "user_data" {
  description = "cloud-init of a node: any machine that boots with it joins."
  value       = data.mooring_user_data.guest.user_data
  sensitive   = true
}
