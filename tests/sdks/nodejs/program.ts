import * as mooring from "@mooring/pulumi";

export const shop = new mooring.VirtualCluster("shop", {
    name: "shop",
    host: { standalone: { local: { dataDir: "/srv/shop" } } },
    config: { privateNodes: { enabled: true } },
});

export const workers = new mooring.local.NodePool("workers", {
    cluster: shop.connection.apply((connection) => connection!),
    replicas: 2,
    labels: { tier: "web" },
    taints: [{ key: "dedicated", value: "web", effect: "NoSchedule" }],
    kubeletExtraArgs: { "max-pods": "50" },
});

export const seen = mooring.getVirtualClusterOutput({ name: "shop" });
