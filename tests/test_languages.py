"""The languages of the theme: each file of words is complete, and a site speaks one language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from string import Formatter

import babel
import pytest
from small_site import ROOT, WORDS, build_site, post_of, text_of, write_site

from citewell.words import DEFAULT

ENGLISH = WORDS.languages[DEFAULT]
OTHERS = sorted(WORDS.languages.keys() - {DEFAULT})
TEMPLATES = [*ROOT.glob("templates/*.html"), *ROOT.glob("templates/partials/*.html")]
MODULES = [path for path in ROOT.glob("citewell/*.py") if "say(" in path.read_text("utf-8")]
_SAID = re.compile(r"""(?<!~ )["'](\w+)["'](?: \| (?:say|forms)\b)|\bsay\(\s*"(\w+)\"""")
# Names with an end that is known only when a page is made: `kind_books`.
_BEGUN = re.compile(r"""\(["'](\w+_)["'] ~ [\w.]+\) \| say|\bsay\(f"(\w+_)\{""")
_QUOTED = re.compile(r"""["'](\w+)["']""")
# What names the parts of a value in JSON: plural forms, and words by what a script does with them.
_NAME_IN_JSON = re.compile(r'"\w+":')
_SPOKEN = ("alt", "aria-label", "data-failed", "data-forms", "data-words", "placeholder", "title")


def _texts(word: str | Mapping[str, str]) -> list[str]:
    return [word] if isinstance(word, str) else [*word.values()]


def _forms(word: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"other": word} if isinstance(word, str) else word


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _named(pattern: re.Pattern[str], paths: list[Path]) -> set[str]:
    """Return every name that a pattern finds in files."""
    found = (match for path in paths for match in pattern.finditer(path.read_text("utf-8")))
    return {name for match in found for name in match.groups() if name}


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_the_words_of_english_in_their_order(language: str) -> None:
    assert list(WORDS.languages[language]) == list(ENGLISH)


@pytest.mark.parametrize("language", OTHERS)
def test_a_word_has_the_same_values_in_every_language(language: str) -> None:
    for name, word in WORDS.languages[language].items():
        (expected,) = {frozenset(_values(text)) for text in _texts(ENGLISH[name])}
        for form, text in _forms(word).items():
            # Some languages have a word for none, one or two, and no figure.
            counted = _values(text) | ({"count"} if form in {"zero", "one", "two"} else set())
            assert expected in (_values(text), counted), name


@pytest.mark.parametrize("language", sorted(WORDS.languages))
def test_a_word_has_all_plural_forms_of_its_language(language: str) -> None:
    needed = {*babel.Locale.parse(language, sep="-").plural_form.tags, "other"}

    for name, word in WORDS.languages[language].items():
        assert isinstance(word, str) is isinstance(ENGLISH[name], str), name
        assert isinstance(word, str) or word.keys() == needed, name


def test_every_word_that_is_said_is_there() -> None:
    said = _named(_SAID, [*TEMPLATES, *MODULES])

    assert len(said) > len(ENGLISH) / 2
    assert said <= ENGLISH.keys()


def test_every_word_is_used() -> None:
    quoted = _named(_QUOTED, [*TEMPLATES, *MODULES])
    begun = tuple(_named(_BEGUN, [*TEMPLATES, *MODULES]))

    assert [name for name in ENGLISH if name not in quoted and not name.startswith(begun)] == []


@dataclass
class Spoken(HTMLParser):
    """What a page says: its text, and the attributes that are shown or read out."""

    texts: list[str] = field(default_factory=list)
    _mute: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._mute = tag == "script"
        spoken = [value or "" for name, value in attrs if name in _SPOKEN]
        self.texts += [_NAME_IN_JSON.sub("", value) for value in spoken]

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  the library's name
        self._mute = False

    def handle_data(self, data: str) -> None:
        if not self._mute:
            self.texts.append(data)


def _spoken(output: Path) -> Iterator[tuple[str, str]]:
    """Yield each page and feed by its path, with all that it says on one line."""
    for path in sorted(output.rglob("*")):
        if path.suffix not in {".html", ".xml"}:
            continue
        page = Spoken()
        page.feed(path.read_text("utf-8"))
        if path.suffix == ".xml":
            feed, page = page, Spoken()
            page.feed(" ".join(feed.texts))
        yield path.relative_to(output).as_posix(), " ".join(" ".join(page.texts).split())


@cache
def _pieces(language: str, name: str) -> tuple[re.Pattern[str], ...]:
    """Return what stands round the values of a word, as whole words."""
    texts = _texts(WORDS.languages[language][name])
    pieces = [piece.strip(" ,:;.()") for text in texts for piece, *_ in Formatter().parse(text)]
    return tuple(
        re.compile(rf"(?<![\w/-]){re.escape(piece)}(?![\w/-])")
        for piece in dict.fromkeys(pieces)
        if re.search(r"\w\w", piece)
    )


def _said(name: str, text: str, language: str) -> bool:
    return any(piece.search(text) for piece in _pieces(language, name))


def _own(name: str, language: str) -> bool:
    """Tell whether a word of English is none of another language."""
    every = " ".join(text for word in WORDS.languages[language].values() for text in _texts(word))
    return not _said(name, every, DEFAULT)


SETTINGS = """\
title: Praxis
tagline: Blog
url: https://example.org/
author: Anna
lang: {language}
posts_per_page: 2
leave: https://example.net/
menu: [{{title: Start, url: /}}]
crisis: {{text: Krise., lines: [{{title: Seelsorge, url: "tel:0800-1110111"}}]}}
disclaimer: Kein Rat.
credentials: [{{name: Diplom, number: "7"}}]
contact: {{email: anna@example.org}}
follow: [{{name: Mastodon, url: "https://example.org/@a"}}]
"""
SOURCES = [
    {"id": "a", "type": "book", "title": "Buch", "issued": 2001, "archived": "https://a.org/"},
    {"id": "b", "type": "chapter", "title": "Kapitel", "status": "retracted"},
    {"id": "c", "type": "report", "title": "Bericht", "status": "superseded"},
    {"id": "d", "type": "webpage", "title": "Netz", "status": "corrected"},
    {"id": "e", "type": "article-journal", "title": "Artikel"},
    {"id": "f", "type": "song", "title": "Lied"},
]
FILES = {
    "a.pdf": b"0" * 1200,
    **dict.fromkeys(("b.odt", "c.txt", "d.xls", "e.ods", "f.csv", "g.ppt"), b"0"),
    **dict.fromkeys(("h.epub", "i.mp3", "j.mp4", "k.zip", "l.abc", "m"), b"00"),
    "n.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
}


EMPTY = "title: Leer\nlang: {language}\nallow_hosts: [bilder.example.net]\n"
OWN = "fetch(document.cookie)"
# These need Pagefind, or more sources than fit on a page.
SELDOM = ["search_texts", "search_more", "search_failed", "texts_found"]
SELDOM += ["library_page", "pages_of_library"]
SIGNS = ["comma", "semicolon"]


def _site(language: str) -> dict[str, str | bytes]:
    """Return a site with a bit of all that the theme can show, whose own words are all German."""
    everything = post_of(
        "Text [@a; @b] und TG [@c; @d; @e; @f] und [@a].[^1]\n\n[^1]: Fuß.",
        title="Alles",
        tags=["trauer"],
        references=SOURCES,
        downloads=[{"title": f"Blatt {name}", "file": name} for name in FILES]
        + [{"title": "Netz", "url": "https://example.net/"}],
        featured=True,
        author="Bea",
        series="Folge",
        updated="2021-01-02",
        reviewed="2021-02-02",
        reviewed_by="Bea",
        changes=[{"date": "2021-03-03", "text": "Neu."}],
        content_note="Trauer.",
        summary_plain="Leicht.",
        aliases=["/alt/"],
    )
    shared = {"tags": ["trauer"], "series": "Folge", "draft": True}
    return {
        "content/site.yaml": SETTINGS.format(language=language),
        "content/glossary.yaml": "- {term: Tagebuch, abbr: TG, also: [Heft], "
        "definition: Ein Heft., see: [Rat], url: 'https://e.org/'}\n"
        "- {term: Rat, definition: Ein Rat.}\n",
        "content/pages/ich.md": text_of("Ich.", title="Ich", reviewed="2021-02-02"),
        "content/posts/alles.md": everything,
        "content/posts/noten.md": post_of(
            "Eins [@a].", title="Noten", csl="chicago-notes-bibliography", references=SOURCES[:1]
        ),
        "content/posts/zwei.md": post_of("Zwei.", title="Zwei", date="2021-05-05", **shared),
        "content/posts/drei.md": post_of("Drei.", title="Drei", handout=True, tags=["trauer"]),
        **{f"content/downloads/{name}": data for name, data in FILES.items()},
    }


def _build(root: Path, files: Mapping[str, str | bytes]) -> Path:
    write_site(root, files)
    build_site(root, root / "output", drafts=True)
    return root / "output"


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[str, str]]]:
    """What all pages say of the same site, and of an empty one, in two languages."""

    def build(language: str) -> Iterator[tuple[str, str]]:
        empty = {"content/site.yaml": EMPTY.format(language=language), "static/own.js": OWN}
        for files in (_site(language), empty):
            yield from _spoken(_build(tmp_path_factory.mktemp(language), files))

    return {language: list(build(language)) for language in (DEFAULT, "de")}


