"""A post and its sources to an `Article` with its `Contents`: citations filled in.

Third stage of a build, one post at a time, a pure function of the post, the library and what is
printed of its citations.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from citewell.glossing import NO_TERMS, Index, gloss
from citewell.holdings import Library
from citewell.identity import identify
from citewell.links import targets_of
from citewell.manuscript import (
    Manuscript,
    Press,
    Print,
    Standing,
    UnprintableError,
    read_through,
)
from citewell.marks import check_statuses
from citewell.model import (
    Article,
    Bibliography,
    Cite,
    Contents,
    Entry,
    Key,
    Post,
    Reference,
    Settings,
    Source,
    Text,
    Work,
)
from citewell.notes import MARK, Writer
from citewell.problems import CitewellError, Level, Problem, did_you_mean
from citewell.record import Record, replace
from citewell.words import Words

EXCERPT_WORDS = 55
EXCERPT_LENGTH = 500
_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p>", re.DOTALL)
# The marks of citations above the line, and those of footnotes; other raised words belong to the
# text.
_NOTE_MARK = re.compile(rf'(?:{MARK}|<sup id="fnref).*?</sup>', re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_ALL = "*"


class About(Record, frozen=True):
    """What a post does not know of itself: its site, with its words and terms.

    `whole` tells whether all files of references could be read: if not, a source that is not there
    may stand in one of them, and is not missed. `terms` are those that the site explains.
    """

    settings: Settings
    words: Words
    whole: bool = True
    terms: Index = NO_TERMS


class Cited(Record, frozen=True):
    """What comes of a post: the facts, the contents, what was printed, what is doubtful in it."""

    article: Article
    contents: Contents
    printed: Print
    problems: tuple[Problem, ...] = ()


def cite_post(post: Post, source: Source, library: Library, press: Press, about: About) -> Cited:
    """Fill in the citations of a post and make its list of references.

    `library` holds all references that the post may cite by key, `press` prints them in its style,
    `about` is what the site adds.
    Raises `CitewellError` with a problem for each citation of a source that is not there, and for
    what the style cannot do.
    """
    standing, nocite = _resolve(post, source, library, about)
    manuscript = _manuscript(post, standing, nocite, library, about)
    printed = _print(source, manuscript, library, press)
    cites = [each.cite for each in standing]
    glossed = gloss(post.prose.body, about.terms if post.meta.glossary else NO_TERMS)
    say = partial(about.words.say, language=post.meta.lang or about.settings.lang)
    written = Writer(library, say, standing, printed).write(replace(post.prose, body=glossed.body))
    items = tuple(_told(library[entry.key]) for entry in printed.entries)
    contents = Contents(
        text=written.text,
        notes=written.notes,
        bibliography=_bibliography(printed, cites, library),
        items=items,
        own_entry=printed.own,
        own=_own_record(post, items, about.settings) if post.kind == "post" else None,
    )
    doubts = (
        *_unused(source, post, cites, nocite),
        *check_statuses(map(library.__getitem__, _keys(cites, nocite)), source),
    )
    return Cited(_article(post, contents, glossed.terms), contents, printed, doubts)


def _resolve(
    post: Post, source: Source, library: Library, about: About
) -> tuple[list[Standing], list[Key]]:
    """Return all citations as they are read, and what `nocite` names, by the sources' own keys."""
    standing = read_through(post.prose)
    nocite = list(_nocite(post.meta.nocite, library))
    cites = [each.cite for each in standing]
    problems = [*_unknown(source, cites, library), *_unknown_keys(source, nocite, library)]
    if problems:
        raise CitewellError(*(problems if about.whole else ()))
    return (
        [replace(each, cite=_by_own_keys(each.cite, library)) for each in standing],
        [Key(library[key.name].key, key.span) for key in nocite],
    )


def _article(post: Post, contents: Contents, terms: tuple[str, ...]) -> Article:
    """Return what the rest of the site knows of a post."""
    notes = (piece for note in contents.notes for piece in note.text)
    return Article(
        path=post.path,
        kind=post.kind,
        slug=post.slug,
        meta=replace(post.meta, references=()),
        excerpt="" if post.meta.summary else excerpt(contents.text),
        targets=targets_of((*contents.text, *notes)),
        works=tuple(_works(contents.bibliography, contents.items)),
        terms=terms,
    )


def _nocite(keys: Iterable[Key], library: Library) -> Iterator[Key]:
    """Yield what `nocite:` names: `weitz2014`, `@weitz2014`, or `*` for everything there is."""
    for key in keys:
        for name in filter(None, re.split(r"[\s,;]+", key.name)):
            plain = name.removeprefix("@")
            names = library if plain == _ALL else [plain]
            yield from (Key(each, key.span) for each in names)


def _by_own_keys(cite: Cite, library: Library) -> Cite:
    """Return a citation with the keys of its sources, whatever other ids it calls them by."""
    items = tuple(replace(item, key=library[item.key].key) for item in cite.items)
    return replace(cite, items=items)


def _unknown(source: Source, cites: Iterable[Cite], library: Library) -> list[Problem]:
    keys = [Key(item.key, item.span) for cite in cites for item in cite.items]
    return _unknown_keys(source, keys, library)


