# A virtual cluster with private nodes on this machine or on EC2, as a variable says. docs/terraform.md says how Terraform finds the provider.
terraform {
  required_providers {
    mooring = { source = "mooring/mooring" }
  }
}

variable "place" {
  description = "Where the nodes are: local or aws."
  type        = string
  default     = "local"
}

variable "subnets" {
  description = "Ids of your subnets, in two zones."
  type        = list(string)
  default     = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
}

resource "mooring_virtual_cluster" "shop" {
  name = "shop"
  host = {
    standalone = var.place == "local" ? { local = {} } : null
    kubernetes = var.place == "local" ? null : { namespace = "tenants" }
  }
  config = { privateNodes = { enabled = true } }
}

resource "mooring_node_pool" "web" {
  name     = "web"
  cluster  = mooring_virtual_cluster.shop.cluster_connection
  replicas = 2
  labels   = { tier = "web" }

  local = var.place == "local" ? {} : null
  aws = var.place != "aws" ? null : {
    region         = "eu-central-1"
    instance_types = ["m7i.large", "m6i.large"]
    image = {
      ssm_parameter = "/aws/service/canonical/ubuntu/server/24.04/stable/current/{debArch}/hvm/ebs-gp3/ami-id"
    }
    subnets = var.subnets
  }
}

output "nodes" {
  value = mooring_node_pool.web.node_names
}
