"""Numbers: what is numeric, ordinals, roman numerals, plurals, page ranges.

(Specification, "Number", "Label", "Choose: is-numeric", "Page Ranges", "Ordinal Suffixes".)
Text in, text out; knows nothing of elements.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from citewell.csl.locale import Locale

EN_DASH = "\u2013"
_NUMBER = r"[^\W\d_]*\d+[^\W\d_]*"
_NUMERIC = re.compile(rf"\s*{_NUMBER}(?:\s*[,&\u2013\u2014-]\s*{_NUMBER})*\s*")
_DELIMITER = re.compile(r"(\s*(?:\\-|[,&;\u2013\u2014-])\s*|\s+and\s+)")
_ROMAN = re.compile(r"[ivxlcdm]+", re.IGNORECASE)
_DASH = re.compile(r"((?<!\\)[-\u2013\u2014]+)")
_LAST = re.compile(r"[\w.:/]+\Z")
_FIRST = re.compile(r"[\w.:/]+")
# Longer texts are no page numbers.
_LONGEST = 500
_PAGE = re.compile(r"(.*?)(\d+)")
_ROMAN_NUMERALS = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 4000
_LONG_ORDINALS = range(1, 11)


def is_numeric(text: str) -> bool:
    """Tell whether a text consists of numbers only: "2", "2b", "L2", "2, 3", "2-4", "2 & 4"."""
    return len(text) <= _LONGEST and _NUMERIC.fullmatch(text) is not None


def is_plural(variable: str, text: str, and_word: str = "and") -> bool:
    """Tell whether a label takes its plural: more than one number, or a count above one.

    `and_word` is the locale's: "3 und 5" are two.
    """
    if variable.startswith("number-of-"):
        return text.strip().lstrip("0") not in ("", "1")
    text = text.replace(f" {and_word} ", " and ")
    parts = [part for part in _DELIMITER.split(text)[::2] if part]
    numbers = [p for p in parts if any(c.isdigit() for c in p) or _ROMAN.fullmatch(p)]
    if variable == "number":
        # A hyphen in it belongs to an identifier: NIH Publication No. 18-2059.
        text = text.replace("-", "\\-")
    if "\\-" in text and not _DELIMITER.search(text.replace("\\-", "")):
        return False
    return len(numbers) > 1


def format_number(text: str, form: str, locale: Locale, gender: str) -> str:
    """Return a number in the form of cs:number: numeric, ordinal, long-ordinal or roman."""
    if not is_numeric(text):
        return text
    write = _FORMS.get(form, _numeric)
    parts = _DELIMITER.split(text.strip())
    for index in range(0, len(parts), 2):
        if parts[index].isdecimal():
            parts[index] = write(parts[index], locale, gender)
    for index in range(1, len(parts), 2):
        parts[index] = _clean_delimiter(parts[index], locale)
    return "".join(parts)


def _clean_delimiter(delimiter: str, locale: Locale) -> str:
    mark = delimiter.strip()
    if mark in (",", ";"):
        return f"{mark} "
    if mark in ("&", "and"):
        return f" {mark} "
    if mark == "\\-":
        return "-"
    return range_delimiter(locale)


def range_delimiter(locale: Locale) -> str:
    """Return what stands between the ends of a range: the locale's term, or an en dash."""
    return locale.term("page-range-delimiter") or EN_DASH


def _numeric(digits: str, _locale: Locale, _gender: str) -> str:
    return digits


def _ordinal(digits: str, locale: Locale, gender: str) -> str:
    return f"{digits}{locale.ordinal_suffix(_bounded(digits), gender)}"


def _long_ordinal(digits: str, locale: Locale, gender: str) -> str:
    number = _bounded(digits)
    if number in _LONG_ORDINALS:
        name = f"long-ordinal-{number:02}"
        word = locale.term(f"{name}/{gender}") or locale.term(name)
        if word:
            return word
    return _ordinal(digits, locale, gender)


def _roman(digits: str, _locale: Locale, _gender: str) -> str:
    number = _bounded(digits)
    if not 0 < number < _LARGEST_ROMAN:
        return digits
    out = ""
    for value, numeral in _ROMAN_NUMERALS:
        count, number = divmod(number, value)
        out += numeral * count
    return out


