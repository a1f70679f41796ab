"""Whole small sites, each with a golden copy of the pages that it must become.

Every folder of `tests/sites/` with a `content/` is a site. All but those in `THEMED` are shown by
the few plain templates of `tests/sites/plain/`, so that a change of the default theme does not
change them. After an intended change, `python tests/test_sites.py` writes the golden copies anew;
look at their difference before you commit it.
"""

from __future__ import annotations

import difflib
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from small_site import build_site, faults_of

SITES = Path(__file__).parent / "sites"
PLAIN = SITES / "plain"
GOLDEN = "expected"
THEMED = ("owner",)
NAMES = sorted(path.parent.name for path in SITES.glob("*/content"))
HOMES = {"shelf": "https://example.org/blog/", "notes": "https://www.example.org/notes/"}
_FINGERPRINT = re.compile(r"\.[0-9a-f]{8}\.(?=css|js|svg)")
_SHOWN = frozenset({".html", ".xml", ".json", ".bib", ".ris"})


@dataclass(frozen=True)
class Built:
    """A golden site that was built: its name and its output folder."""

    name: str
    output: Path


def build_copy(name: str, folder: Path) -> Path:
    """Build a copy of a site in a folder, and return its output folder."""
    root, output = folder / "site", folder / "output"
    shutil.copytree(SITES / name / "content", root / "content")
    if name not in THEMED:
        shutil.copytree(PLAIN, root / "templates")
    build_site(root, output)
    return output


def read_pages(folder: Path) -> dict[str, str]:
    """Return the text of each page and each file for programs, by its path.

    The fingerprints in the names of static files are left out: they change with every style.
    """
    return {
        path.relative_to(folder).as_posix(): _FINGERPRINT.sub(
            ".*.", path.read_text(encoding="utf-8")
        )
        for path in sorted(folder.rglob("*"))
        if path.suffix in _SHOWN
    }


def differences(expected: Mapping[str, str], found: Mapping[str, str]) -> str:
    """Return what differs, file by file, as `diff` shows it; nothing where all is equal."""
    lines: list[str] = []
    for path in sorted(expected.keys() | found.keys()):
        before, after = expected.get(path, ""), found.get(path, "")
        lines += difflib.unified_diff(
            before.splitlines(), after.splitlines(), f"{GOLDEN}/{path}", path, n=1, lineterm=""
        )
    return "\n".join(lines)


@pytest.fixture(scope="module", params=NAMES)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    name: str = request.param
    return Built(name, build_copy(name, tmp_path_factory.mktemp(name)))


def test_a_site_becomes_its_golden_copy(site: Built) -> None:
    found = read_pages(site.output)
    expected = read_pages(SITES / site.name / GOLDEN)

    assert expected.keys() == found.keys()
    assert not differences(expected, found), differences(expected, found)


def test_every_link_of_a_site_leads_somewhere(site: Built) -> None:
    assert faults_of(site.output, HOMES.get(site.name, "https://www.example.org/")) == []


def test_the_owners_post_is_the_one_that_is_published() -> None:
    post = Path("content/posts/2018-04-19-skype-or-vsee.md")
    published = SITES.parent.parent / post

    assert (SITES / "owner" / post).read_bytes() == published.read_bytes()


def test_a_difference_names_file_and_line() -> None:
    shown = differences({"a.html": "one\ntwo\n"}, {"a.html": "one\n2\n"})

    assert "expected/a.html" in shown
    assert "-two\n+2" in shown


def write_golden_copies() -> None:
    """Write what each site becomes now over its golden copy."""
    for name in NAMES:
        golden = SITES / name / GOLDEN
        shutil.rmtree(golden, ignore_errors=True)
        with tempfile.TemporaryDirectory() as folder:
            for path, text in read_pages(build_copy(name, Path(folder))).items():
                (golden / path).parent.mkdir(parents=True, exist_ok=True)
                (golden / path).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_golden_copies()
