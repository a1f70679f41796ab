"""Locales: terms, localized dates, and the options of a language (specification, "Locale Files").

A Locale is made once for a style and a language: the locale file with the style's own `cs:locale`
elements laid over it, and the files of the fallback chain behind it. Knows nothing of items.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from citewell.csl.element import Element, parse_xml
from citewell.csl.errors import CslError
from citewell.csl.vocabulary import LABEL_SYNONYMS, LOCATOR_LABELS

DEFAULT_LANGUAGE = "en-US"

# The dialect that stands for a language named without a region ("Locale Fallback").
PRIMARY_DIALECTS = {
    "af": "af-ZA", "bg": "bg-BG", "ca": "ca-AD", "cs": "cs-CZ", "cy": "cy-GB", "da": "da-DK",
    "de": "de-DE", "el": "el-GR", "en": "en-US", "es": "es-ES", "et": "et-EE", "fa": "fa-IR",
    "fi": "fi-FI", "fr": "fr-FR", "gl": "gl-ES", "he": "he-IL", "hi": "hi-IN", "hr": "hr-HR",
    "hu": "hu-HU", "hy": "hy-AM", "id": "id-ID", "is": "is-IS", "it": "it-IT", "ja": "ja-JP",
    "km": "km-KH", "ko": "ko-KR", "lij": "lij-IT", "lt": "lt-LT", "lv": "lv-LV", "mn": "mn-MN",
    "ms": "ms-MY", "nb": "nb-NO", "nl": "nl-NL", "nn": "nn-NO", "no": "nb-NO", "pl": "pl-PL",
    "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU", "sk": "sk-SK", "sl": "sl-SI",
    "sr": "sr-Cyrl-RS", "sv": "sv-SE", "th": "th-TH", "tl": "tl-PH", "tr": "tr-TR",
    "uk": "uk-UA", "vi": "vi-VN", "zh": "zh-CN",
}  # fmt: skip

FORM_FALLBACK = {"verb-short": "verb", "symbol": "short", "verb": "long", "short": "long"}

Terms = dict[str, dict[str, "Term"]]


class Term(NamedTuple):
    """One term in one form: its singular, its plural, and its grammatical gender if it has one."""

    single: str
    multiple: str
    gender: str = ""


class Ordinal(NamedTuple):
    """One ordinal suffix and what it matches: "last-digit", "last-two-digits", "whole-number"."""

    suffix: str
    match: str


class Layer(NamedTuple):
    """What one `locale` element or file says."""

    terms: Terms
    ordinals: dict[tuple[str, str], Ordinal]
    dates: dict[str, Element]
    options: dict[str, str]


class Locale(NamedTuple):
    """The words of one language for one style."""

    language: str
    terms: Terms
    ordinals: Mapping[tuple[str, str], Ordinal]
    dates: Mapping[str, Element]
    punctuation_in_quote: bool
    limit_day_ordinals: bool

    def term(self, name: str, form: str = "long", *, plural: bool = False) -> str | None:
        """Return a term in the nearest form there is (verb-short, verb, long ...), or None."""
        found = self.find(name, form)
        if found is None:
            return None
        return found.multiple if plural else found.single

    def find(self, name: str, form: str = "long") -> Term | None:
        """Return the term with singular and plural, in the nearest form there is."""
        forms = self.terms.get(name)
        while forms is not None and form not in forms and form in FORM_FALLBACK:
            form = FORM_FALLBACK[form]
        return forms.get(form) if forms else None

    def gender(self, name: str) -> str:
        """Return the grammatical gender of a term: masculine, feminine, or nothing."""
        found = self.find(name)
        return found.gender if found else ""

    def ordinal_suffix(self, number: int, gender: str = "") -> str:
        """Return the suffix of an ordinal number ("Ordinal Suffixes"), preferring the gender."""
        for candidate, match in (
            (f"{number % 100:02}", {"last-two-digits", "whole-number"}),
            (f"{number % 10:02}", {"last-digit"}),
        ):
            for wanted in dict.fromkeys((gender, "")):
                found = self.ordinals.get((candidate, wanted))
                if found and _ordinal_fits(found.match, candidate, number, match):
                    return found.suffix
        plain = self.ordinals.get(("", gender)) or self.ordinals.get(("", ""))
        return plain.suffix if plain else ""


def _ordinal_fits(match: str, candidate: str, number: int, matches: set[str]) -> bool:
    if match == "whole-number":
        return int(candidate) == number
    if match:
        return match in matches
    # Without `match`, terms 00 to 09 look at the last digit and 10 to 99 at the last two.
    by_last_digit = int(candidate) < 10  # noqa: PLR2004
    return "last-digit" in matches if by_last_digit else "last-two-digits" in matches


def load_locale(
    language: str, overrides: Iterable[Element], read: Callable[[str], bytes | None]
) -> Locale:
    """Return the Locale of a language, the style's own `cs:locale` elements laid over it.

    `read` returns the text of the locale file of one language, or None where there is none.
    Raises CslError if a file is faulty or not even en-US is installed.
    """
    chain = [parsed for name in fallback_chain(language) if (parsed := _read_layer(name, read))]
    if not chain:
        raise CslError(f"there is no locale for {language}, nor for {DEFAULT_LANGUAGE}")
    own = sorted(
        (layer for layer in overrides if _speaks(layer, language)),
        key=lambda layer: len(layer.get("xml:lang")),
    )
    main = chain[0]
    for element in own:
        main = _lay_over(main, parse_layer(element))
    for fallback in chain[1:]:
        main = _put_behind(main, fallback)
    return Locale(
        language=language,
        terms=main.terms,
        ordinals=main.ordinals,
        dates=main.dates,
        punctuation_in_quote=main.options.get("punctuation-in-quote") == "true",
        limit_day_ordinals=main.options.get("limit-day-ordinals-to-day-1") == "true",
    )


def fallback_chain(language: str) -> list[str]:
    """Return the languages to ask in turn ("Locale Fallback"): de-AT, de-DE, en-US."""
    base, _, region = language.partition("-")
    exact = f"{base.lower()}-{region}" if region else base.lower()
    primary = PRIMARY_DIALECTS.get(base.lower(), "")
    return [name for name in dict.fromkeys((exact, primary, DEFAULT_LANGUAGE)) if name]


def _read_layer(language: str, read: Callable[[str], bytes | None]) -> Layer | None:
    text = read(language)
    return parse_layer(parse_xml(text)) if text is not None else None


def _speaks(element: Element, language: str) -> bool:
    """Tell whether a style's cs:locale counts for the language: none, `de`, or `de-AT`."""
    wanted = element.get("xml:lang").lower()
    return wanted in ("", language.lower(), language.partition("-")[0].lower())


