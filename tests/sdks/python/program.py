import pulumi_mooring as mooring

shop = mooring.VirtualCluster(
    "shop",
    name="shop",
    host=mooring.HostArgs(
        standalone=mooring.StandaloneHostArgs(local=mooring.LocalHostArgs(data_dir="/srv/shop"))
    ),
    config={"privateNodes": {"enabled": True}},
)

workers = mooring.local.NodePool(
    "workers",
    cluster=shop.connection,
    replicas=2,
    labels={"tier": "web"},
    taints=[mooring.TaintArgs(key="dedicated", value="web", effect="NoSchedule")],
    kubelet_extra_args={"max-pods": "50"},
)

seen = mooring.get_virtual_cluster_output(name="shop")
