"""One name -> inline tree (specification, "Name-part", "Name-part Order", "Non-Latin Scripts").

The order of a name's parts depends on the form, on whether it stands in sort order, and on what
the style does with particles. Knows nothing of lists of names.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from citewell.csl.fields import parse_field
from citewell.csl.formatting import Formatting
from citewell.csl.initials import initialize
from citewell.csl.items import Name
from citewell.csl.particles import particle_space
from citewell.csl.rich import Inline, join

# How much of a given name a short form shows, once it had to be told from another one.
NOT_SHOWN, INITIALS, FULL = 0, 1, 2

# Scripts that set names with spaces between their parts; all others (Han, Kana, Hangul ...) set
# the family name first, and no space.
_SPACED = re.compile(
    "[A-Za-z\u00aa-\u036f\u0370-\u052f\u0530-\u058f\u0590-\u08ff\u10a0-\u10ff\u1e00-\u1fff]"
)


class NameForm(NamedTuple):
    """How a style sets one name."""

    is_short: bool
    initialize: bool
    initialize_with: str | None
    initialize_with_hyphen: bool
    sort_separator: str
    demote: str  # demote-non-dropping-particle: never, sort-only, display-and-sort
    family: Formatting
    given: Formatting


def render_name(name: Name, form: NameForm, *, inverted: bool, shown: int = NOT_SHOWN) -> Inline:
    """Return a name as the style sets it.

    `inverted` puts the family name first; `shown` is INITIALS or FULL where disambiguation needs
    more of the given name than the form shows.
    """
    if name.literal:
        return form.family.apply(parse_field(name.literal), english=False)
    if not name.family:
        return form.given.apply(parse_field(name.given), english=False)
    given = _given(name, form, shown)
    if not _SPACED.search(name.family + name.given):
        # Never abbreviated, and no space between the two.
        return join(_listed([_family(name, form), given_of(name, form) if given else None]))
    if name.static_ordering:
        return join(_listed([_family(name, form), given]), " ")
    if given is None:
        return _family(name, form)
    return _inverted(name, form, given) if inverted else _in_order(name, form, given)


def _listed(parts: list[Inline | None]) -> list[Inline]:
    return [part for part in parts if part]


def given_of(name: Name, form: NameForm) -> Inline | None:
    """Return the given names unabridged, or None."""
    return form.given.apply(parse_field(name.given), english=False) if name.given else None


def _given(name: Name, form: NameForm, shown: int) -> Inline | None:
    """Return the given names as far as they are shown: none, initials, or in full."""
    if not name.given or (form.is_short and shown == NOT_SHOWN):
        return None
    text = name.given
    abbreviate = shown != FULL
    if form.initialize_with is not None and (abbreviate or not form.initialize):
        return form.given.apply(
            parse_field(
                initialize(
                    text,
                    form.initialize_with,
                    every=form.initialize and abbreviate,
                    hyphen=form.initialize_with_hyphen,
                )
            ),
            english=False,
        )
    return form.given.apply(parse_field(text), english=False)


def _particle(text: str) -> Inline:
    return parse_field(text)


def _family(name: Name, form: NameForm) -> Inline:
    """Return the family name with the particle that does not drop, formatted as one."""
    family = parse_field(name.family)
    if not name.non_dropping_particle:
        return form.family.apply(family, english=False)
    particle = name.non_dropping_particle
    whole = join([_particle(particle), particle_space(particle), family])
    return form.family.apply(whole, english=False)


def _suffixed(parts: list[Inline], name: Name) -> Inline:
    """Return a name in its natural order with its suffix: King, Jr. or King Jr."""
    out = _spaced(parts)
    if not name.suffix:
        return out
    return join([out, ", " if name.comma_suffix else " ", parse_field(name.suffix)])


def _spaced(parts: list[Inline]) -> Inline:
    out: list[Inline] = []
    for part in parts:
        if out:
            out.append(" ")
        out.append(part)
    return join(out)


def _in_order(name: Name, form: NameForm, given: Inline) -> Inline:
    family = _family(name, form)
    if not name.dropping_particle:
        return _suffixed([given, family], name)
    particle = form.given._replace(prefix="", suffix="").apply(
        _particle(name.dropping_particle), english=False
    )
    clinging = join([particle, particle_space(name.dropping_particle), family])
    return _suffixed([given, clinging], name)


def _inverted(name: Name, form: NameForm, given: Inline) -> Inline:
    """Return family name first: "van Gogh, V." or, with the particle demoted, "Gogh, V. van"."""
    after: list[Inline] = [given]
    if name.dropping_particle:
        after.append(
            form.given._replace(prefix="", suffix="").apply(
                _particle(name.dropping_particle), english=False
            )
        )
    family = _family(name, form)
    if form.demote == "display-and-sort" and name.non_dropping_particle:
        family = form.family.apply(parse_field(name.family), english=False)
        plain = form.family._replace(prefix="", suffix="")
        after.append(plain.apply(_particle(name.non_dropping_particle), english=False))
    parts: list[Inline] = [family, _spaced(after)]
    if name.suffix:
        parts.append(parse_field(name.suffix))
    return join(parts, form.sort_separator)


def sort_name(name: Name, form: NameForm) -> Inline:
    """Return a name as a sort key sees it: everything that a reader sorts by, family first."""
    if name.literal:
        return name.literal
    family, after = name.family, name.given
    particles = " ".join(filter(None, (name.dropping_particle, name.non_dropping_particle)))
    if form.demote == "never" and name.non_dropping_particle:
        family = f"{name.non_dropping_particle} {name.family}"
        particles = name.dropping_particle
    if form.is_short:
        after = ""
    parts: list[Inline] = [part for part in (family, after, particles, name.suffix) if part]
    return join(parts, form.sort_separator)
