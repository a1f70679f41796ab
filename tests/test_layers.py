"""The order of the modules: each imports only modules above it, and each library has one door."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "citewell"
ORDER = (
    "csl",
    "record",
    "problems",
    "slugs",
    "plain",
    "identity",
    "metadata",
    "latex",
    "sentencecase",
    "bibtexnames",
    "sheets",
    "scripts",
    "memo",
    "keeping",
    "cycles",
    "workers",
    "hosting",
    "embeds",
    "tables",
    "phones",
    "safety",
    "disk",
    "survey",
    "glance",
    "finished",
    "new",
    "persons",
    "model",
    "exports",
    "holdings",
    "manuscript",
    "terms",
    "links",
    "figures",
    "images",
    "yamltree",
    "jsontree",
    "citations",
    "footnotes",
    "markup",
    "settings",
    "glossary",
    "glossing",
    "cslitem",
    "csljson",
    "bibtex",
    "biblatex",
    "ris",
    "references",
    "frontmatter",
    "parse",
    "views",
    "scholarly",
    "listings",
    "care",
    "kinship",
    "shelf",
    "library",
    "feedposts",
    "feeds",
    "pages",
    "words",
    "wordlists",
    "languages",
    "sayings",
    "unused",
    "locators",
    "printing",
    "marks",
    "notes",
    "cite",
    "templating",
    "render",
    "inspection",
    "job",
    "plan",
    "desk",
    "load",
    "statics",
    "write",
    "gallery",
    "articles",
    "outline",
    "composing",
    "rendering",
    "fulltext",
    "stages",
    "pipeline",
    "watching",
    "serve",
    "cli",
)
DOORS = {
    "msgspec": {"record", "plain"},
    "PIL": {"images"},
    "yaml": {"yamltree"},
    "markdown": {"markup"},
    "jinja2": {"render", "templating"},
    "babel": {"languages"},
    "livereload": {"serve"},
    "watchdog": {"watching"},
    "tornado": {"serve"},
    "bibtexparser": {"bibtex", "bibtexnames"},
    "pylatexenc": {"latex"},
    "rispy": {"ris"},
    "pagefind": {"fulltext"},
}
OWN = sorted(path.stem for path in PACKAGE.glob("*.py") if not path.stem.startswith("__"))


def _imported(path: Path) -> Iterator[str]:
    """Yield the whole name of all that a file imports, inside its functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _modules(path: Path) -> set[str]:
    """Return the modules of citewell that a file imports."""
    names = (name.split(".") for name in _imported(path))
    return {name[1] for name in names if name[0] == "citewell" and len(name) > 1}


@pytest.mark.parametrize("name", OWN)
def test_a_module_imports_only_modules_above_it(name: str) -> None:
    above = set(ORDER[: ORDER.index(name)])

    assert _modules(PACKAGE / f"{name}.py") - above - {"__version__"} == set()


@pytest.mark.parametrize("library", DOORS)
def test_a_library_has_one_door(library: str) -> None:
    importers = {
        path.relative_to(PACKAGE).with_suffix("").as_posix()
        for path in PACKAGE.rglob("*.py")
        if library in {name.split(".")[0] for name in _imported(path)}
    }

    assert importers <= DOORS[library]


def test_every_library_is_named_with_its_door() -> None:
    tops = {name.split(".")[0] for path in PACKAGE.rglob("*.py") for name in _imported(path)}

    assert tops - sys.stdlib_module_names - {"citewell"} == DOORS.keys()


def test_the_citation_engine_stands_alone() -> None:
    for path in sorted((PACKAGE / "csl").glob("*.py")):
        tops = {name.split(".")[0] for name in _imported(path)}
        assert tops <= {*sys.stdlib_module_names, "citewell"}, path.name
        assert _modules(path) <= {"csl"}, path.name
