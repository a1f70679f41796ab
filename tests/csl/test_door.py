from __future__ import annotations

import ast
import sys
import types
from pathlib import Path

import pytest

import citewell.csl
from citewell.csl import Cite, Cluster, load_style, render, render_html, render_text

PACKAGE = Path(citewell.csl.__file__).parent
MODULES = sorted(PACKAGE.glob("*.py"))


def test_the_door_exports_exactly_what_it_names() -> None:
    public = {
        name
        for name, value in vars(citewell.csl).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }

    assert public - {"annotations"} == set(citewell.csl.__all__)


def test_the_names_of_the_door_are_sorted() -> None:
    names = citewell.csl.__all__

    assert names == sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_only_the_standard_library_and_the_engine(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    roots = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            roots |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            module = node.module or ""
            roots.add("citewell.csl" if module.startswith("citewell.csl") else module.split(".")[0])

    assert roots <= {*sys.stdlib_module_names, "citewell.csl"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_has_a_test_file(path: Path) -> None:
    name = "door" if path.stem == "__init__" else path.stem

    assert (Path(__file__).parent / f"test_{name}.py").is_file()


def test_a_document_goes_from_a_name_of_a_style_to_html() -> None:
    style = load_style("apa", language="en-GB")
    items = {
        "weitz2014": {
            "type": "book",
            "author": [{"family": "Weitz", "given": "Pam"}],
            "title": "Online",
            "issued": 2014,
        }
    }

    rendered = render(style, items, [Cluster((Cite("weitz2014", locator="35"),))])

    assert render_text(rendered.citations[0].tree) == "(Weitz, 2014, p. 35)"
    assert render_html(rendered.entries[0].tree) == "Weitz, P. (2014). <i>Online</i>."
