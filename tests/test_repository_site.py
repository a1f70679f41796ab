"""The site of this repository: the owner's words as she wrote them, and no fault in any page."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from small_site import build_site, faults_of

from citewell.job import Report

ROOT = Path(__file__).parent.parent
FIXTURES = Path(__file__).parent / "fixtures"
HOME = "https://www.example.org/"
POST = "posts/skype-or-vsee/index.html"
# The style numbers two works of one year only where both are listed; the post lists one.
YEAR = ("Weitz, 2014a", "Weitz, 2014")
_TEXT = re.compile(r'<div class="text">(.*?)</div>', re.DOTALL)
_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    output = tmp_path_factory.mktemp("repository") / "output"
    return output, build_site(ROOT, output)


def paragraphs_of_the_owner() -> list[str]:
    text = (FIXTURES / "owner-post.txt").read_text(encoding="utf-8")
    return [paragraph for paragraph in text.strip().split("\n\n") if paragraph]


def paragraphs_on_the_page(output: Path) -> list[str]:
    page = (output / POST).read_text(encoding="utf-8")
    text = _TEXT.search(page)
    assert text is not None
    return [unescape(_TAG.sub("", found)) for found in _PARAGRAPH.findall(text[1])]


def test_the_site_is_built_without_a_problem(built: tuple[Path, Report]) -> None:
    _, report = built

    assert report.problems == ()
    assert report.written


def test_the_owners_words_are_printed_as_she_wrote_them(built: tuple[Path, Report]) -> None:
    output, _ = built

    expected = [paragraph.replace(*YEAR) for paragraph in paragraphs_of_the_owner()]

    assert paragraphs_on_the_page(output) == expected


def test_the_owners_words_are_all_there() -> None:
    words = paragraphs_of_the_owner()

    assert words[0].startswith("For the moment, I use either Skype or VSee")
    assert words[-1] == "Skype: https://www.skype.com/en/"
    assert sum(paragraph.count(YEAR[0]) for paragraph in words) == 1


@pytest.mark.parametrize(
    "source",
    ["Debbie, H.", "Online Therapy Institute. (2013)", "PlusGuidance. (2015)", "Weitz, P. (2014)"],
)
def test_the_owners_four_sources_are_listed(built: tuple[Path, Report], source: str) -> None:
    page = (built[0] / POST).read_text(encoding="utf-8")

    entries = re.findall(r'<div class="csl-entry">(.*?)</div>', page)

    assert sum(entry.startswith(source) for entry in entries) == 1


def test_the_old_address_of_the_owners_post_still_leads_to_it(built: tuple[Path, Report]) -> None:
    old = built[0] / "single-post/2018/04/19/Skype-or-Vsee/index.html"

    assert 'url=../../../../../posts/skype-or-vsee/"' in old.read_text(encoding="utf-8")


def test_every_link_of_the_site_leads_somewhere(built: tuple[Path, Report]) -> None:
    assert faults_of(built[0], HOME) == []
