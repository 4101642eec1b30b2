# A virtual cluster in a host cluster, with private nodes on EC2. docs/terraform.md says how Terraform finds the provider.
terraform {
  required_providers {
    mooring = { source = "mooring/mooring" }
  }
}

variable "subnets" {
  description = "Ids of your subnets, in two zones."
  type        = list(string)
  default     = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
}

variable "security_groups" {
  type    = list(string)
  default = ["sg-0a1b2c3d4e5f60718"]
}

resource "mooring_virtual_cluster" "shop" {
  name = "shop"
  host = { kubernetes = { namespace = "tenants" } }
  config = {
    privateNodes = { enabled = true }
    controlPlane = { service = { spec = { type = "LoadBalancer" } } }
  }
}

resource "mooring_aws_node_pool" "web" {
  name     = "web"
  cluster  = mooring_virtual_cluster.shop.cluster_connection
  replicas = 2
  labels   = { tier = "web" }
  machine = {
    region         = "eu-central-1"
    instance_types = ["m7i.large", "m6i.large"]
    image = {
      ssm_parameter = "/aws/service/canonical/ubuntu/server/24.04/stable/current/{debArch}/hvm/ebs-gp3/ami-id"
    }
    subnets         = var.subnets
    security_groups = var.security_groups
    capacity_types  = ["spot", "on-demand"]
    root_volume     = { size_gib = 40 }
  }
}

output "nodes" {
  value = mooring_aws_node_pool.web.node_names
}

output "kubeconfig" {
  value     = mooring_virtual_cluster.shop.kubeconfig
  sensitive = true
}
