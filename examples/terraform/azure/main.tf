# A virtual cluster in a host cluster, with private nodes on Azure. docs/terraform.md says how Terraform finds the provider.
terraform {
  required_providers {
    mooring = { source = "mooring/mooring" }
  }
}

variable "subscription" {
  description = "The id of your subscription."
  type        = string
  default     = "01234567-89ab-cdef-0123-456789abcdef"
}

variable "subnet" {
  description = "The id of a subnet with a way out."
  type        = string
  default     = "/subscriptions/01234567-89ab-cdef-0123-456789abcdef/resourceGroups/network/providers/Microsoft.Network/virtualNetworks/main/subnets/nodes"
}

resource "mooring_virtual_cluster" "shop" {
  name = "shop"
  host = { kubernetes = { namespace = "tenants" } }
  config = {
    privateNodes = { enabled = true }
    controlPlane = { service = { spec = { type = "LoadBalancer" } } }
  }
}

resource "mooring_azure_node_pool" "web" {
  name     = "web"
  cluster  = mooring_virtual_cluster.shop.cluster_connection
  replicas = 2
  labels   = { tier = "web" }
  machine = {
    subscription   = var.subscription
    resource_group = "nodes"
    location       = "westeurope"
    vm_sizes       = ["Standard_D4s_v5", "Standard_D4as_v5"]
    image = {
      publisher = "canonical"
      offer     = "ubuntu-24_04-lts"
      sku       = "server"
    }
    subnet         = var.subnet
    zones          = ["1", "2", "3"]
    capacity_types = ["spot", "on-demand"]
    os_disk        = { size_gib = 64, type = "Premium_LRS" }
  }
}

output "nodes" {
  value = mooring_azure_node_pool.web.node_names
}

output "kubeconfig" {
  value     = mooring_virtual_cluster.shop.kubeconfig
  sensitive = true
}
