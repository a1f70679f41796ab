# ruff: noqa: RUF001 - typographic marks are what is printed

from __future__ import annotations

import pytest

from citewell.csl.particles import Parts, particle_space, split_particles


@pytest.mark.parametrize(
    ("family", "given", "parts"),
    [
        ("Weitz", "Pam", Parts("Weitz", "Pam", "", "")),
        ("van der Berg", "Jan", Parts("Berg", "Jan", "", "van der")),
        ("de la Cruz", "Ana", Parts("Cruz", "Ana", "", "de la")),
        ("Beethoven", "Ludwig van", Parts("Beethoven", "Ludwig", "van", "")),
        ("d'Artagnan", "Charles", Parts("Artagnan", "Charles", "", "d'")),
        ("d’Artagnan", "Charles", Parts("Artagnan", "Charles", "", "d’")),
        ("al-Ghazali", "Abu", Parts("Ghazali", "Abu", "", "al-")),
        ("in 't Horvath", "Piet", Parts("Horvath", "Piet", "", "in 't")),
        ("O'Neil", "Seán", Parts("O'Neil", "Seán", "", "")),
        ("Van Buren", "Martin", Parts("Van Buren", "Martin", "", "")),
        ("van", "Jan", Parts("van", "Jan", "", "")),
        ("", "van", Parts("", "van", "", "")),
    ],
)
def test_particles_are_taken_out_of_names(family: str, given: str, parts: Parts) -> None:
    assert split_particles(family, given) == parts


@pytest.mark.parametrize(
    ("particle", "space"),
    [("van", " "), ("d'", ""), ("dell’", ""), ("'t", " "), ("de'", " "), ("al-", ""), ("'", "")],
)
def test_the_last_letter_of_a_particle_decides_on_the_space(particle: str, space: str) -> None:
    assert particle_space(particle) == space
