"""Pandoc's citation syntax to `Cite`, every one with its place in the text.

`[see @weitz2014, p. 35; @rogers1957]`, `@weitz2014 [p. 35]`, `[-@weitz2014]`. What is found here is
a candidate: whether it stands in code is for `markup` to say, which knows Markdown. Which words
name a locator depends on the language, so that `locators` finds it when it is printed.
Prefixes and suffixes are handed on as the writer typed them, Markdown and all.

Where this differs from pandoc, it is to speak up or to guess less: two sources in one part of a
citation are a fault and not a citation inside a citation; an address such as `https://x.org/@me`
holds none, nor does an @ right behind a letter or another key; `-@a` leaves the author out in
running text too; semicolons in braces never part two sources.

Source: pandoc's manual, "Citation syntax".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from citewell.model import Cite, CiteItem, Source, Span
from citewell.record import Scratch, field

_KEY = r"(?:\{(?:[^{}\n]|\{[^{}\n]*\})+\}|\w(?:\w|[:.#$%&+?<>~/-](?=\w))*)"
_CITED = rf"(?<![^\W_])(?<![@/])(?P<key>(?:(?<!-)-)?@(?P<name>{_KEY}))"
_OPENING = r"(?P<open>(?<!(?<!\\)!)\[)"
_BREAK = r"\n[ \t]*(?=\n)"
# Looked at first: most letters begin nothing, and are passed over at once.
_START = re.compile(rf"(?=[\\\[@-])(?:\\.|{_OPENING}|{_CITED})")
_TOKEN = re.compile(
    r"(?=[\\@\[\];\n`{-])(?:"
    rf"\\.|{_CITED}|(?P<opening>\[)|(?P<closing>\])|(?P<stop>;)|(?P<break>{_BREAK})"
    r"|(?P<code>`+)|(?P<braces>\{[^{}\[\]\n]*\}))"
)
_TICKS = re.compile(rf"`+|{_BREAK}")
_LINE_END = re.compile(r"[ \t]*\n[ \t>]*")
# What makes a link of the bracket before it, as the mark of a footnote does not.
_LINKED = re.compile(r"\(|\[(?!\^)")
_SECOND_BRACKET = re.compile(r"[ \t]*(?:\n[ \t>]*)?\[")


class _Part(Scratch):
    """What stands between two semicolons: its keys, and the first key of each bracket in it."""

    start: int
    end: int = 0
    keys: list[re.Match[str]] = field(default_factory=list)
    nested: list[re.Match[str]] = field(default_factory=list)


class _Bracket(Scratch):
    """A bracket and its parts. While it is open, its last part is the one being read."""

    start: int
    parts: list[_Part]
    end: int = 0

    def close_part(self, end: int, following: int | None = None) -> None:
        """End the last part; another begins at `following`, if that is given."""
        self.parts[-1].end = end
        if following is not None:
            self.parts.append(_Part(following))


def find_citations(source: Source, start: int) -> Iterator[Cite]:
    """Find the citations of a source from an offset on, in the order of the text.

    Yields candidates that do not overlap; their spans are offsets into the whole source. Raises
    `CitewellError` for a part of a citation that names two sources. Takes time in proportion to
    the length of the text.
    """
    if source.text.find("@", start) < 0:
        return
    brackets = _brackets(source.text, start)
    position = start
    while match := _START.search(source.text, position):
        position = match.end()
        cite = None
        if match["open"] and match.start() in brackets:
            cite = _bracketed(source, brackets[match.start()])
        elif match["key"]:
            cite = _narrative(source, match, brackets)
        if cite is not None:
            yield cite
            position = cite.span.end


def _brackets(text: str, start: int) -> dict[int, _Bracket]:
    """Read every bracket that is closed in its paragraph, in one pass; keyed by its offset.

    Semicolons and keys belong to the innermost bracket round them; those in code and in braces to
    none.
    """
    closed: dict[int, _Bracket] = {}
    stack: list[_Bracket] = []
    code = _code(text, start)
    position = start
    while token := _TOKEN.search(text, position):
        position = token.end()
        if token["opening"]:
            stack.append(_Bracket(token.start(), [_Part(token.end())]))
        elif token["break"] is not None:
            stack.clear()
        elif not stack:
            position = token.start() + 1 if token["braces"] else token.end()
        elif token["code"]:
            position = code.get(token.start(), token.end())
        elif token["closing"]:
            _close(stack, token, closed)
        elif token["stop"]:
            stack[-1].close_part(token.start(), token.end())
        elif token["key"]:
            stack[-1].parts[-1].keys.append(token)
    return closed


def _close(stack: list[_Bracket], token: re.Match[str], closed: dict[int, _Bracket]) -> None:
    """Close the innermost bracket, and tell the one round it of a key that stands there."""
    bracket = stack.pop()
    bracket.close_part(token.start())
    bracket.end = token.end()
    closed[bracket.start] = bracket
    keys = next(
        (part.keys or part.nested for part in bracket.parts if part.keys or part.nested), []
    )
    if stack:
        stack[-1].parts[-1].nested += keys[:1]


def _code(text: str, start: int) -> dict[int, int]:
    """Map the offset of each run of backticks to the end of the run that closes it as code."""
    closing: dict[int, int] = {}
    ends: dict[int, int] = {}
    for run in reversed(list(_TICKS.finditer(text, start))):
        if run[0].startswith("\n"):
            closing.clear()
            continue
        length = len(run[0])
        if length in closing:
            ends[run.start()] = closing[length]
        closing[length] = run.end()
    return ends


def _bracketed(source: Source, bracket: _Bracket) -> Cite | None:
    """Read `[see @a, p. 4; -@b]`; a bracket that belongs to a link or a footnote is none."""
    if _is_link(source.text, bracket) or not all(part.keys for part in bracket.parts):
        return None
    items = tuple(_item(source, part) for part in bracket.parts)
    return Cite(items, narrative=False, span=Span(bracket.start, bracket.end))


def _narrative(source: Source, match: re.Match[str], brackets: Mapping[int, _Bracket]) -> Cite:
    """Read `@a`, `@a [p. 4; see also @b]` or `-@a`, as part of a sentence."""
    bracket = _second_bracket(source.text, match.end(), brackets)
    end = bracket.end if bracket else match.end()
    suffix, items = _continued(source, bracket.parts) if bracket else ("", ())
    first = CiteItem(_key(match), "", suffix, _leaves_author(match), _key_span(match))
    return Cite((first, *items), not first.suppress_author, Span(match.start(), end))


def _second_bracket(text: str, start: int, brackets: Mapping[int, _Bracket]) -> _Bracket | None:
    """Return the bracket that continues a narrative citation: `[p. 4; see also @b]`.

    Its first part may go without a key, and then belongs to the source before it.
    """
    opening = _SECOND_BRACKET.match(text, start)
    bracket = brackets.get(opening.end() - 1) if opening else None
    if bracket is None or _is_link(text, bracket):
        return None
    belongs = bracket.parts[0].keys or not bracket.parts[0].nested
    return bracket if belongs and all(part.keys for part in bracket.parts[1:]) else None


def _continued(source: Source, parts: Sequence[_Part]) -> tuple[str, tuple[CiteItem, ...]]:
    """Read the second bracket: the suffix of the source before it, and the other sources."""
    if parts[0].keys:
        return "", tuple(_item(source, part) for part in parts)
    words = _words(source.text[parts[0].start : parts[0].end]).strip()
    items = tuple(_item(source, part) for part in parts[1:])
    return f", {words}" if words else "", items


def _item(source: Source, part: _Part) -> CiteItem:
    """Read one part of a citation: prefix, key, suffix."""
    key, *others = [*part.keys, *part.nested]
    if others:
        hint = "put a semicolon between two sources: [@one; @two]"
        raise source.error(_key_span(others[0]), "a second source in one part of a citation", hint)
    prefix = _words(source.text[part.start : key.start()]).lstrip()
    suffix = _words(source.text[key.end() : part.end]).rstrip()
    return CiteItem(_key(key), prefix, suffix, _leaves_author(key), _key_span(key))


def _key(match: re.Match[str]) -> str:
    name = match["name"]
    return name[1:-1] if name.startswith("{") else name


def _leaves_author(match: re.Match[str]) -> bool:
    return match["key"].startswith("-")


def _key_span(match: re.Match[str]) -> Span:
    return Span(match.start("name") - 1, match.end())


def _words(text: str) -> str:
    """Return the text on one line, without the marks of a quotation that it runs through."""
    return _LINE_END.sub(" ", text)


def _is_link(text: str, bracket: _Bracket) -> bool:
    """Tell whether a bracket is the text of a link, or the mark of a footnote."""
    footnote = text.startswith("^", bracket.start + 1)
    return footnote or _LINKED.match(text, bracket.end) is not None
