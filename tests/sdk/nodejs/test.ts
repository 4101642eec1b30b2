import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";

const seen: pulumi.runtime.MockResourceArgs[] = [];
const calls: pulumi.runtime.MockCallArgs[] = [];
const connection = { name: "shop", endpoint: "https://10.76.0.2:8443", caCertHash: "sha256:00", kubeconfig: "secret" };

async function main() {
    await pulumi.runtime.setMocks({
        newResource(args) {
            seen.push(args);
            const outputs: Record<string, Record<string, unknown>> = {
                "mooring:index:VirtualCluster": { connection, kubeconfig: "k" },
                "mooring:local:NodePool": { nodeNames: ["workers-0", "workers-1"] },
                "mooring:index:JoinToken": { token: "abcdef.0123456789abcdef" },
            };
            return { id: args.name + "-id", state: { ...args.inputs, ...outputs[args.type] } };
        },
        call(args) {
            calls.push(args);
            return { userData: "#cloud-config" };
        },
    });
    const program = await import("./program");
    const value = <T>(output: pulumi.Output<T>) => new Promise<T>((done) => output.apply(done));

    assert.deepEqual(await value(program.nodes), ["workers-0", "workers-1"]);
    assert.equal(await value(program.userData), "#cloud-config");
    await value(program.webUrn);
    assert.deepEqual(
        seen.map((it) => it.type).sort(),
        ["mooring:aws:NodePool", "mooring:index:JoinToken", "mooring:index:VirtualCluster", "mooring:local:NodePool"],
    );
    const inputs = (type: string) => seen.find((it) => it.type === type)!.inputs;
    assert.deepEqual(inputs("mooring:index:VirtualCluster").host, { standalone: { local: {} } });
    assert.deepEqual(inputs("mooring:local:NodePool").cluster.endpoint, connection.endpoint);
    assert.equal(inputs("mooring:local:NodePool").replicas, 2);
    assert.equal(inputs("mooring:aws:NodePool").machine.rootVolume.sizeGiB, 40);
    assert.equal(inputs("mooring:index:JoinToken").singleUse, true);
    assert.equal(calls[0].token, "mooring:index:getUserData");
    assert.equal(calls[0].inputs.token, "abcdef.0123456789abcdef");
    console.log("TypeScript: %d resources, %d calls", seen.length, calls.length);
}

main().catch((failure) => {
    console.error(failure);
    process.exit(1);
});
