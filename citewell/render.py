"""A page to its bytes, by a template.

Fifth stage of a build, one page at a time, a pure function of the page and the templates. Templates
see the page's view and four filters, nothing else: no clock, no disk, no look-ups. A fault in a
template becomes a problem with the file and line of the template, through `include` too.
"""

from __future__ import annotations

import datetime as dt
import re
import traceback
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress

import jinja2
from jinja2.bccache import Bucket
from jinja2.runtime import Context

from citewell.model import Output, Page, Source
from citewell.problems import CitewellError, Problem, did_you_mean
from citewell.record import Record, fields
from citewell.sayings import Sayings
from citewell.slugs import absolute, link
from citewell.templating import Loader, NameChecker, loader_of
from citewell.words import Words

_DAY_FORMS = frozenset({"long", "month", "year"})
_UNITS = (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000))
_FOLDER = "templates/"
_UNKNOWN = re.compile(r"there is no '(.*)' here")


Codes = Mapping[str, str]
"""Compiled templates: byte code of Python in base 64, by a key that jinja2 gives."""


def compile_templates(sources: Mapping[str, Source]) -> tuple[Codes, frozenset[str]]:
    """Compile templates by name, once for all processes and builds.

    One that cannot be compiled is left out: it is told where a page needs it. Returns the names of
    those too that no template names; what a broken one names is not known.
    """
    codes: dict[str, str] = {}
    environment = open_templates(sources, Words({}), {}, codes, Sayings())
    broken = {*sources}
    # Those that extend others come last: by then the others are parsed.
    for name in sorted(sources, key=lambda name: "extends" in sources[name].text):
        with suppress(jinja2.TemplateError, CitewellError):
            environment.get_template(name)
            broken.remove(name)
    unnamed = loader_of(environment).unnamed()
    return codes, unnamed & broken if broken else unnamed


def open_templates(
    sources: Mapping[str, Source],
    words: Words,
    names: Mapping[str, str],
    codes: dict[str, str],
    sayings: Sayings,
) -> jinja2.Environment:
    """Make the environment that renders pages, from templates by name and the theme's words.

    `names` are the paths of the files of `static/` by their own names, `codes` the templates that
    are compiled already, to which others are added, and so it is with `sayings`.
    """
    environment = jinja2.Environment(
        loader=Loader(sources),
        autoescape=True,
        undefined=_Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_Codes(codes),
    )
    environment.code_generator_class = NameChecker
    environment.filters |= {"link": _link, "absolute": _absolute, "asset": _asset_linker(names)}
    environment.filters |= {"date": _dater(sayings), "forms": _forms_of(words)}
    environment.filters |= {"say": _sayer(words, sayings), "size": _sizer(words, sayings)}
    return environment


def render_page(page: Page, templates: jinja2.Environment, sources: Mapping[str, Source]) -> Output:
    """Render one page as UTF-8.

    Raises `CitewellError` with the place in the template, for whatever goes wrong in there.
    """
    try:
        text = templates.get_template(page.template).render(page.view)
    except CitewellError:
        raise  # from an opening template, with its place
    except jinja2.TemplateSyntaxError as error:
        raise CitewellError(_syntax(error, sources)) from None
    except jinja2.TemplateNotFound as error:
        raise CitewellError(_not_found(error, page, sources)) from None
    except Exception as error:
        place = _place(error, sources)
        if place is None:
            raise
        raise CitewellError(_failure(error, place, page, sources)) from None
    return Output.of(page.path, text.encode("utf-8"))


class _Codes(jinja2.BytecodeCache):
    """Compiled templates, taken from and put into a table."""

    def __init__(self, codes: dict[str, str]) -> None:
        self._codes = codes

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._codes.get(bucket.key):
            bucket.bytecode_from_string(b64decode(code))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = b64encode(bucket.bytecode_to_string()).decode("ascii")


