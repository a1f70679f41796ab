"""A small site that is quick to build: tiny templates that print all they see, a tiny style.

For tests of how a site is built, not of what it looks like.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from citewell import survey
from citewell.job import Options, Report
from citewell.pipeline import build

_PATHS = Path(survey.__file__).parent.parent, Path(__file__).parent
TODAY = dt.date(2024, 6, 1)
_SUBJECTS = {
    "404": "",
    "archive": "archive",
    "download": "download",
    "downloads": "downloads",
    "glossary": "glossary",
    "home": "home",
    "library": "library",
    "page": "post",
    "post": "post",
    "redirect": "redirect",
    "search": "",
    "tag": "tag",
    "tags": "tags",
}
_STYLE = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">
<info><title>Tiny</title><id>tiny</id><updated>2020-01-01T00:00:00+00:00</updated></info>
<citation>
<layout prefix="{0}" suffix="{1}" delimiter="; "><text variable="title"/></layout>
</citation>
<bibliography><layout><text variable="title"/></layout></bibliography>
</style>
"""
# Small locales are read in no time; the styles ask for no term of them.
_LOCALE = """<locale xmlns="http://purl.org/net/xbiblio/csl" version="1.0" xml:lang="{0}">
<terms/>
</locale>
"""
_LOCALES = ("en-US", "en-GB", "de-DE")


def template(subject: str, words: str = "") -> str:
    """Return a template that prints everything that it sees, in the order of its names."""
    seen = f"{{{{ {subject} }}}}" if subject else ""
    head = f"<!doctype html><html><head><title>{{{{ page.title }}}}</title></head><body>{words}"
    return f"{head}{{{{ site }}}} {{{{ page }}}} {seen}</body></html>\n"


def post(title: str = "One", date: str = "2020-01-02", head: str = "", body: str = "Words.") -> str:
    """Return the text of a post."""
    return f"---\ntitle: {title}\ndate: {date}\n{head}---\n{body}\n"


def page(title: str = "About", body: str = "Words.") -> str:
    """Return the text of a page."""
    return f"---\ntitle: {title}\n---\n{body}\n"


def frame() -> dict[str, str]:
    """Return the files that every trial site has: templates and styles."""
    files = {f"templates/{name}.html": template(subject) for name, subject in _SUBJECTS.items()}
    files |= {f"locales/locales-{name}.xml": _LOCALE.format(name) for name in _LOCALES}
    files["styles/tiny.csl"] = _STYLE.format("(", ")")
    files["styles/square.csl"] = _STYLE.format("[", "]")
    return files


def site() -> dict[str, str]:
    """Return the files of a site with two posts, a page, a source, a tag and a file to copy."""
    return {
        **frame(),
        "content/site.yaml": "title: Trial\nurl: https://example.org/\ncsl: tiny\n",
        "content/references.yaml": "- {id: weitz2014, type: book, title: Psychotherapy 2.0}\n",
        "content/posts/one.md": post(head="tags: [grief]\n", body="As said [@weitz2014]."),
        "content/posts/two.md": post("Two", "2021-03-04"),
        "content/pages/about.md": page(),
        "static/plain.txt": "plain\n",
    }


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def make(root: Path, **files: str) -> Path:
    """Write the trial site into a folder, with more files by their names, and return the folder."""
    write(root, site() | files)
    return root


def run(root: Path, output: Path | None = None, **options: Any) -> Report:
    """Build a site into its folder `output`, on the trial's own day."""
    return build(root, output or root / "output", Options(**({"today": TODAY} | options)))


def read_all(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file below a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def clean(root: Path, output: Path, **options: Any) -> dict[str, bytes]:
    """Build a site into a new folder with no memory, and return what it holds."""
    run(root, output, cache=False, jobs=1, **options)
    return read_all(output)


def run_by_itself(root: Path) -> set[str]:
    """Build a site in a process of its own, and return the modules that it imported."""
    script = (
        "import sys; from pathlib import Path; import trial_site as trial; "
        "trial.run(Path(sys.argv[1])); print(*sys.modules)"
    )
    told = subprocess.run(  # noqa: S603  our own Python
        [sys.executable, "-c", script, str(root)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": os.pathsep.join(map(str, _PATHS))},
    )
    return set(told.stdout.split())
