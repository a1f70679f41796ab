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
    """How a style sets one name.

    The affixes of a name-part go round all that belongs to it, particles and suffix too; the rest
    of its formatting goes to each word by itself.
    """

    is_short: bool
    initialize: bool
    initialize_with: str | None
    initialize_with_hyphen: bool
    sort_separator: str
    demote: str  # demote-non-dropping-particle: never, sort-only, display-and-sort
    family: Formatting
    given: Formatting
    family_affixes: Formatting
    given_affixes: Formatting


def render_name(name: Name, form: NameForm, *, inverted: bool, shown: int = NOT_SHOWN) -> Inline:
    """Return a name as the style sets it.

    `inverted` puts the family name first; `shown` is INITIALS or FULL where disambiguation needs
    more of the given name than the form shows.
    """
    if name.literal or not name.family:
        marks, affixes = form.family, form.family_affixes
        if not name.literal:
            marks, affixes = form.given, form.given_affixes
        content = marks.apply(parse_field(name.literal or name.given), language="")
        return affixes.apply(content, language="")
    text = _given_text(name, form, shown)
    given = form.given.apply(parse_field(text), language="") if text else None
    if given is None:
        return form.family_affixes.apply(_family(name, form), language="")
    if not may_invert(name):
        # Scripts without spaces are never abbreviated, and have no space between the two.
        glue = " " if name.static_ordering else ""
        whole = form.given.apply(parse_field(name.given), language="")
        family = form.family_affixes.apply(_family(name, form), language="")
        return join([family, form.given_affixes.apply(whole, language="")], glue)
    return _inverted(name, form, given) if inverted else _in_order(name, form, given)


def may_invert(name: Name) -> bool:
    """Tell whether a name has an order that "name-as-sort-order" could turn round."""
    if name.literal or not (name.family and name.given) or name.static_ordering:
        return False
    return _SPACED.search(name.family + name.given) is not None


def unspaced_glue(word: str) -> str:
    """Return what parts a list of names from a word after it: nothing in a script without spaces.

    "Weitz et al.", but "田中等".
    """
    return " " if _SPACED.search(word) or not word[0].isalpha() else ""


def _given_text(name: Name, form: NameForm, shown: int) -> str:
    """Return the given names as far as they are shown: not at all, initials, or in full."""
    if form.is_short and shown == NOT_SHOWN:
        return ""
    if form.initialize_with is None or (shown == FULL and form.initialize):
        return name.given
    return initialize(
        name.given,
        form.initialize_with,
        every=form.initialize and shown != FULL,
        hyphen=form.initialize_with_hyphen,
    )


def _with_particle(particle: str, marks: Formatting, name: Inline) -> Inline:
    """Put a particle before a name; each takes the formatting by itself."""
    if not particle:
        return name
    rendered = marks.apply(parse_field(particle), language="")
    return join([rendered, particle_space(particle), name])


def _family(name: Name, form: NameForm, *, particle: bool = True) -> Inline:
    """Return the family name, with the particle that does not drop."""
    family = form.family.apply(parse_field(name.family), language="")
    return _with_particle(name.non_dropping_particle, form.family, family) if particle else family


def _in_order(name: Name, form: NameForm, given: Inline) -> Inline:
    """Return given names first: Jean de La Fontaine III."""
    family = _with_particle(name.dropping_particle, form.given, _family(name, form))
    if name.suffix:
        glue = ", " if name.comma_suffix else " "
        family = join([family, glue, parse_field(name.suffix)])
    return join(
        [
            form.given_affixes.apply(given, language=""),
            " ",
            form.family_affixes.apply(family, language=""),
        ]
    )


def _inverted(name: Name, form: NameForm, given: Inline) -> Inline:
    """Return family name first: "van Gogh, V." or, with the particle demoted, "Gogh, V. van"."""
    demoted = form.demote == "display-and-sort" and bool(name.non_dropping_particle)
    after = [given]
    if name.dropping_particle:
        after.append(form.given.apply(parse_field(name.dropping_particle), language=""))
    if demoted:
        after.append(form.family.apply(parse_field(name.non_dropping_particle), language=""))
    parts = [
        form.family_affixes.apply(_family(name, form, particle=not demoted), language=""),
        form.given_affixes.apply(join(after, " "), language=""),
    ]
    if name.suffix:
        parts.append(parse_field(name.suffix))
    return join(parts, form.sort_separator)


def sort_name(name: Name, form: NameForm) -> Inline:
    """Return a name as a sort key sees it: everything that a reader sorts by, family first."""
    if name.literal:
        return name.literal
    family, after = name.family, _given_text(name, form, NOT_SHOWN)
    particles = " ".join(filter(None, (name.dropping_particle, name.non_dropping_particle)))
    if form.demote == "never" and name.non_dropping_particle:
        family = f"{name.non_dropping_particle} {name.family}"
        particles = name.dropping_particle
    parts: list[Inline] = [part for part in (family, after, particles, name.suffix) if part]
    return join(parts, form.sort_separator)
