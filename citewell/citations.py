"""Pandoc's citation syntax to `Cite`, every one with its place in the text.

`[see @weitz2014, p. 35; @rogers1957]`, `@weitz2014 [p. 35]`, `[-@weitz2014]`. What is found here is
a candidate: whether it stands in code is for `markup` to say, which knows Markdown. Which words
name a locator depends on the language, so `split_locator` is called by `cite`, with its terms.

Source: pandoc's manual, "Citation syntax".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from citewell.model import Cite, CiteItem, Source, Span

_KEY = r"(?:\{[^{}\n]+\}|\w(?:\w|[:.#$%&+?<>~/-](?=\w))*)"
_BARE = re.compile(rf"(?<![\w@/\\])(-?)@({_KEY})")
_INNER = re.compile(rf"(?<![\w@\\])(-?)@({_KEY})")
_OPENING = re.compile(r"(?<![\\!])\[|(?<![\w@/\\])-?@")
_BREAK = re.compile(r"\n[ \t]*\n")
_LINE_END = re.compile(r"[ \t]*\n[ \t>]*")
_BRACKETS = re.compile(r"\\.|[\[\]]")
_SEPARATORS = re.compile(r"[\[{}\];]")
_SECOND_BRACKET = re.compile(r"[ \t]?\[(?!\^)")

_BRACED = re.compile(r"\{([^{}]*)\}")
_AND = r"\s*(?:,|&|\band\b|[-\u2013])\s*"
_NUMBER = r"[^\s,;{}]*\d[^\s,;{}]*"
_ROMAN = r"[ivxlcdm]+(?:[-\u2013][ivxlcdm]+)?(?![^\W\d_])"
_PAGES = re.compile(rf"\d[^\s,;{{}}]*(?:{_AND}\d[^\s,;{{}}]*)*")
_AFTER_LABEL = re.compile(
    rf"(?:{_NUMBER}|{_ROMAN})(?:{_AND}(?:{_NUMBER}|{_ROMAN}))*", re.IGNORECASE
)


def find_citations(source: Source, start: int) -> Iterator[Cite]:
    """Find the citations of a source from an offset on, in the order of the text.

    Yields candidates that do not overlap; their spans are offsets into the whole source.
    """
    position = start
    while match := _OPENING.search(source.text, position):
        found = match[0] == "["
        cite = _bracketed(source, match.start()) if found else _narrative(source, match.start())
        if cite is not None:
            yield cite
        position = cite.span.end if cite else match.start() + 1


def _bracketed(source: Source, start: int) -> Cite | None:
    """Read `[see @a, p. 4; -@b]`; a bracket that belongs to a link is none."""
    end = _closing(source.text, start)
    if end is None or _is_link(source.text, start, end):
        return None
    items = [_item(source, span) for span in _split(source.text, start + 1, end - 1)]
    whole = [item for item in items if item is not None]
    if len(whole) < len(items):
        return None
    return Cite(tuple(whole), narrative=False, span=Span(start, end))


def _narrative(source: Source, start: int) -> Cite | None:
    """Read `@a`, `@a [p. 4; see also @b]` or `-@a`, as part of a sentence."""
    match = _BARE.match(source.text, start)
    if match is None:
        return None
    first = CiteItem(_key(match), suppress_author=bool(match[1]), span=_key_span(match))
    items, end = _locator_bracket(source, match.end())
    suffix = f", {items[0].suffix.strip()}" if items and items[0].suffix.strip() else ""
    first = CiteItem(first.key, "", suffix, first.suppress_author, first.span)
    narrative = not first.suppress_author
    return Cite((first, *items[1:]), narrative, Span(start, end))


def _locator_bracket(source: Source, start: int) -> tuple[list[CiteItem], int]:
    """Read the bracket that may follow a narrative citation.

    Returns its parts, the first without a key, and its end; no parts where there is no such
    bracket. A bracket that begins with a source of its own is a citation of its own.
    """
    opening = _SECOND_BRACKET.match(source.text, start)
    end = _closing(source.text, opening.end() - 1) if opening else None
    if opening is None or end is None or _is_link(source.text, opening.end() - 1, end):
        return [], start
    spans = list(_split(source.text, opening.end(), end - 1))
    if _INNER.search(source.text, spans[0].start, spans[0].end):
        return [], start
    others = [_item(source, span) for span in spans[1:]]
    if None in others:
        return [], start
    locator = CiteItem("", suffix=_words(source.text[spans[0].start : spans[0].end]))
    return [locator, *(item for item in others if item)], end


def _item(source: Source, span: Span) -> CiteItem | None:
    """Read one part of a citation: prefix, key, suffix."""
    match = _INNER.search(source.text, span.start, span.end)
    if match is None:
        return None
    again = _INNER.search(source.text, match.end(), span.end)
    if again is not None:
        hint = "put a semicolon between two sources: [@one; @two]"
        raise source.error(_key_span(again), "a second source in one part of a citation", hint)
    prefix = _words(source.text[span.start : match.start()])
    suffix = _words(source.text[match.end() : span.end])
    return CiteItem(_key(match), prefix.lstrip(), suffix.rstrip(), bool(match[1]), _key_span(match))


def _key(match: re.Match[str]) -> str:
    return match[2].strip("{}")


def _key_span(match: re.Match[str]) -> Span:
    return Span(match.start() + len(match[1]), match.end())


def _words(text: str) -> str:
    """Return the text on one line, without the marks of a quotation that it runs through."""
    return _LINE_END.sub(" ", text)


def _closing(text: str, start: int) -> int | None:
    """Return the offset after the bracket that closes the one at `start`, in the same paragraph."""
    limit = _BREAK.search(text, start)
    depth = 0
    for match in _BRACKETS.finditer(text, start, limit.start() if limit else len(text)):
        depth += {"[": 1, "]": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    return None


def _is_link(text: str, start: int, end: int) -> bool:
    """Tell whether a bracket is part of a link, a picture, or the definition of a link."""
    line = text.rfind("\n", 0, start) + 1
    defines = text[end : end + 1] == ":" and not text[line:start].strip()
    return text[end : end + 1] in {"(", "["} or defines


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    """Split a stretch at its semicolons, those in brackets and braces apart."""
    depth = 0
    for match in _SEPARATORS.finditer(text, start, end):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if match[0] == ";" and depth == 0:
            yield Span(start, match.start())
            start = match.end()
    yield Span(start, end)


def split_locator(suffix: str, terms: Mapping[str, str]) -> tuple[str, str, str]:
    """Split what follows a key into label, locator and the rest.

    `terms` maps words such as `pp.` or `chapter` to the labels of CSL. Without a word, a number
    that comes first is a page. Braces hold a locator of any form, `{ii, A, D-Z}`, and empty ones
    say that there is none. Returns empty texts for what is not there.
    """
    label, start = _label(suffix, len(suffix) - len(suffix.lstrip(" ,\t")), terms)
    if braced := _BRACED.match(suffix, start):
        return _in_braces(label, braced[1], terms, suffix[braced.end() :])
    found = (_AFTER_LABEL if label else _PAGES).match(suffix, start)
    if found is None:
        return "", "", suffix
    return label or "page", found[0], suffix[found.end() :]


def _in_braces(
    label: str, inside: str, terms: Mapping[str, str], rest: str
) -> tuple[str, str, str]:
    inner, start = _label(inside, 0, terms) if not label else (label, 0)
    locator = inside[start:].strip()
    return (inner or "page", locator, rest) if locator else ("", "", rest)


def _label(text: str, start: int, terms: Mapping[str, str]) -> tuple[str, int]:
    """Return the label that stands at `start`, the longest that fits, and the offset behind it."""
    lower = text[start:].lower()
    fitting = [term for term in terms if lower.startswith(term.lower()) and _ends(term, lower)]
    if not fitting:
        return "", start
    term = max(fitting, key=len)
    after = text[start + len(term) :]
    return terms[term], len(text) - len(after.lstrip())


def _ends(term: str, text: str) -> bool:
    """Tell whether the word ends where the term ends: `p` does not begin `passim`."""
    return not (term[-1].isalpha() and text[len(term) : len(term) + 1].isalpha())
