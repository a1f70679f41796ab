"""The nouns for who writes, and for what she owes her readers: names, help, credentials."""

from __future__ import annotations

import datetime as dt

from citewell.problems import Place
from citewell.record import Record


class Person(Record, frozen=True):
    """An author: the whole name as it is shown and, where they were told apart, its parts."""

    name: str
    family: str = ""
    given: str = ""


class CrisisLine(Record, frozen=True):
    """One way to get help at once; `country` is empty where it serves readers everywhere."""

    title: str
    url: str
    country: str = ""
    note: str = ""


class Crisis(Record, frozen=True):
    """What a reader in danger should know, and where to call."""

    text: str
    lines: tuple[CrisisLine, ...] = ()


class Credential(Record, frozen=True):
    """A registration of the author that readers can check; claimed until a day, if one is given."""

    name: str
    register: str
    number: str
    url: str
    valid_until: dt.date | None
    place: Place


class Contact(Record, frozen=True):
    """How to reach the author."""

    email: str = ""
    phone: str = ""
    address: str = ""


NOBODY = Person("")
NO_CONTACT = Contact()
