"""Write the tables of what templates see into `templates/README.md`.

    python3 scripts/objects_table.py

Everything stands in `citewell/views.py`: the classes, their docstrings and the comment behind each
field. A test says when the tables no longer tell the same.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VIEWS = ROOT / "citewell" / "views.py"
SIGN = ROOT / "templates" / "README.md"
BEGIN, END = "<!-- objects -->", "<!-- /objects -->"

# What a template calls each subject, and its type as `views` would write it.
NAMES = {
    "site": "SiteView",
    "page": "PageView",
    "home": "HomeView",
    "post": "PostView",
    "archive": "ArchiveView",
    "tag": "TagPageView",
    "tags": "tuple[TagView, ...]",
    "downloads": "tuple[DownloadView, ...]",
    "download": "DownloadView",
    "library": "LibraryView",
    "glossary": "tuple[TermView, ...]",
    "privacy": "PrivacyView",
    "redirect": "RedirectView",
}
_WHERE = {
    "site": "every template",
    "page": "every template",
    "post": "`post.html`, `page.html`",
}
_PLAIN = {
    "str": "text",
    "int": "number",
    "bool": "true or false",
    "Html": "HTML",
    "dt.date": "day",
}


def render_tables(source: str) -> str:
    """Return the tables in Markdown for the source code of `views`."""
    lines = source.splitlines()
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    return "\n\n".join([_subjects(), *(_table(node, lines) for node in classes)])


def _subjects() -> str:
    rows = [
        f"| `{name}` | {_WHERE.get(name, f'`{name}.html`')} | {_in_words(kind)} |"
        for name, kind in NAMES.items()
    ]
    return "\n".join(["| name | in | is |", "|---|---|---|", *rows])


def _table(node: ast.ClassDef, lines: list[str]) -> str:
    """Return a heading, the docstring, and a row for each field of a class."""
    fields = [line for line in node.body if isinstance(line, ast.AnnAssign)]
    return "\n".join(
        [
            f"### {title(node.name)}\n\n{ast.get_docstring(node)}\n",
            "| field | is | what for |",
            "|---|---|---|",
            *(_row(field, lines[field.lineno - 1]) for field in fields),
        ]
    )


def _row(field: ast.AnnAssign, line: str) -> str:
    comment = line.partition("  # ")[2].replace("|", "\\|")
    kind = _in_words(ast.unparse(field.annotation))
    return f"| `{ast.unparse(field.target)}` | {kind} | {comment} |"


def title(name: str) -> str:
    """Return the name of a class in words: `TagPageView` is a tag page."""
    words = re.findall("[A-Z][a-z]+", name.removesuffix("View"))
    return " ".join(words).capitalize()


def _in_words(kind: str) -> str:
    """Return a type in a designer's words, with a link to the table of an object."""
    if kind.endswith(" | None"):
        return f"{_in_words(kind.removesuffix(' | None'))}, or none"
    if listed := re.fullmatch(r"tuple\[(\w+), \.\.\.\]", kind):
        return f"list of {_in_words(listed[1])}"
    if kind in _PLAIN:
        return _PLAIN[kind]
    words = title(kind).lower()
    return f"[{words}](#{words.replace(' ', '-')})"


def fill_in(page: str, tables: str) -> str:
    """Return a page with the tables between their two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}"


def main() -> None:
    """Rewrite the sign of the templates."""
    tables = render_tables(VIEWS.read_text(encoding="utf-8"))
    page = fill_in(SIGN.read_text(encoding="utf-8"), tables)
    SIGN.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