class _Undefined(jinja2.StrictUndefined):
    """What a template asked for and is not there; says so with the nearest name."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name, owner = self._undefined_name, self._undefined_obj
        if isinstance(owner, Record):
            kind = type(owner).__name__.removesuffix("View").lower()
            known = [field.name for field in fields(owner)]
            return f"{kind} has no '{name}'; {did_you_mean(str(name), known) or _list(known)}"
        if owner is None:
            return f"there is nothing that could have a '{name}'; ask first: {{% if ... %}}"
        return f"there is no '{name}' here"


def _list(names: list[str]) -> str:
    return f"it has {', '.join(names)}"


def _syntax(error: jinja2.TemplateSyntaxError, sources: Mapping[str, Source]) -> Problem:
    path = error.filename or f"{_FOLDER}{error.name}"
    return _at(sources, path, error.lineno, f"the template is broken: {error.message}")


def _not_found(
    error: jinja2.TemplateNotFound, page: Page, sources: Mapping[str, Source]
) -> Problem:
    message = f"there is no template '{error.name}'"
    hint = did_you_mean(str(error.name), sources)
    place = _place(error, sources)
    if place is None:
        return Problem(f"{_FOLDER}{page.template}", 0, 0, message, hint=hint)
    return _at(sources, *place, message)._replace(hint=hint)


def _place(error: Exception, sources: Mapping[str, Source]) -> tuple[str, int] | None:
    """Return the innermost template and line that an exception came through."""
    paths = {source.path for source in sources.values()}
    frames = traceback.extract_tb(error.__traceback__)
    found = [(frame.filename, frame.lineno or 0) for frame in frames if frame.filename in paths]
    return found[-1] if found else None


def _failure(
    error: Exception, place: tuple[str, int], page: Page, sources: Mapping[str, Source]
) -> Problem:
    # A KeyError shows its message as code would write it, in quotation marks.
    said = error.args[0] if isinstance(error, KeyError) and error.args else error
    message, _, hint = str(said).partition("; ")
    if unknown := _UNKNOWN.fullmatch(message):
        hint = did_you_mean(unknown[1], page.view)
    problem = _at(sources, *place, message or type(error).__name__)
    return problem._replace(hint=hint or f"while making the page for {page.owner}")


def _at(sources: Mapping[str, Source], path: str, line: int, message: str) -> Problem:
    source = next((source for source in sources.values() if source.path == path), None)
    lines = source.text.split("\n") if source else []
    excerpt = lines[line - 1] if 0 < line <= len(lines) else ""
    column = len(excerpt) - len(excerpt.lstrip()) + 1
    return Problem(path, line, column, message, len(excerpt.strip()), excerpt=excerpt)


def _dater(sayings: Sayings) -> Callable[..., str]:
    """Return the filter that writes a day in the language of the page; `iso` is for programs."""

    @jinja2.pass_context
    def date(context: Context, day: dt.date | None, form: str = "long") -> str:
        if not isinstance(day, dt.date):
            raise TypeError("there is no day here to write; ask first: {% if post.date %}")
        if form == "iso":
            return day.isoformat()
        if form not in _DAY_FORMS:
            raise ValueError(f"there is no form '{form}' of a date; use long, month, year or iso")
        return sayings.day(day, form, context["page"].language)

    return date


def _sayer(words: Words, sayings: Sayings) -> Callable[..., str]:
    """Return the filter that says a word in the language of the page, or in the one named."""

    @jinja2.pass_context
    def say(context: Context, name: str, language: str = "", **values: object) -> str:
        spoken = language or context["page"].language
        return words.say(name, spoken, sayings.plural_form, **values)

    return say


def _forms_of(words: Words) -> Callable[..., Mapping[str, str]]:
    """Return the filter that gives a word by plural form, for scripts that count."""

    @jinja2.pass_context
    def forms(context: Context, name: str) -> Mapping[str, str]:
        found = words.find(name, context["page"].language)
        return {"other": found} if isinstance(found, str) else found

    return forms


def _asset_linker(names: Mapping[str, str]) -> Callable[..., str]:
    """Return the filter that links to a file of `static/` by its own name."""

    @jinja2.pass_context
    def asset(context: Context, name: str) -> str:
        if name not in names:
            hint = did_you_mean(name, names) or "put it into the folder static/"
            raise ValueError(f"there is no file '{name}' in static/; {hint}")
        return _link(context, names[name])

    return asset


@jinja2.pass_context
def _link(context: Context, url: str) -> str:
    """Write a path of the site as the page at hand must."""
    page, site = context["page"], context["site"]
    return link(url, page.url, site.url)


@jinja2.pass_context
def _absolute(context: Context, url: str) -> str:
    """Write the whole address of a path of the site."""
    return absolute(url, context["site"].url)


def _sizer(words: Words, sayings: Sayings) -> Callable[..., str]:
    """Return the filter that writes a number of bytes for people.

    It gives three figures at most, short of a thousand GB.
    """

    @jinja2.pass_context
    def size(context: Context, count: int) -> str:
        language = context["page"].language
        for unit, bytes_each in _UNITS:
            number = round(count / bytes_each, 1 if count < 10 * bytes_each else 0)
            if number >= 1:
                return f"{sayings.number(number, language)} {unit}"
        return words.say("bytes", language, sayings.plural_form, count=count)

    return size
