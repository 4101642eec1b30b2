"""Takes the programs in a language out of the pages below docs: pages.py LANGUAGE ENDING DIRECTORY"""

import pathlib
import re
import sys

language, ending, directory = sys.argv[1:]
docs = pathlib.Path(__file__).parents[2] / "docs"
target = pathlib.Path(directory)
target.mkdir(parents=True, exist_ok=True)
for part in ("resources", "data-sources", "functions"):
    for page in sorted((docs / part).glob("*.md")):
        for program in re.findall(rf"```{language}\n(.*?)```", page.read_text(), re.DOTALL):
            name = f"{part}_{page.stem}".replace("-", "_")
            (target / f"{name}.{ending}").write_text(program)