def _bounded(digits: str) -> int:
    # Only the last digits decide an ordinal, and huge numbers have no Roman form; thousands of
    # digits would be refused by int().
    return int(digits[-9:])


_FORMS: dict[str, Callable[[str, Locale, str], str]] = {
    "ordinal": _ordinal,
    "long-ordinal": _long_ordinal,
    "roman": _roman,
}


def format_ranges(text: str, range_format: str, locale: Locale) -> str:
    """Return page numbers with each range in the format and with the delimiter it should have.

    `range_format` is `page-range-format` ("expanded", "minimal", "minimal-two", "chicago",
    "chicago-15", "chicago-16"), or "" to leave the numbers alone.
    """
    if len(text) > _LONGEST:
        return text
    delimiter = range_delimiter(locale)
    parts = _DASH.split(text)
    for index in range(1, len(parts), 2):
        before, after = parts[index - 1].rstrip(), parts[index + 1].lstrip()
        start, end = _number_at(_LAST.search(before)), _number_at(_FIRST.match(after))
        if start and end:
            rest = after[len(end) :]
            end = _range_end(start, end, range_format) if range_format else end
            parts[index - 1 : index + 2] = before, delimiter, end + rest
    text = "".join(parts).replace("\\-", "-")
    if "&" in text:
        text = text.replace(" & ", f" {locale.term('and', 'symbol') or '&'} ")
    return text


def _number_at(found: re.Match[str] | None) -> str:
    """Return what was found if it is a number of some kind: 12, N110, xiv."""
    text = found.group() if found else ""
    is_number = any(c.isdigit() for c in text) or _ROMAN.fullmatch(text)
    return text if is_number else ""


def _range_end(start: str, end: str, range_format: str) -> str:
    first, last = _PAGE.fullmatch(start), _PAGE.fullmatch(end)
    if not first or not last:
        return end
    prefix, begin = first.groups()
    own_prefix, finish = last.groups()
    if own_prefix not in ("", prefix):
        return end
    whole = _expand(begin, finish)
    if len(whole) != len(begin) and not own_prefix and not prefix:
        return end
    if not prefix and int(whole[-18:]) < int(begin[-18:]):
        return end
    short = _RANGE_FORMATS[range_format](begin, whole) if range_format in _RANGE_FORMATS else whole
    return f"{prefix}{short}" if range_format == "expanded" else short


def _expand(begin: str, finish: str) -> str:
    """Return the last page in full: 321, 8 -> 328."""
    return begin[: len(begin) - len(finish)] + finish if len(finish) < len(begin) else finish


def _shared(begin: str, whole: str) -> int:
    return next(
        (i for i, (a, b) in enumerate(zip(begin, whole, strict=False)) if a != b), len(whole)
    )


def _expanded(_begin: str, whole: str) -> str:
    return whole


def _minimal(begin: str, whole: str) -> str:
    if len(begin) != len(whole):
        return whole
    return whole[min(_shared(begin, whole), len(whole) - 1) :]


def _minimal_two(begin: str, whole: str) -> str:
    if len(begin) != len(whole):
        return whole
    return whole[max(0, min(_shared(begin, whole), len(whole) - 2)) :]


def _chicago_15(begin: str, whole: str) -> str:
    if len(begin) == len("1000") and len(whole) == len("1000") and _shared(begin, whole) <= 1:
        return whole
    return _chicago(begin, whole)


def _chicago(begin: str, whole: str) -> str:
    """Chicago Manual of Style 9.61: below 100 and hundreds in full, 101-109 one digit, else two."""
    if len(begin) != len(whole) or len(begin) < len("100") or int(begin[-2:]) == 0:
        return whole
    if begin[-2] == "0":
        return _minimal(begin, whole)
    return _minimal_two(begin, whole)


_RANGE_FORMATS: dict[str, Callable[[str, str], str]] = {
    "expanded": _expanded,
    "minimal": _minimal,
    "minimal-two": _minimal_two,
    "chicago": _chicago_15,
    "chicago-15": _chicago_15,
    "chicago-16": _chicago,
}