def test_a_german_site_shows_no_english_word_of_the_theme(
    sites: dict[str, list[tuple[str, str]]],
) -> None:
    names = [name for name in ENGLISH if _own(name, "de")]

    shown = [
        (path, name) for path, text in sites["de"] for name in names if _said(name, text, DEFAULT)
    ]

    assert shown == []


def test_the_site_of_that_test_shows_all_words_but_some(
    sites: dict[str, list[tuple[str, str]]],
) -> None:
    everything = " ".join(text for _, text in sites[DEFAULT])

    assert {name for name in ENGLISH if not _said(name, everything, DEFAULT)} == {*SELDOM, *SIGNS}


def test_the_parts_of_a_line_have_the_signs_of_their_language_between_them(tmp_path: Path) -> None:
    settings = {"title": "مدونة", "lang": "ar", "url": "https://example.org/", "author": "آدا"}
    credentials = [{"name": "معالجة", "register": "سجل", "number": "7"}]
    files = {
        "content/site.yaml": json.dumps({**settings, "credentials": credentials}),
        "content/posts/one.md": post_of("[@a; @e]", references=[SOURCES[0], SOURCES[4]]),
    }

    page = (_build(tmp_path, files) / "posts/one/index.html").read_text("utf-8")

    found = re.findall(r'(?s)<a href="#References">.*?</a>|<address.*?</ul>|"printed">.*?<', page)
    assert len(found) == len(("evidence", "credentials", "line on paper"))
    for part in found:
        assert "،" in part
        assert not re.search("[,;] ", part)


