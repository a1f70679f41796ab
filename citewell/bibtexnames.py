"""A list of names in BibTeX to the names of CSL.

`von Last, Jr, First`, `First von Last`, `{A Whole Name}`, and BibLaTeX's `family=..., given=...`.
Knows nothing of entries. The parts of a name are found by bibtexparser, as BibTeX finds them.

Sources: "Tame the BeaST", chapter 11; the biblatex manual, "Extended Name Format".
"""

from __future__ import annotations

import re

from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from citewell.latex import parse_latex, render_plain

Name = dict[str, str]

_PARTS = re.compile(r"\s*(?P<part>[a-z][a-z-]*)\s*=\s*(?P<value>(?:\{[^{}]*\}|[^,{}])*),?")
_EXTENDED = re.compile(r"\s*(?:family|given|prefix|suffix)(?:-i)?\s*=")
_PARTICLES = {True: "non-dropping-particle", False: "dropping-particle"}


def parse_names(written: str, *, prefixed: bool = True) -> list[Name]:
    """Parse the names of a field. `prefixed` tells whether "von" belongs to the family name."""
    names = split_multiple_persons_names(" ".join(written.replace("~", " ").split()))
    return [name for text in names if (name := _name(text, prefixed=prefixed))]


def _name(text: str, *, prefixed: bool) -> Name:
    if _is_whole(text) or text.lower() == "others":
        literal = _plain(text)
        return {"literal": literal} if literal else {}
    if _EXTENDED.match(text):
        return _extended_name(text, prefixed=prefixed)
    parts = parse_single_name_into_parts(text, strict=False)
    name = {
        "family": _plain(" ".join(parts.last)),
        "given": _plain(" ".join(parts.first)),
        _PARTICLES[prefixed]: _plain(" ".join(parts.von)),
        "suffix": _plain(" ".join(parts.jr)),
    }
    return {part: words for part, words in name.items() if words}


def _is_whole(text: str) -> bool:
    """Tell whether one pair of braces holds the whole name, as an institution's."""
    if not (text.startswith("{") and text.endswith("}")) or text.startswith("{\\"):
        return False
    depth = 0
    for position, sign in enumerate(text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth == 0:
            return position == len(text) - 1
    return False


def _extended_name(text: str, *, prefixed: bool) -> Name:
    found = {match["part"]: _plain(match["value"]) for match in _PARTS.finditer(text)}
    prefixed = found.get("useprefix", "true" if prefixed else "false") == "true"
    name = {
        "family": found.get("family", ""),
        "given": found.get("given", ""),
        _PARTICLES[prefixed]: found.get("prefix", ""),
        "suffix": found.get("suffix", ""),
    }
    return {part: words for part, words in name.items() if words}


def _plain(text: str) -> str:
    return render_plain(parse_latex(text))
