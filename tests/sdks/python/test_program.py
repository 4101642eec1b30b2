import unittest

import pulumi

CONNECTION = {
    "name": "shop",
    "endpoint": "https://10.0.0.1:8443",
    "caCertHash": "sha256:00",
    "kubeconfig": "kind: Config",
}


class Recorder(pulumi.runtime.Mocks):
    def __init__(self):
        self.registered = {}
        self.called = []

    def new_resource(self, args):
        self.registered[args.name] = args
        outputs = {"connection": CONNECTION, "nodeNames": ["workers-0", "workers-1"]}
        return args.name + "-id", {**args.inputs, **outputs}

    def call(self, args):
        self.called.append((args.token, args.args))
        return {"name": args.args["name"], "ready": True}


recorder = Recorder()
pulumi.runtime.set_mocks(recorder)

import program  # noqa: E402  (after the mocks, as the SDK wants it)


class ProgramTest(unittest.TestCase):
    @pulumi.runtime.test
    def test_a_cluster_and_a_node_pool_are_registered_with_the_inputs_of_the_program(self):
        def check(values):
            names, ready = values
            self.assertEqual(names, ["workers-0", "workers-1"])
            self.assertTrue(ready)
            shop = recorder.registered["shop"]
            self.assertEqual(shop.typ, "mooring:index:VirtualCluster")
            self.assertEqual(
                shop.inputs,
                {
                    "name": "shop",
                    "host": {"standalone": {"local": {"dataDir": "/srv/shop"}}},
                    "config": {"privateNodes": {"enabled": True}},
                    "skipAwait": False,
                },
            )
            workers = recorder.registered["workers"]
            self.assertEqual(workers.typ, "mooring:local:NodePool")
            self.assertEqual(
                workers.inputs,
                {
                    "cluster": CONNECTION,
                    "replicas": 2,
                    "labels": {"tier": "web"},
                    "taints": [{"key": "dedicated", "value": "web", "effect": "NoSchedule"}],
                    "kubeletExtraArgs": {"max-pods": "50"},
                    "poweredOn": True,
                    "skipAwait": False,
                },
            )
            self.assertEqual(recorder.called, [("mooring:index:getVirtualCluster", {"name": "shop"})])

        return pulumi.Output.all(program.workers.node_names, program.seen.ready).apply(check)

    def test_an_argument_that_is_missing_is_named(self):
        with self.assertRaisesRegex(TypeError, "Missing required property 'cluster'"):
            program.mooring.local.NodePool("bad")


if __name__ == "__main__":
    unittest.main()
