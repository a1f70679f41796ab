"""The nouns for who writes, and for what she owes her readers: names, help, credentials."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from citewell.problems import Place


@dataclass(frozen=True, slots=True)
class Person:
    """An author: the whole name as it is shown and, where they were told apart, its parts."""

    name: str
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """One way to get help at once; `country` is empty where it serves readers everywhere."""

    title: str
    url: str
    country: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Crisis:
    """What a reader in danger should know, and where to call."""

    text: str
    lines: tuple[CrisisLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Credential:
    """A registration of the author that readers can check; claimed until a day, if one is given."""

    name: str
    register: str
    number: str
    url: str
    valid_until: dt.date | None
    place: Place


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the author."""

    email: str = ""
    phone: str = ""
    address: str = ""


NOBODY = Person("")
NO_CONTACT = Contact()