@pytest.fixture(scope="module")
def hebrew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = "title: אתר\ntagline: מילים\nlang: he\n"
    files = {"content/site.yaml": settings, "content/posts/one.md": post_of("Words.", lang="en")}
    return _build(tmp_path_factory.mktemp("he"), files)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        "content/site.yaml": "title: A site\nlang: en-GB\n",
        "content/posts/one.md": post_of("كلمات.", title="عنوان", lang="ar-EG"),
        "content/posts/two.md": post_of("Worte.", title="Titel", lang="de"),
        "content/posts/three.md": post_of("Words.", title="Plain", lang="en-GB"),
    }
    return _build(tmp_path_factory.mktemp("mixed"), files)


def _tag(page: Path, name: str) -> str:
    """Return the first tag of a name, as it is written."""
    found = re.search(rf"<{name}[^>]*>", page.read_text("utf-8"))
    assert found is not None
    return found[0]


def test_a_site_in_hebrew_is_written_from_the_right(hebrew: Path) -> None:
    home = hebrew / "index.html"

    assert _tag(home, "html") == '<html lang="he" dir="rtl">'
    assert _tag(home, 'header class="masthead"') == '<header class="masthead">'
    assert _tag(home, 'footer class="foot"') == '<footer class="foot">'


def test_an_english_post_of_that_site_is_written_from_the_left(hebrew: Path) -> None:
    post = hebrew / "posts/one/index.html"

    assert _tag(post, "html") == '<html lang="en">'
    assert _tag(post, 'header class="masthead"').endswith('lang="he" dir="rtl">')
    assert _tag(post, 'footer class="foot"').endswith('lang="he" dir="rtl">')


@pytest.mark.parametrize("path", ["index.html", "archive/index.html"])
def test_lists_tell_the_language_of_a_title_that_is_another(mixed: Path, path: str) -> None:
    page = (mixed / path).read_text("utf-8")

    assert 'lang="ar-EG" dir="auto">عنوان</a>' in page
    assert 'lang="de" dir="auto">Titel</a>' in page
    assert ">Plain</a>" in page
    assert page.count('dir="auto">Plain') == 0


def test_an_arabic_post_of_an_english_site_is_written_from_the_right(mixed: Path) -> None:
    post = mixed / "posts/one/index.html"

    assert _tag(post, "html") == '<html lang="ar-EG" dir="rtl">'
    assert _tag(post, 'header class="masthead"').endswith('lang="en-GB" dir="ltr">')
    assert _tag(post, 'footer class="foot"').endswith('lang="en-GB" dir="ltr">')
