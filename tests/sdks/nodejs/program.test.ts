import assert from "node:assert/strict";
import { test } from "node:test";
import * as pulumi from "@pulumi/pulumi";

const connection = {
    name: "shop",
    endpoint: "https://10.0.0.1:8443",
    caCertHash: "sha256:00",
    kubeconfig: "kind: Config",
};
const registered = new Map<string, pulumi.runtime.MockResourceArgs>();
const called: pulumi.runtime.MockCallArgs[] = [];

pulumi.runtime.setMocks({
    newResource(args) {
        registered.set(args.name, args);
        return { id: `${args.name}-id`, state: { ...args.inputs, connection, nodeNames: ["workers-0", "workers-1"] } };
    },
    call(args) {
        called.push(args);
        return { name: args.inputs.name, ready: true };
    },
});

function value<T>(output: pulumi.Output<T>): Promise<T> {
    return new Promise((resolve) => output.apply(resolve));
}

test("a cluster and a node pool are registered with the inputs of the program", async () => {
    const program = await import("./program");

    assert.deepEqual(await value(program.workers.nodeNames), ["workers-0", "workers-1"]);
    assert.equal((await value(program.seen)).ready, true);

    const shop = registered.get("shop")!;
    assert.equal(shop.type, "mooring:index:VirtualCluster");
    assert.deepEqual(shop.inputs, {
        name: "shop",
        host: { standalone: { local: { dataDir: "/srv/shop" } } },
        config: { privateNodes: { enabled: true } },
        skipAwait: false,
    });
    const workers = registered.get("workers")!;
    assert.equal(workers.type, "mooring:local:NodePool");
    assert.deepEqual(workers.inputs, {
        cluster: connection,
        replicas: 2,
        labels: { tier: "web" },
        taints: [{ key: "dedicated", value: "web", effect: "NoSchedule" }],
        kubeletExtraArgs: { "max-pods": "50" },
        poweredOn: true,
        skipAwait: false,
    });
    assert.deepEqual(called.map((it) => [it.token, it.inputs]), [["mooring:index:getVirtualCluster", { name: "shop" }]]);
});

test("an argument that is missing is named", async () => {
    const mooring = await import("@mooring/pulumi");

    assert.throws(
        () => new mooring.local.NodePool("bad", {} as any),
        /Missing required property 'cluster'/,
    );
});
