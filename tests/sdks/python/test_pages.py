"""The programs on the pages below docs run: every name in them is one of the SDK's."""

import pathlib
import runpy
import unittest

import pulumi

CONNECTION = {
    "name": "shop",
    "endpoint": "https://10.0.0.1:8443",
    "caCertHash": "sha256:00",
    "kubeconfig": "kind: Config",
}


class Maker(pulumi.runtime.Mocks):
    def __init__(self):
        self.made = []

    def new_resource(self, args):
        self.made.append(args.typ)
        return args.name + "-id", {**args.inputs, "connection": CONNECTION, "kubeconfig": "text", "token": "text"}

    def call(self, args):
        self.made.append(args.token)
        return {}


maker = Maker()


class PagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        pulumi.runtime.set_mocks(maker)
        pulumi.runtime.set_all_config({"project:sshKey": "text", "project:passphrase": "text"})

    @classmethod
    def tearDownClass(cls):
        # What a program registers is registered when it has ended.
        missing = {"mooring:index:VirtualCluster", "mooring:anywhere:NodePool", "mooring:index:JoinToken"} - set(maker.made)
        if missing:
            raise AssertionError(f"no page has made a {missing}")

    @pulumi.runtime.test
    def test_every_program_on_a_page_runs(self):
        pages = sorted(pathlib.Path("pages").glob("*.py"))
        self.assertTrue(pages)
        for page in pages:
            with self.subTest(page=page.name):
                runpy.run_path(str(page))