def parse_layer(element: Element) -> Layer:
    """Return what one `locale` element says; CslError if a term has no name."""
    layer = Layer({}, {}, {}, {})
    for child in element.children:
        if child.name == "terms":
            for term in child.children:
                _parse_term(term, layer)
        elif child.name == "date":
            layer.dates[child.get("form")] = child
        elif child.name == "style-options":
            layer.options.update(child.attributes)
    return layer


def _parse_term(element: Element, layer: Layer) -> None:
    attributes = element.attributes
    name = attributes.get("name")
    if name is None:
        raise CslError("a term has no name", element.line)
    if name.startswith("ordinal"):
        gender = attributes.get("gender-form", "")
        ordinal = Ordinal(element.text, attributes.get("match", ""))
        layer.ordinals[name[len("ordinal-") :], gender] = ordinal
        return
    if "gender-form" in attributes:
        name = f"{name}/{attributes['gender-form']}"
    forms = layer.terms.setdefault(LABEL_SYNONYMS.get(name, name), {})
    forms[attributes.get("form", "long")] = _term(element)


def _term(element: Element) -> Term:
    gender = element.attributes.get("gender", "")
    if not element.children:
        return Term(element.text, element.text, gender)
    texts = {child.name: child.text for child in element.children}
    single = texts.get("single", "")
    return Term(single, texts.get("multiple", single), gender)


def _lay_over(below: Layer, above: Layer) -> Layer:
    terms = dict(below.terms)
    for name, forms in above.terms.items():
        terms[name] = _keep_gender(terms.get(name, {}), forms)
    return Layer(
        terms=terms,
        # A style that redefines one ordinal suffix must define them all ("Ordinal Suffixes").
        ordinals=above.ordinals or below.ordinals,
        dates={**below.dates, **above.dates},
        options={**below.options, **above.options},
    )


def _keep_gender(below: dict[str, Term], above: dict[str, Term]) -> dict[str, Term]:
    merged = {**below, **above}
    gender = below["long"].gender if "long" in below else ""
    if gender and "long" in above and not above["long"].gender:
        merged["long"] = above["long"]._replace(gender=gender)
    return merged


def _put_behind(layer: Layer, fallback: Layer) -> Layer:
    # A term that the language has in any form never falls back: an English abbreviation is worse
    # than a word in full.
    return Layer(
        terms={**fallback.terms, **layer.terms},
        ordinals=layer.ordinals or fallback.ordinals,
        dates={**fallback.dates, **layer.dates},
        options={**fallback.options, **layer.options} if not layer.options else layer.options,
    )


# Words for places that writers use and the American locale lacks.
_MORE_LOCATOR_WORDS = {"ch.": "chapter", "chs.": "chapter", "timestamp": "timestamp"}


def locator_words(locales: Iterable[Locale]) -> dict[str, str]:
    """Return the words that name a locator: "p.", "pages", "Kap." -> its label.

    Words and abbreviations, singular and plural, of every locale given; the first one wins.
    """
    words: dict[str, str] = {}
    for locale in locales:
        for label in sorted(LOCATOR_LABELS):
            for form in ("long", "short", "symbol"):
                term = locale.terms.get(label, {}).get(form)
                for word in (term.single, term.multiple) if term else ():
                    if word.strip():
                        words.setdefault(word.strip(), label)
    return _MORE_LOCATOR_WORDS | words
