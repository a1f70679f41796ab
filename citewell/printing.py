"""Manuscripts to prints: the one door to the citation engine.

Called by `articles` where nothing that was printed before can serve. Faults of the engine become
problems here, or are blamed on a source by its key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from citewell import csl
from citewell.locators import split_locator
from citewell.manuscript import (
    Manuscript,
    Print,
    PrintedCitation,
    PrintedEntry,
    Standing,
    UnprintableError,
    place_of,
)
from citewell.model import CiteItem, Key, Source
from citewell.problems import CitewellError, Problem
from citewell.record import Scratch, field

_LINK = re.compile(r"</?a\b[^>]*>")
_STRONG = re.compile(r"(?<![\\\w*])\*\*(?=\S)(.+?)(?<=\S)\*\*")
_EMPHASIS = re.compile(r"(?<![\\\w*])([*_])(?=\S)(.+?)(?<=[^\s\\])\1(?!\w)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


class Styles(Scratch):
    """The styles that posts ask for, each opened once; `root` is the folder of the site."""

    root: Path
    opened: dict[tuple[str, str], csl.Style] = field(default_factory=dict)

    def open(self, name: Key, source: Source, language: str) -> csl.Style:
        """Return a style in a language; `source` is where its name was written.

        Raises `CitewellError` where there is none, or one with a fault.
        """
        wanted = (name.name, language)
        if wanted not in self.opened:
            try:
                self.opened[wanted] = self._load(name.name, language)
            except csl.CslError as error:
                raise CitewellError(self._problem(name, source, error)) from None
        return self.opened[wanted]

    def _load(self, name: str, language: str) -> csl.Style:
        folder, _, file = name.rpartition("/")
        # Files anywhere else are not watched for changes, nor would they come with the site.
        if folder not in {"", "styles"}:
            raise csl.CslError(f"there is no style called {name}; put its file into styles/")
        wanted = file.removesuffix(".csl")
        own = self.root / "styles", self.root / "locales"
        if not any(room.is_dir() for room in own):
            return _packaged_style(wanted, language)
        return csl.load_style(wanted, language, own[:1], own[1:])

    def _problem(self, name: Key, source: Source, error: csl.CslError) -> Problem:
        """Blame the style's own file where it is the writer's, else the name of the style."""
        file = f"styles/{Path(name.name).name.removesuffix('.csl')}.csl"
        if error.line and (self.root / file).is_file():
            return Problem(file, error.line, 0, error.message)
        message, _, hint = error.message.partition("; ")
        return source.problem(name.span, message, hint)


@lru_cache(maxsize=8)
def _packaged_style(name: str, language: str) -> csl.Style:
    """Return a style of the packages: these stay as they are while a process runs."""
    return csl.load_style(name, language)


def print_manuscript(manuscript: Manuscript, style: csl.Style, identity: str = "") -> Print:
    """Print a manuscript in a style; links lead only to sources that are listed.

    `identity` stands for both. Raises `UnprintableError` for what the style cannot do.
    """
    by_notes = style.kind == "note"
    terms = {word.lower(): label for word, label in style.locator_terms.items()}
    clusters = [_cluster(one, terms, by_notes=by_notes) for one in manuscript.citations]
    try:
        rendered = csl.render(style, manuscript.items, clusters, uncited=manuscript.uncited)
    except csl.CslError as error:
        raise _blame(error, manuscript, style) from None
    options = style.bibliography_options
    return Print(
        identity=identity,
        by_notes=by_notes,
        citations=tuple(_citations(manuscript.citations, rendered, by_notes=by_notes)),
        entries=tuple(
            PrintedEntry(entry.key, csl.render_html(entry.tree)) for entry in rendered.entries
        ),
        hanging=options.hanging_indent,
        columns=bool(options.second_field_align),
        spacing=options.entry_spacing,
        own="" if manuscript.own is None else _own_entry(manuscript.own, style),
    )


def _citations(
    standing: Sequence[Standing], rendered: csl.Rendered, *, by_notes: bool
) -> Iterator[PrintedCitation]:
    """Yield the citations as HTML; those that stand in the text lead to their sources."""
    listed = {entry.key for entry in rendered.entries}
    for one, citation in zip(standing, rendered.citations, strict=True):
        linked = not by_notes and all(item.key in listed for item in one.cite.items)
        words = csl.render_html(citation.tree, cite_href=place_of if linked else None)
        yield PrintedCitation(words, csl.render_html(citation.lead))


def _blame(error: csl.CslError, manuscript: Manuscript, style: csl.Style) -> UnprintableError:
    """Return what names the first source that the style cannot print even alone."""
    for key, item in manuscript.items.items():
        try:
            csl.render(style, {key: item}, [], uncited=[key])
        except csl.CslError as own:
            return UnprintableError(key, own.message)
    return UnprintableError("", error.message)


def _cluster(standing: Standing, terms: Mapping[str, str], *, by_notes: bool) -> csl.Cluster:
    narrative = standing.cite.narrative
    cites = [_cite(item, terms) for item in standing.cite.items]
    if by_notes and standing.within and narrative:
        # The sentence of the footnote has named the author just before.
        cites[0] = cites[0]._replace(mode="suppress-author")
    note = standing.note if by_notes else 0
    return csl.Cluster(tuple(cites), "narrative" if narrative else "normal", note)


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


def _own_entry(item: Mapping[str, Any], style: csl.Style) -> str:
    """Return how others cite a text, as the style prints it."""
    rendered = csl.render(style, {"": item}, [], uncited=[""])
    # In a style of numbers the first column is a number, which means nothing elsewhere.
    entry = "".join(csl.render_html(entry.inline or entry.tree) for entry in rendered.entries)
    # The one link leads to where the reader is.
    return _LINK.sub("", entry)
