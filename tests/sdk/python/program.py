import pulumi_mooring as mooring

shop = mooring.VirtualCluster(
    "shop",
    name="shop",
    host={"standalone": {"local": {}}},
    config={"privateNodes": {"enabled": True}},
)
workers = mooring.local.NodePool(
    "workers",
    cluster=shop.connection,
    replicas=2,
    labels={"tier": "web"},
    taints=[mooring.TaintArgs(key="dedicated", value="web", effect="NoSchedule")],
)
web = mooring.aws.NodePool(
    "web",
    cluster=shop.connection,
    machine=mooring.aws.MachineArgs(
        region="eu-central-1",
        instance_types=["m7i.large"],
        subnets=["subnet-1"],
        security_groups=["sg-1"],
        root_volume={"size_gi_b": 40},
    ),
)
token = mooring.JoinToken("mine", cluster=shop.connection, ttl="1h", single_use=True)
document = mooring.get_user_data_output(cluster=shop.connection, token=token.token, node_name="mine")
