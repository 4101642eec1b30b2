import unittest

import pulumi

CONNECTION = {
    "name": "shop",
    "endpoint": "https://10.76.0.2:8443",
    "caCertHash": "sha256:00",
    "kubeconfig": "secret",
}
OUTPUTS = {
    "mooring:index:VirtualCluster": {"connection": CONNECTION, "kubeconfig": "k"},
    "mooring:local:NodePool": {"nodeNames": ["workers-0", "workers-1"]},
    "mooring:index:JoinToken": {"token": "abcdef.0123456789abcdef"},
}


class Mocks(pulumi.runtime.Mocks):
    def __init__(self):
        self.seen = {}
        self.calls = []

    def new_resource(self, args):
        self.seen[args.typ] = args.inputs
        return [args.name + "-id", {**args.inputs, **OUTPUTS.get(args.typ, {})}]

    def call(self, args):
        self.calls.append(args)
        return {"userData": "#cloud-config"}


mocks = Mocks()
pulumi.runtime.set_mocks(mocks)

import program  # noqa: E402  (only after the mocks are set)


class ProgramTest(unittest.TestCase):
    @pulumi.runtime.test
    def test_outputs_come_from_the_provider(self):
        def check(values):
            self.assertEqual(values[:2], [["workers-0", "workers-1"], "#cloud-config"])
            self.check_inputs()

        return pulumi.Output.all(
            program.workers.node_names, program.document.user_data, program.web.urn
        ).apply(check)

    def check_inputs(self):
        seen = mocks.seen
        self.assertEqual(
            sorted(seen),
            [
                "mooring:aws:NodePool",
                "mooring:index:JoinToken",
                "mooring:index:VirtualCluster",
                "mooring:local:NodePool",
            ],
        )
        self.assertEqual(seen["mooring:index:VirtualCluster"]["host"], {"standalone": {"local": {}}})
        self.assertEqual(seen["mooring:local:NodePool"]["cluster"]["caCertHash"], "sha256:00")
        self.assertEqual(seen["mooring:local:NodePool"]["replicas"], 2)
        self.assertEqual(seen["mooring:aws:NodePool"]["machine"]["rootVolume"]["sizeGiB"], 40)
        self.assertIs(seen["mooring:index:JoinToken"]["singleUse"], True)
        self.assertEqual(mocks.calls[0].token, "mooring:index:getUserData")
        self.assertEqual(mocks.calls[0].args["token"], "abcdef.0123456789abcdef")


if __name__ == "__main__":
    unittest.main()
