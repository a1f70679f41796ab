"""Family and given names -> particles: "van der Berg" -> "van der", "Berg".

The specification leaves it open how a processor finds the particles of a name that came unsplit.
Here: leading lower-case words of the family name do not drop ("van"), trailing lower-case words of
the given name do ("Ludwig van").
"""

from __future__ import annotations

import re
from typing import NamedTuple

_APOSTROPHES = "'\u2019"
_VOWELS = "aei"
# A particle that clings to the family name: d'Artagnan, l'Hôpital, al-Ghazali.
_CLINGING = re.compile(
    r"((?:[dDlLoO]|dell|dall|nell|sull|all|un|van|['\u2019]t)['\u2019]|al-|el-)(?=\w)"
)


class Parts(NamedTuple):
    """A name taken apart."""

    family: str
    given: str
    dropping: str
    non_dropping: str


def split_particles(family: str, given: str) -> Parts:
    """Return the family and given names without their particles, and the particles."""
    given, dropping = _split_given(given)
    non_dropping, family = _split_family(family)
    return Parts(family, given, dropping, non_dropping)


def _split_given(given: str) -> tuple[str, str]:
    words = given.split(" ")
    count = len(words)
    while count > 1 and _is_particle(words[count - 1]):
        count -= 1
    return " ".join(words[:count]), " ".join(words[count:])


def _split_family(family: str) -> tuple[str, str]:
    words = family.split(" ")
    count = 0
    while count < len(words) - 1 and _is_particle(words[count]):
        count += 1
    particle, rest = " ".join(words[:count]), " ".join(words[count:])
    clinging = _CLINGING.match(rest)
    if clinging and rest[0].islower():
        joined = f"{particle} {clinging.group(1)}".strip()
        return joined, rest[clinging.end() :]
    return particle, rest


def _is_particle(word: str) -> bool:
    letters = word.strip(f"{_APOSTROPHES}-").replace(".", "")
    return letters.islower() and letters.isalpha()


def particle_space(particle: str) -> str:
    """Return what stands between a particle and the name after it.

    An elided particle clings to it (d'Artagnan), a shortened one does not (de' Medici).
    """
    if particle[-1] in _APOSTROPHES:
        return " " if particle[-2:-1] in _VOWELS and len(particle) > 1 else ""
    return "" if particle[-1] in "-\u2013" else " "
