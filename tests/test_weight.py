"""What a reader fetches to read a post: few bytes, in few requests."""

from __future__ import annotations

import gzip
import json
import random
import re
from pathlib import Path

import pytest
from small_site import build_site, post_of, write_site

SITE = """\
title: The consulting room
author: Ada Okafor
url: https://www.example.org/
menu: [{title: About, url: pages/about.md}]
"""
WORDS = """
about after again alliance always anger anxiety attachment away because become before begin body
bond boundary breath calm change child client come comfort difficult early evidence example
familiar family fear feeling first follow gentle grief habit hear hold however how into journal
know last learn less listen long loss matter meaning memory mind moment more need never notice
often only open other ourselves pain parent partner past patient pattern people perhaps practice
present private question quiet reason relationship remain repair research rest return room safe
same say school seem session shame silence simple sleep slow small some sometimes speak still
story stress talk tell therapist therapy though thought time together touch trust under until
useful very voice wait week what when which whole with without word work worry year young
"""
# Endings make the words no English, but as many bytes as those of a real post: 1.6 kB.
ENDINGS = ("", "", "", "", "s")
SOURCES: tuple[dict[str, object], ...] = (
    {
        "type": "webpage",
        "title": "A guide to the first session",
        "URL": "https://example.net/guides/first-session",
    },
    {
        "type": "article-journal",
        "title": "Silence and the early bond: A review",
        "container-title": "Psychotherapy Research",
        "volume": 12,
        "page": "64-69",
        "DOI": "10.1000/pr.2008.210",
    },
    {"type": "book", "title": "Attachment and loss", "publisher": "Hogarth"},
    {"type": "report", "title": "Sleep in families", "publisher": "Care Alliance"},
    {"type": "thesis", "title": "Repair after anger", "publisher": "University of Leeds"},
)
NAMES = ("Bowlby", "Castelnuovo", "Derrig", "Norcross", "Yalom")
LINKED = re.compile(r'(?:<script src|rel="stylesheet" href)="(?:\.\./)*([^"]+)"')


def _post() -> str:
    """Return a post of 600 words that cites five sources, two of them twice."""
    chance = random.Random(600)  # noqa: S311  words, not a secret
    sources = [
        {"id": f"{name.lower()}{2001 + 3 * number}", "issued": 2001 + 3 * number}
        | {"author": [{"family": name, "given": name[1].upper()}]}
        | source
        for number, (name, source) in enumerate(zip(NAMES, SOURCES, strict=True))
    ]
    marks = [f" [@{sources[number % 5]['id']}]" for number in range(7)] + [""]
    words = [chance.choice(WORDS.split()) + chance.choice(ENDINGS) for _ in range(600)]
    sentences = [" ".join(words[at : at + 15]).capitalize() for at in range(0, 600, 15)]
    paragraphs = [
        ". ".join(sentences[five * 5 : five * 5 + 5]) + f"{mark}."
        for five, mark in enumerate(marks)
    ]
    paragraphs.insert(3, "## What the body knows")
    paragraphs.insert(6, "## When we speak again")
    return post_of(
        "\n\n".join(paragraphs), title="What remains", tags=["grief", "sleep"], references=sources
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("light")
    before = post_of(title="A quiet room", date="2019-05-05", tags=["grief"])
    after = post_of(title="How we learn to wait", date="2020-02-02", tags=["sleep"])
    files: dict[str, str | bytes] = {
        "content/site.yaml": SITE,
        "content/pages/about.md": "---\ntitle: About\n---\nWords.\n",
        "content/posts/before.md": before,
        "content/posts/what-remains.md": _post(),
        "content/posts/after.md": after,
    }
    write_site(root, files)
    build_site(root, root / "output")
    return root / "output"


def _fetched(site: Path, address: str) -> list[Path]:
    """Return the files that a browser fetches to show a page, without pictures."""
    page = site / address / "index.html"
    return [page, *(site / name for name in LINKED.findall(page.read_text(encoding="utf-8")))]


def _weight(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def test_a_post_of_600_words_with_five_sources_is_light(site: Path) -> None:
    fetched = _fetched(site, "posts/what-remains")

    assert [file.name.partition(".")[0] for file in fetched] == ["index", "style", "cite"]
    assert sum(map(_weight, fetched)) <= 6000, "bytes over the wire: weigh what you add"


def test_a_post_without_sources_fetches_no_script(site: Path) -> None:
    fetched = _fetched(site, "posts/after")

    assert [file.name.partition(".")[0] for file in fetched] == ["index", "style"]


@pytest.mark.parametrize(
    ("text", "footer", "sheet"),
    [
        ("Plain words.", "Words.", "style"),
        ("`code`", "Words.", "more"),
        ("> Words.", "Words.", "more"),
        ("<figure>Words.</figure>", "Words.", "more"),
        ("m<sup>2</sup>", "Words.", "more"),
        ("Plain words.", "`code`", "more"),
        ("Plain words.", "One\n\n***\n\nTwo", "rich"),
    ],
)
def test_a_page_fetches_the_sheet_that_it_needs(
    tmp_path: Path, text: str, footer: str, sheet: str
) -> None:
    settings = f"title: A site\nfooter: {json.dumps(footer)}\n"
    write_site(tmp_path, {"content/site.yaml": settings, "content/posts/a.md": post_of(text)})
    build_site(tmp_path, tmp_path / "output")

    fetched = _fetched(tmp_path / "output", "posts/a")

    assert [file.name.partition(".")[0] for file in fetched] == ["index", sheet]