def _unknown_keys(source: Source, keys: Iterable[Key], library: Library) -> list[Problem]:
    hint = "add it under `references:` in the front matter, or write \\@ for a plain @"
    return [
        source.problem(
            key.span,
            f"there is no source '{key.name}'",
            did_you_mean(key.name, library) or hint,
        )
        for key in keys
        if key.name not in library
    ]


def _unused(
    source: Source, post: Post, cites: Iterable[Cite], nocite: Iterable[Key]
) -> Iterator[Problem]:
    """Yield a warning for each of the post's own references that its text never cites."""
    used = _keys(cites, nocite)
    for reference in post.meta.references:
        if reference.key not in used:
            message = f"the source '{reference.key}' is never cited, so it is not listed"
            hint = (
                f"cite it as [@{reference.key}], or list it all the same: nocite: [{reference.key}]"
            )
            yield source.problem(reference.span, message, hint, Level.WARNING)


def _keys(cites: Iterable[Cite], nocite: Iterable[Key]) -> dict[str, None]:
    """Return the keys of all sources that a text cites or lists, each once."""
    cited = (item.key for cite in cites for item in cite.items)
    return dict.fromkeys((*cited, *(key.name for key in nocite)))


def _manuscript(
    post: Post,
    standing: Sequence[Standing],
    nocite: Sequence[Key],
    library: Library,
    about: About,
) -> Manuscript:
    keys = _keys((each.cite for each in standing), nocite)
    return Manuscript(
        citations=tuple(standing),
        items={key: library[key].item for key in keys},
        uncited=tuple(key.name for key in nocite),
        own=own_item(post, about.settings) if post.kind == "post" else None,
    )


def _print(source: Source, manuscript: Manuscript, library: Library, press: Press) -> Print:
    try:
        return press(manuscript)
    except UnprintableError as error:
        raise CitewellError(_blame(source, error, library)) from None


def _blame(source: Source, error: UnprintableError, library: Library) -> Problem:
    if not error.key:
        message = f"the citations cannot be printed: {error.message}"
        return Problem(source.path, 0, 0, message)
    reference = library[error.key]
    message = f"the source '{error.key}' cannot be printed: {error.message}"
    if reference.path == source.path:
        return source.problem(reference.span, message)
    return Problem(reference.path, 0, 0, message)


def _bibliography(printed: Print, cites: Sequence[Cite], library: Library) -> Bibliography | None:
    if not printed.entries:
        return None
    cited: dict[str, list[int]] = {}
    for number, cite in enumerate(cites, start=1):
        for key in dict.fromkeys(item.key for item in cite.items):
            cited.setdefault(key, []).append(number)
    return Bibliography(
        entries=tuple(
            Entry(
                entry.key,
                entry.html,
                tuple(cited.get(entry.key, ())),
                library[entry.key].archived,
                library[entry.key].status,
            )
            for entry in printed.entries
        ),
        hanging=printed.hanging,
        columns=printed.columns,
        spacing=printed.spacing,
    )


def _works(bibliography: Bibliography | None, items: Iterable[Mapping[str, Any]]) -> Iterator[Work]:
    entries = bibliography.entries if bibliography else ()
    for entry, item in zip(entries, items, strict=True):
        yield Work(entry.key, identify(item, entry.html, entry.archived, entry.status))


def _told(reference: Reference) -> Mapping[str, Any]:
    """Return the record of a source with what readers are told of it beside that."""
    beside = {"status": reference.status, "archived": reference.archived}
    return {**reference.item, **{name: words for name, words in beside.items() if words}}


def own_item(post: Post, settings: Settings) -> dict[str, Any]:
    """Return the CSL record of a post itself."""
    author, day = post.meta.author, post.meta.date
    if not author.name:
        author = settings.author
    parts = {"family": author.family, "given": author.given}
    return {
        "type": "post-weblog",
        "title": post.meta.title,
        "container-title": settings.title,
        "author": [parts if author.family else {"literal": author.name}] if author.name else [],
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "URL": f"{settings.url}posts/{post.slug}/" if settings.url else "",
        "language": post.meta.lang,
    }


def _own_record(
    post: Post, items: Iterable[Mapping[str, Any]], settings: Settings
) -> dict[str, Any]:
    """Return the record of a post for those who take it along; no source of it has its id."""
    taken = {item["id"] for item in items}
    key = f"{post.slug}-post" if post.slug in taken else post.slug
    record = {**own_item(post, settings), "language": post.meta.lang or settings.lang}
    return {"id": key, **{name: value for name, value in record.items() if value}}


def excerpt(text: Text) -> str:
    """Return the beginning of a text in plain words: its first paragraph that has any, cut short.

    Tags and the marks of notes are left out. Languages that put no spaces between words are cut
    after some letters.
    """
    whole = "".join(piece for piece in text if isinstance(piece, str))
    paragraphs = (_plain(match[1]).split() for match in _PARAGRAPH.finditer(whole))
    words: list[str] = next(filter(None, paragraphs), [])
    paragraph = " ".join(words)
    cut = " ".join(words[:EXCERPT_WORDS])[:EXCERPT_LENGTH]
    return paragraph if cut == paragraph else f"{cut.rstrip(' .,;:')} …"


def _plain(text: str) -> str:
    return html.unescape(_TAGS.sub("", _NOTE_MARK.sub("", text)))
