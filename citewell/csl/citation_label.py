"""The label of an item in label styles: "Ferr78" (specification, Appendix IV: citation-label).

An item may bring its own; otherwise it is made of the first letters of the family names and the
last two digits of the year, as in DIN 1505 and in what other processors print.
"""

from __future__ import annotations

from citewell.csl.items import Item, Name

# How many letters each name gives: the first name only for one author, and so on.
_LETTERS = {1: (4,), 2: (2, 2), 3: (2, 1, 1)}
_LETTERS_OF_MANY = (1, 1, 1, 1)
_CREATORS = ("author", "editor", "translator")


def citation_label(item: Item) -> str:
    """Return the label made of an item's names, or else its title, and its year; perhaps ""."""
    return _letters(item) + _year(item)


def _letters(item: Item) -> str:
    for variable in _CREATORS:
        if people := item.names.get(variable):
            counts = _LETTERS.get(len(people), _LETTERS_OF_MANY)
            names = zip(people, counts, strict=False)
            return "".join(_start(_sorted_by(name), count) for name, count in names)
    return _start(item.text.get("title", ""), _LETTERS[1][0])


def _sorted_by(name: Name) -> str:
    return name.family or name.literal or name.given


def _start(text: str, count: int) -> str:
    return "".join(c for c in text if c.isalpha())[:count]


def _year(item: Item) -> str:
    date = item.dates.get("issued")
    return f"{abs(date.start.year) % 100:02}" if date and date.start and date.start.year else ""
