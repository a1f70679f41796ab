"""A post and its sources to an `Article` with its `Contents`: citations filled in.

Third stage of a build, one post at a time, a pure function of the post, the library and the style.
The one border between the site and the citation engine: faults of the engine become problems here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from citewell import csl
from citewell.citations import split_locator
from citewell.glossing import NO_TERMS, Index, gloss
from citewell.identity import identify
from citewell.links import targets_of
from citewell.markup import name_ways_back
from citewell.model import (
    Article,
    Bibliography,
    Body,
    Cite,
    CiteItem,
    Contents,
    Entry,
    Key,
    Post,
    Reference,
    Settings,
    Source,
    Target,
    Text,
    Work,
)
from citewell.problems import CitewellError, Level, Problem, did_you_mean
from citewell.record import Record, replace
from citewell.references import Library
from citewell.words import Words

EXCERPT_WORDS = 55
EXCERPT_LENGTH = 500
_PARAGRAPH = re.compile(r"<p(?:\s[^>]*)?>(.*?)</p>", re.DOTALL)
# The mark of a style of notes, and a citation that a style of numbers raises above the line.
_MARK = r'(?:<sup class="citation"|<span class="citation" id="cite-[0-9]+"><sup>)'
# Those and the marks of Markdown's own notes; other raised words belong to the text.
_NOTE_MARK = re.compile(rf'(?:{_MARK}|<sup id="fnref).*?</sup>', re.DOTALL)
_SPACE_BEFORE_MARK = re.compile(rf"\s+(?={_MARK})")
_TAGS = re.compile(r"<[^>]*>")
_LINK = re.compile(r"</?a\b[^>]*>")
_STRONG = re.compile(r"(?<![\\\w*])\*\*(?=\S)(.+?)(?<=\S)\*\*")
_EMPHASIS = re.compile(r"(?<![\\\w*])([*_])(?=\S)(.+?)(?<=[^\s\\])\1(?!\w)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ALL = "*"
# What may stand in the part of an address behind `#` (RFC 3986, 3.5).
_PLACE = "/?:@!$&'()*+,;=-._~"


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
    """What comes of a post: the facts, the contents, and what is doubtful in it."""

    article: Article
    contents: Contents
    problems: tuple[Problem, ...] = ()


def cite_post(
    post: Post, source: Source, library: Library, style: csl.Style, about: About
) -> Cited:
    """Fill in the citations of a post and make its list of references.

    `library` holds all references that the post may cite by key, `about` is what the site adds.
    Raises `CitewellError` with a problem for each citation of a source that is not there, and for
    what the style cannot do.
    """
    cites = [piece for piece in post.body if isinstance(piece, Cite)]
    nocite = list(_nocite(post.meta.nocite, library))
    problems = [*_unknown(source, cites, library), *_unknown_keys(source, nocite, library)]
    if problems:
        raise CitewellError(*(problems if about.whole else ()))
    cites = [_by_own_keys(cite, library) for cite in cites]
    nocite = [Key(library[key.name].key, key.span) for key in nocite]
    rendered = _render(source, cites, [key.name for key in nocite], library, style)
    listed = {entry.key for entry in rendered.entries}
    say = partial(about.words.say, language=post.meta.lang or about.settings.lang)
    writer = _Writer(style, listed, library, say)
    glossed = gloss(post.body, about.terms if post.meta.glossary else NO_TERMS)
    text = tuple(writer.text(glossed.body, writer.citations(cites, rendered)))
    notes = writer.notes(rendered) if style.kind == "note" else ()
    bibliography = _bibliography(style, rendered, cites, library)
    items = tuple(library[entry.key].item for entry in rendered.entries)
    article = Article(
        path=post.path,
        kind=post.kind,
        slug=post.slug,
        meta=replace(post.meta, references=()),
        excerpt="" if post.meta.summary else excerpt(text),
        targets=targets_of(text),
        works=tuple(_works(bibliography, items)),
        terms=glossed.terms,
    )
    contents = Contents(
        text=text,
        notes=notes,
        bibliography=bibliography,
        items=items,
        own_entry=_own_entry(post, style, about.settings) if post.kind == "post" else "",
    )
    return Cited(article, contents, tuple(_unused(source, post, cites, nocite)))


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
    used = {item.key for cite in cites for item in cite.items} | {key.name for key in nocite}
    for reference in post.meta.references:
        if reference.key not in used:
            message = f"the source '{reference.key}' is never cited, so it is not listed"
            hint = (
                f"cite it as [@{reference.key}], or list it all the same: nocite: [{reference.key}]"
            )
            yield source.problem(reference.span, message, hint, Level.WARNING)


def _render(
    source: Source,
    cites: Sequence[Cite],
    nocite: Sequence[str],
    library: Library,
    style: csl.Style,
) -> csl.Rendered:
    keys = dict.fromkeys([item.key for cite in cites for item in cite.items])
    items = {key: library[key].item for key in [*keys, *nocite]}
    terms = {word.lower(): label for word, label in style.locator_terms.items()}
    clusters = [_cluster(cite, terms) for cite in cites]
    try:
        return csl.render(style, items, clusters, uncited=nocite)
    except csl.CslError as error:
        raise CitewellError(_blame(source, error, items, library, style)) from None


def _blame(
    source: Source,
    error: csl.CslError,
    items: Iterable[str],
    library: Library,
    style: csl.Style,
) -> Problem:
    """Return a problem for the first source that the style cannot print even alone."""
    for key in items:
        try:
            csl.render(style, {key: library[key].item}, [], uncited=[key])
        except csl.CslError as own:
            message = f"the source '{key}' cannot be printed: {own.message}"
            return _at(source, library[key], message)
    return Problem(source.path, 0, 0, f"the citations cannot be printed: {error.message}")


def _at(source: Source, reference: Reference, message: str) -> Problem:
    if reference.path == source.path:
        return source.problem(reference.span, message)
    return Problem(reference.path, 0, 0, message)


def _cluster(cite: Cite, terms: Mapping[str, str]) -> csl.Cluster:
    cites = tuple(_cite(item, terms) for item in cite.items)
    return csl.Cluster(cites, "narrative" if cite.narrative else "normal")


def _cite(item: CiteItem, terms: Mapping[str, str]) -> csl.Cite:
    label, locator, rest = split_locator(item.suffix, terms)
    return csl.Cite(
        key=item.key,
        prefix=_rich(item.prefix),
        suffix=_rich(rest),
        locator=_rich(locator),
        label=label or "page",
        mode="suppress-author" if item.suppress_author else "normal",
    )


def _rich(words: str) -> str:
    """Return the writer's words with their emphasis in the marks that the engine knows."""
    words = _STRONG.sub(r"<b>\1</b>", words)
    return _ESCAPED.sub(r"\1", _EMPHASIS.sub(r"<i>\2</i>", words))


