import pathlib
import runpy
import unittest

import pulumi

PAGES = pathlib.Path(__file__).parents[3] / "target/sdk-test/python/pages"
CONNECTION = {"name": "shop", "endpoint": "https://h:1", "caCertHash": "sha256:00", "kubeconfig": "k"}


class Mocks(pulumi.runtime.Mocks):
    def new_resource(self, args):
        return [args.name + "-id", {**args.inputs, "connection": CONNECTION, "token": "t", "kubeconfig": "k"}]

    def call(self, args):
        return {"endpoint": "e", "kubeconfig": "k", "userData": "u", "server": "s"}


pulumi.runtime.set_mocks(Mocks())
pulumi.runtime.set_all_config({"project:sshKey": "key"})


class PagesTest(unittest.TestCase):
    @pulumi.runtime.test
    def test_every_program_of_the_pages_runs(self):
        made = []
        pages = sorted(PAGES.glob("*.py"))
        self.assertGreater(len(pages), 10)
        for page in pages:
            for value in runpy.run_path(str(page)).values():
                if isinstance(value, pulumi.Resource):
                    made.append(value.urn)
        return pulumi.Output.all(*made).apply(lambda urns: self.assertGreater(len(urns), len(pages)))


if __name__ == "__main__":
    unittest.main()
