"""The terms of the glossary in a text: the first time that each is used, it leads to its meaning.

Called by `cite`, before citations are filled in, so that these are never touched. Running text is
what stands in the elements that Markdown writes for it, and in nothing else: not in headings,
links, code, or elements of the author's own HTML. A text is searched between its tags, once, for
all terms together.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from unicodedata import category, normalize

from citewell.model import Body, Call, Cite, Target
from citewell.record import Record
from citewell.terms import URL, Glossary, Term, plain

_TAG = re.compile(r"<!--.*?-->|<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*>", re.DOTALL)
_RUNNING = re.compile(
    r"<(?:p|ul|ol|li|dl|dd|blockquote|table|tbody|tr|td|em|strong|del|ins|i|b|u|s|q|mark|small"
    r'|ol start="[0-9]+"|td class="[a-z]+"|div class="table"[^<>]*)>'
)
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "source", "track", "wbr"})
# Scripts that put no spaces between words: Thai to Khmer, kana, Chinese characters.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
Piece = str | Cite | Call | Target
# A word goes on behind a hyphen; behind the others is the name of a letter: `&eacute;`, `&#233;`.
_NO_BEGINNING = "(?<![&#-].)"
_HOLE, _NEVER = "\0", "(?!)"


class Index(Record, frozen=True):
    """A glossary made ready to be looked for: one pattern for all its forms, the longest first."""

    glossary: Glossary
    pattern: re.Pattern[str]


class Glossed(Record, frozen=True):
    """A text with its terms marked, and the ids of those in their order."""

    body: Body
    terms: tuple[str, ...]


def index_terms(glossary: Glossary) -> Index:
    """Make a glossary ready; the same index serves all posts."""
    names = [(form, True) for term in glossary.terms for form in (term.name, *term.also)]
    forms = sorted([*names, *((form, False) for form in glossary.abbreviations)], key=_longest)
    groups: dict[str, list[str]] = {}
    for form, any_case in forms:
        # A text may hold an accent as a sign of its own, behind its letter.
        for written in dict.fromkeys(normalize(shape, form) for shape in ("NFC", "NFD")):
            groups.setdefault(_cases(written[0]), []).append(_rest(written, any_case=any_case))
    return Index(glossary, re.compile("|".join(_alternatives(groups)) or _NEVER))


def _cases(letter: str) -> str:
    """Return a letter in all its cases, the same for each of them."""
    return "".join(dict.fromkeys(sorted({letter, *letter.lower(), *letter.upper()})))


def _longest(form: tuple[str, bool]) -> int:
    return -len(form[0])


def _alternatives(groups: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Yield the pattern of forms that begin where a word does, and those of all others.

    `groups` are the rests of forms by their first letter in all its cases: most of a text is passed
    over quickly.
    """
    begun = []
    for first, rests in groups.items():
        letters = f"[{''.join(map(re.escape, first))}]"
        if re.match(rf"(?![{_UNSPACED}])\w", first):
            begun.append(f"{letters}{_NO_BEGINNING}(?:{'|'.join(rests)})")
        else:
            yield f"{letters}(?:{'|'.join(rests)})"
    if begun:
        yield rf"\b(?:{'|'.join(begun)})"


def _rest(form: str, *, any_case: bool) -> str:
    """Return the pattern of a form as HTML has it, behind its first letter."""
    words = r"\s+".join(re.escape(html.escape(word, quote=False)) for word in form[1:].split(" "))
    after = "" if re.search(f"[{_UNSPACED}]$", form) else r"(?!-?\w)"
    same = f"(?i:{words})" if any_case else f"(?<={re.escape(form[0])}){words}"
    return same + after


NO_TERMS = index_terms(Glossary())


def gloss(body: Body, index: Index) -> Glossed:
    """Mark the first use of each term in a text.

    The mark is a link to the term's place on the page of the glossary; what it abbreviates is told
    where an abbreviation stands.
    """
    if not index.glossary.terms:
        return Glossed(body, ())
    text = "".join(piece if isinstance(piece, str) else _HOLE for piece in body)
    found = dict(_first_uses(text, index))
    terms = tuple(term.id for term in found.values())
    return Glossed(tuple(_assemble(body, text, found)), terms)


def _first_uses(text: str, index: Index) -> Iterator[tuple[tuple[int, int], Term]]:
    """Yield where each term stands first, and the term."""
    seen: set[str] = set()
    for start, end in _running(text):
        for match in index.pattern.finditer(text, start, end):
            term = index.glossary.find(html.unescape(match[0]))
            if term and term.id not in seen and not _goes_on(text, match.end()):
                seen.add(term.id)
                yield match.span(), term


def _goes_on(text: str, end: int) -> bool:
    """Tell whether an accent follows that belongs to the last letter."""
    return end < len(text) and category(text[end]).startswith("M")


def _running(text: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of running text in HTML."""
    opened: list[tuple[str, bool]] = []
    position = 0
    for tag in _TAG.finditer(text):
        if opened and opened[-1][1] and position < tag.start():
            yield position, tag.start()
        position = tag.end()
        _follow(tag, opened)


def _follow(tag: re.Match[str], opened: list[tuple[str, bool]]) -> None:
    """Note what a tag opens or closes: names of elements, and whether running text is in them."""
    name = (tag[2] or "").lower()
    if not name or name in _VOID:
        return
    if not tag[1]:
        within = not opened or opened[-1][1]
        opened.append((name, within and _RUNNING.fullmatch(tag[0]) is not None))
    elif any(name == other for other, _ in opened):
        while opened.pop()[0] != name:
            pass


def _assemble(body: Body, text: str, found: dict[tuple[int, int], Term]) -> Iterator[Piece]:
    """Yield the pieces of a text again, the terms in it marked."""
    cuts: list[tuple[int, int, tuple[Piece, ...]]] = [
        (start, end, _mark(text[start:end], term)) for (start, end), term in found.items()
    ]
    cuts += _holes(body)
    position = 0
    for start, end, pieces in sorted(cuts, key=itemgetter(0)):
        if position < start:
            yield text[position:start]
        yield from pieces
        position = end
    if position < len(text):
        yield text[position:]


def _holes(body: Body) -> Iterator[tuple[int, int, tuple[Piece, ...]]]:
    """Yield where each piece that is no ready HTML has its hole in the text."""
    position = 0
    for piece in body:
        size = len(piece) if isinstance(piece, str) else len(_HOLE)
        if not isinstance(piece, str):
            yield position, position + size, (piece,)
        position += size


def _mark(words: str, term: Term) -> tuple[Piece, ...]:
    """Return the words of a term as a link to its place on the page of the glossary."""
    target = Target(f"/{URL}#{term.id}", term.place)
    if plain(html.unescape(words)) == term.abbreviation:
        title = html.escape(term.name)
        return f'<abbr class="term" title="{title}"><a href="', target, f'">{words}</a></abbr>'
    return '<dfn class="term"><a href="', target, f'">{words}</a></dfn>'
