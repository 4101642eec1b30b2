import * as pulumi from "@pulumi/pulumi";
import * as mooring from "@mooring/pulumi";

const shop = new mooring.VirtualCluster("shop", {
    name: "shop",
    host: { standalone: { local: {} } },
    config: { privateNodes: { enabled: true } },
});
const cluster = shop.connection.apply((connection) => connection!);
const workers = new mooring.local.NodePool("workers", {
    cluster,
    replicas: 2,
    labels: { tier: "web" },
    taints: [{ key: "dedicated", value: "web", effect: "NoSchedule" }],
});
const web = new mooring.aws.NodePool("web", {
    cluster,
    machine: {
        region: "eu-central-1",
        instanceTypes: ["m7i.large"],
        subnets: ["subnet-1"],
        securityGroups: ["sg-1"],
        rootVolume: { sizeGiB: 40 },
    },
});
const token = new mooring.JoinToken("mine", { cluster, ttl: "1h", singleUse: true });
const document = mooring.getUserDataOutput({ cluster, token: token.token, nodeName: "mine" });

export const nodes = workers.nodeNames;
export const webUrn = web.urn;
export const kubeconfig = shop.kubeconfig;
export const userData = document.userData;