class _Writer(Record, frozen=True):
    """Writes what the engine rendered as HTML; links lead only to sources that are listed."""

    style: csl.Style
    listed: set[str]
    library: Library
    say: Callable[..., str]

    def text(self, body: Body, citations: Iterator[str]) -> Iterator[str | Target]:
        """Yield a text with its citations; the ways back from notes of the author have names."""
        for piece in _fill_in(body, citations):
            yield name_ways_back(piece, self.say) if isinstance(piece, str) else piece

    def citations(self, cites: Sequence[Cite], rendered: csl.Rendered) -> Iterator[str]:
        """Yield the HTML of each citation; its id is `cite-<number>`, from 1."""
        for number, (cite, citation) in enumerate(
            zip(cites, rendered.citations, strict=True), start=1
        ):
            if self.style.kind == "note":
                yield self._note_mark(number, citation) + self._warnings(cite)
            else:
                linked = all(item.key in self.listed for item in cite.items)
                inner = csl.render_html(citation.tree, cite_href=_href if linked else None)
                mark = f'<span class="citation" id="cite-{number}">{inner}</span>'
                yield mark + self._warnings(cite)

    def _warnings(self, cite: Cite) -> str:
        """Return a word after the citation for each way in which its sources are not sound."""
        sources = [self.library[item.key] for item in cite.items]
        statuses = dict.fromkeys(source.status for source in sources if source.status)
        words = [html.escape(self.say(f"status_{status}")) for status in statuses]
        return "".join(f' <span class="status">[{word}]</span>' for word in words)

    def _note_mark(self, number: int, citation: csl.Citation) -> str:
        lead = csl.render_html(citation.lead)
        return (
            f'{lead}<sup class="citation" id="cite-{number}">'
            f'<a href="#fn-{number}" role="doc-noteref">{number}</a></sup>'
        )

    def notes(self, rendered: csl.Rendered) -> tuple[Entry, ...]:
        """Return the notes of a note style: their number as key, one citation each."""
        return tuple(
            Entry(str(number), csl.render_html(citation.tree), (number,))
            for number, citation in enumerate(rendered.citations, start=1)
        )


def _href(key: str) -> str:
    return f"#ref-{quote(key, safe=_PLACE)}"


def _fill_in(body: Body, citations: Iterator[str]) -> Iterator[str | Target]:
    """Put the citations into the text, and ready pieces together; a raised mark takes no space."""
    ready: list[str] = []
    for piece in body:
        if isinstance(piece, str):
            ready.append(piece)
        elif isinstance(piece, Cite):
            ready.append(next(citations))
        else:
            yield _joined(ready)
            yield piece
            ready = []
    yield _joined(ready)


def _joined(ready: Iterable[str]) -> str:
    return _SPACE_BEFORE_MARK.sub("", "".join(ready))


def _bibliography(
    style: csl.Style, rendered: csl.Rendered, cites: Sequence[Cite], library: Library
) -> Bibliography | None:
    if not rendered.entries:
        return None
    cited: dict[str, list[int]] = {}
    for number, cite in enumerate(cites, start=1):
        for key in dict.fromkeys(item.key for item in cite.items):
            cited.setdefault(key, []).append(number)
    options = style.bibliography_options
    return Bibliography(
        entries=tuple(
            Entry(
                entry.key,
                csl.render_html(entry.tree),
                tuple(cited.get(entry.key, ())),
                library[entry.key].archived,
                library[entry.key].status,
            )
            for entry in rendered.entries
        ),
        hanging=options.hanging_indent,
        columns=bool(options.second_field_align),
        spacing=options.entry_spacing,
    )


def _works(bibliography: Bibliography | None, items: Iterable[Mapping[str, Any]]) -> Iterator[Work]:
    entries = bibliography.entries if bibliography else ()
    for entry, item in zip(entries, items, strict=True):
        yield Work(entry.key, identify(item, entry.html, entry.archived, entry.status))


def _own_entry(post: Post, style: csl.Style, settings: Settings) -> str:
    """Return how others cite the post, as the style prints it."""
    rendered = csl.render(style, {"": own_item(post, settings)}, [], uncited=[""])
    # In a style of numbers the first column is a number, which means nothing elsewhere.
    entry = "".join(csl.render_html(entry.inline or entry.tree) for entry in rendered.entries)
    # The one link leads to where the reader is.
    return _LINK.sub("", entry)


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
