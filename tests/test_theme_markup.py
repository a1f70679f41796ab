"""The default theme round what writers may write: whole pages, whatever the words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from small_site import (
    WORDS,
    build_site,
    faults_of,
    plan_of,
    post_of,
    read_markup,
    text_of,
    write_site,
)

from citewell.model import Source
from citewell.render import open_templates, render_page
from citewell.sayings import Sayings
from citewell.survey import theme_folder

HOME = "https://example.org/blog/"
EVIL = "</title></h1><script>\"'&<!--"
QUOTED = json.dumps(EVIL)
SITE = f"""\
title: {QUOTED}
tagline: {QUOTED}
description: {QUOTED}
author: {QUOTED}
url: {HOME}
lang: en-GB
posts_per_page: 2
menu:
  - {{title: {QUOTED}, url: pages/about.md}}
follow:
  - {{name: {QUOTED}, url: 'https://example.net/?a=1&b="2"'}}
footer: "A *foot* with [a link](pages/about.md)."
disclaimer: "No *advice*; see [about](pages/about.md)."
crisis:
  text: {QUOTED}
  lines: [{{title: {QUOTED}, url: "tel:116123", note: {QUOTED}}}]
"""
SOURCES = [
    {"id": "a/b%c", "type": "book", "title": EVIL, "author": [{"family": EVIL}], "issued": 2001},
    {"id": "weitz", "type": "book", "title": "Two", "URL": 'https://example.net/?a=1&b="2'},
]
DOWNLOADS = [
    {"title": EVIL, "description": EVIL, "url": 'https://example.net/?a=1&b="2'},
    {"title": "A file", "file": "my file & 50%.txt"},
]


def everything() -> dict[str, str | bytes]:
    """Return a site with a bit of all there is, its words full of marks."""
    body = "# On [@weitz]\n\n[see *this* @{a/b%c}, p. 3] ![a](<../images/a b.svg>)[^1]\n\n"
    note = "[^1]: x @weitz"
    tags = [EVIL, "\u5fc3", "Grief"]
    return {
        "content/site.yaml": SITE,
        "content/pages/about.md": text_of("Me.", title=EVIL, aliases=["/old.html", "/caf%C3%A9/"]),
        "content/posts/2020-01-01-one.md": post_of(
            body + note,
            title=EVIL,
            summary=EVIL,
            author=EVIL,
            tags=tags,
            featured=True,
            references=SOURCES,
            downloads=DOWNLOADS,
            updated="2020-02-02",
            lang="de",
        ),
        "content/posts/notes.md": post_of(
            "One [@weitz]. @{a/b%c}",
            csl="chicago-notes-bibliography",
            references=SOURCES,
            tags=["grief"],
            date="2021-01-01",
        ),
        "content/posts/\u5fc3.md": post_of("[one](2020-01-01-one.md)", date="2022-01-01"),
        "content/posts/later.md": post_of("Later.", date="2040-01-01"),
        "content/posts/draft.md": post_of("Draft.", draft=True, date="2019-01-01"),
        "content/images/a b.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "content/downloads/my file & 50%.txt": b"text",
    }


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("full")
    write_site(root, everything())
    build_site(root, root / "output", drafts=True)
    return root / "output"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bare")
    write_site(root, {"content/site.yaml": "title: Nothing yet\n"})
    build_site(root, root / "output")
    return root / "output"


def pages(output: Path) -> dict[str, str]:
    return {
        path.relative_to(output).as_posix(): path.read_text() for path in output.rglob("*.html")
    }


def test_no_words_of_a_writer_break_a_page(full: Path) -> None:
    assert faults_of(full, HOME) == []


def test_no_words_of_a_writer_become_a_script(full: Path) -> None:
    for name, page in pages(full).items():
        scripts = re.findall(r"<script\b[^>]*>", page)
        assert all("src=" in tag or "application/ld+json" in tag for tag in scripts), name


def data_of(root: Path, settings: str) -> dict[str, Any]:
    write_site(root, {"content/site.yaml": settings, "content/posts/one.md": post_of()})
    build_site(root, root / "output")
    page = (root / "output/posts/one/index.html").read_text(encoding="utf-8")
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found: dict[str, Any] = json.loads(data)
    return found


def test_without_an_author_a_post_is_by_the_organisation_of_the_site(tmp_path: Path) -> None:
    data = data_of(tmp_path, "title: The room\n")

    assert data["author"] == data["publisher"] == {"@type": "Organization", "name": "The room"}


def test_programs_are_told_how_to_reach_the_author(tmp_path: Path) -> None:
    contact = "{email: a@example.org, phone: +44 (0)20 7946, address: 'High \"Street\"'}"

    data = data_of(tmp_path, f"title: The room\nauthor: Ada Okafor\ncontact: {contact}\n")

    assert data["author"] == {"@type": "Person", "name": "Ada Okafor"}
    assert data["publisher"] == {
        "@type": "Organization",
        "name": "The room",
        "email": "a@example.org",
        "telephone": "+44-20-7946",
        "address": 'High "Street"',
    }


def test_the_words_of_a_writer_are_all_shown(full: Path) -> None:
    page = read_markup((full / "posts/one/index.html").read_text())

    assert EVIL in "".join(page.text)


def test_every_page_has_one_main_heading(full: Path) -> None:
    for name, page in pages(full).items():
        assert len(re.findall(r"<h1\b", page)) == 1, name


def test_a_draft_is_marked_and_kept_from_search_engines(full: Path) -> None:
    page = (full / "posts/draft/index.html").read_text()

    assert "Draft" in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_post_of_the_future_is_left_out(full: Path) -> None:
    assert not (full / "posts/later").exists()


def test_every_link_of_an_empty_site_leads_somewhere(bare: Path) -> None:
    assert faults_of(bare, "https://example.org/") == []


def test_an_empty_site_says_what_is_not_there_yet(bare: Path) -> None:
    home = (bare / "index.html").read_text()

    assert "No posts yet." in home
    assert "No tags yet." in home
    assert "No tags yet." in (bare / "tags/index.html").read_text()
    assert "No downloads yet." in (bare / "downloads/index.html").read_text()


def theme() -> dict[str, Source]:
    folder = theme_folder() / "templates"
    return {
        path.relative_to(folder).as_posix(): Source(f"templates/{path.name}", path.read_text())
        for path in folder.rglob("*.html")
    }


def test_an_archive_of_many_posts_counts_them_and_lists_each_in_its_year() -> None:
    days = [f"{2001 + n // 336}-{n % 336 // 28 + 1:02}-{n % 28 + 1:02}" for n in range(201)]
    small = plan_of({f"content/posts/{day}-p{day}.md": post_of(date=day) for day in days})
    sources = theme()
    static = {path.name: path.name for path in (theme_folder() / "static").iterdir()}
    templates = open_templates(sources, WORDS, static, {}, Sayings())

    shown = {
        page.path: render_page(page, templates, sources).data.decode()
        for page in small.plan.pages
        if page.template == "archive.html"
    }

    assert "posts/p2001" not in shown["archive/index.html"]
    assert "(201)" in shown["archive/index.html"]
    assert shown["archive/2001/index.html"].count('"../../posts/p2001-') == len(days)
    assert not any(read_markup(page).faults for page in shown.values())


def test_an_author_who_gave_the_site_her_name_is_not_named_twice(tmp_path: Path) -> None:
    settings = {
        "title": "Ada Okafor",
        "author": "Ada Okafor",
        "url": HOME,
        "credentials": [{"name": "Psychotherapist"}],
    }
    write_site(
        tmp_path, {"content/site.yaml": json.dumps(settings), "content/posts/a.md": post_of()}
    )
    build_site(tmp_path, tmp_path / "output")

    page = (tmp_path / "output/posts/a/index.html").read_text()
    assert "by Ada Okafor" not in page
    assert '<p class="printed">Ada Okafor, 1 January 2020, ' in page
    assert re.search(r"<address [^>]+>\s*<ul>\s*<li><bdi>Psychotherapist", page)
