"""Holds programs in C# against the generated SDK, as far as that goes without a compiler: each is C#, and whatever it makes, sets and
reads of the SDK is there and takes a value of that kind. usage: check.py SDK PROGRAM..."""

import pathlib
import sys

import tree_sitter_c_sharp
from tree_sitter import Language, Parser

PARSER = Parser(Language(tree_sitter_c_sharp.language()))
ROOT = "Mooring.Pulumi"
# What a literal may be given to, by its kind in the grammar.
LITERALS = {"string_literal": {"string"}, "integer_literal": {"int", "double"}, "real_literal": {"double"}, "boolean_literal": {"bool"}}


def text(node):
    return node.text.decode()


def all_of(node, *kinds):
    found = [node] if node.type in kinds else []
    for child in node.children:
        found += all_of(child, *kinds)
    return found


def parsed(file, problems):
    tree = PARSER.parse(file.read_bytes()).root_node
    for node in all_of(tree, "ERROR"):
        problems.append(f"{file}:{node.start_point.row + 1}: is no C#: {text(node)[:60]}")
    return tree


def sdk(directory, problems):
    """The classes by their full names, with what can be set or read of each and its type."""
    classes = {}
    for file in sorted(pathlib.Path(directory).rglob("*.cs")):
        tree = parsed(file, problems)
        for space in all_of(tree, "namespace_declaration"):
            for one in all_of(space, "class_declaration"):
                members = {}
                for it in all_of(one.child_by_field_name("body"), "property_declaration"):
                    members[text(it.child_by_field_name("name"))] = text(it.child_by_field_name("type"))
                for it in all_of(one.child_by_field_name("body"), "field_declaration"):
                    declared = next(child for child in it.children if child.type == "variable_declaration")
                    for variable in all_of(declared, "variable_declarator"):
                        members[text(variable.child_by_field_name("name"))] = text(declared.child_by_field_name("type"))
                for it in all_of(one.child_by_field_name("body"), "method_declaration"):
                    members[text(it.child_by_field_name("name"))] = text(it.child_by_field_name("returns"))
                name = f"{text(space.child_by_field_name('name'))}.{text(one.child_by_field_name('name'))}"
                classes.setdefault(name, {}).update(members)
    return classes


class Program:
    def __init__(self, file, classes, problems):
        self.file, self.classes, self.problems = file, classes, problems
        self.tree = parsed(file, problems)
        self.spaces, self.aliases, self.variables = [], {}, {}

    def problem(self, node, what):
        self.problems.append(f"{self.file}:{node.start_point.row + 1}: {what}")

    def full(self, name):
        first, _, rest = name.partition(".")
        if first in self.aliases:
            name = f"{self.aliases[first]}.{rest}"
            return name if name in self.classes else None
        return next((f"{space}.{name}" for space in self.spaces if f"{space}.{name}" in self.classes), None)

    def check(self):
        for using in all_of(self.tree, "using_directive"):
            words = text(using).removeprefix("using ").rstrip(";").split(" = ")
            if len(words) == 2:
                self.aliases[words[0]] = words[1]
            else:
                self.spaces.append(words[0])
        for declared in all_of(self.tree, "variable_declarator"):
            made = next(iter(all_of(declared, "object_creation_expression")), None)
            if made and made.parent.id == declared.id:
                self.variables[text(declared.child_by_field_name("name"))] = self.full(text(made.child_by_field_name("type")))
        count = 0
        for made in all_of(self.tree, "object_creation_expression"):
            count += self.made(made)
        for read in all_of(self.tree, "member_access_expression"):
            self.read(read)
        return count

    def made(self, made):
        name = text(made.child_by_field_name("type"))
        if name.startswith("Dictionary<") or name == "Config":
            return 0
        known = self.full(name)
        if not known:
            self.problem(made, f"the SDK has no {name}")
            return 0
        for setting in (made.child_by_field_name("initializer") or made).children:
            if setting.type != "assignment_expression" or setting.parent.type != "initializer_expression":
                continue
            field, value = text(setting.child_by_field_name("left")), setting.child_by_field_name("right")
            wanted = self.classes[known].get(field)
            if not wanted:
                self.problem(setting, f"{known} has no {field}")
            elif not self.fits(wanted, value):
                self.problem(setting, f"{known}.{field} is {wanted}, and no place for {text(value)[:60]}")
        return 1

    def fits(self, wanted, value):
        inner = wanted.rstrip("?").partition("<")[2].rpartition(">")[0] or wanted
        if value.type in LITERALS:
            return wanted.startswith("Input<") and inner in LITERALS[value.type]
        if value.type == "object_creation_expression":
            name = text(value.child_by_field_name("type"))
            if name.startswith("Dictionary<"):
                return wanted == "InputMap<object>"
            return wanted.startswith("Input<") and (self.full(name) or "?").endswith("." + inner.removeprefix("Mooring.Pulumi."))
        if value.type == "initializer_expression":
            parts = [it for it in value.children if it.type not in "{},"]
            pairs = all(it.type == "initializer_expression" for it in parts)
            return wanted.startswith("InputMap<" if pairs else "InputList<")
        return wanted.startswith("Input<")

    def read(self, read):
        owner, name = read.child_by_field_name("expression"), text(read.child_by_field_name("name"))
        known = self.variables.get(text(owner)) or self.full(text(owner))
        if known and name not in self.classes[known]:
            self.problem(read, f"{known} has no {name}")
        # `it` is what the thing before `Apply` told.
        if text(owner).rstrip("!") == "it" and not any(name in members for members in self.classes.values()):
            self.problem(read, f"nothing of the SDK has a {name}")


def main():
    problems = []
    classes = sdk(sys.argv[1], problems)
    checked = sum(Program(pathlib.Path(file), classes, problems).check() for file in sys.argv[2:])
    if problems or not checked:
        sys.exit("\n".join(problems) or "check.py: no program makes anything of the SDK")
    print(f"{len(sys.argv) - 2} programs in C#: {checked} things that they make are in the SDK, with all that they set and read")


if __name__ == "__main__":
    main()
