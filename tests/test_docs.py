"""What the documents say is what citewell does."""

import argparse
import ast
import datetime as dt
import importlib.util
import re
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest
from small_site import WORDS

from citewell import cli, csl, frontmatter, glossary, settings, views
from citewell.glossary import parse_glossary
from citewell.job import Options
from citewell.model import (
    Article,
    Assets,
    Cite,
    Download,
    FrontMatter,
    Key,
    Page,
    Settings,
    Source,
    Span,
    Work,
)
from citewell.parse import parse_post
from citewell.persons import Contact, Credential, Crisis, CrisisLine
from citewell.plan import Frame, plan_site
from citewell.record import fields
from citewell.references import parse_references
from citewell.render import open_templates
from citewell.sayings import Sayings
from citewell.settings import parse_settings
from citewell.unused import PAGES

ROOT = Path(__file__).resolve().parent.parent
README, WRITING, DESIGNING = "README.md", "docs/writing.md", "docs/designing.md"
SIGN = "templates/README.md"
# The build itself follows the links of posts and pages; the files of tests are made up.
ELSEWHERE = ("content/posts/", "content/pages/", "tests/")
NOT_OURS = re.compile(r"(?:^|/)(?:\.|output/|build/|dist/|node_modules/)")


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _documents() -> list[str]:
    names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.md")]
    return sorted(
        name for name in names if not NOT_OURS.search(name) and not name.startswith(ELSEWHERE)
    )


def _objects_table() -> types.ModuleType:
    path = ROOT / "scripts" / "objects_table.py"
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _between(text: str, mark: str) -> str:
    """Return what stands between `<!-- mark -->` and `<!-- /mark -->`."""
    rest = text.partition(f"<!-- {mark} -->")[2]
    inside, end, _ = rest.partition(f"<!-- /{mark} -->")
    assert end, f"the marks of {mark} are gone"
    return inside


def _section(text: str, heading: str) -> str:
    """Return what stands below a heading of the second rank, up to the next one."""
    rest = text.partition(f"\n## {heading}\n")[2]
    assert rest, f"there is no heading '{heading}'"
    return rest.partition("\n## ")[0]


def _first_cells(table: str) -> list[str]:
    """Return the first cell of every row that begins with code."""
    return re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)


def _examples(text: str) -> Iterator[str]:
    """Yield the examples of a document: those marked as yaml, and indented posts."""
    for match in re.finditer(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield match[1]
    for match in re.finditer(r"(?:^    .*\n)+", text, re.MULTILINE):
        if match[0].startswith("    ---\n"):
            yield re.sub("^    ", "", match[0], flags=re.MULTILINE)


# What a writer can write.


@pytest.mark.parametrize(
    ("mark", "known"),
    [
        ("fields", frontmatter.READERS),
        ("downloads", frontmatter._DOWNLOAD_READERS),
        ("terms", glossary.READERS),
        ("settings", settings.READERS),
        ("types", csl.TYPES),
    ],
)
def test_the_writers_guide_has_every_field_once_and_no_other(
    mark: str, known: Iterable[str]
) -> None:
    documented = _first_cells(_between(_read(WRITING), mark))

    assert sorted(documented) == sorted(known)


def test_the_writers_guide_says_which_fields_pages_lack() -> None:
    rows = _between(_read(WRITING), "fields").splitlines()

    lacking = {row.split("`")[1] for row in rows if row.endswith("Posts only |")}

    assert lacking == frontmatter.READERS.keys() - frontmatter.PAGE_READERS.keys()


@pytest.mark.parametrize(
    ("group", "known"),
    [
        ("Persons", csl.NAME_VARIABLES),
        ("Dates", csl.DATE_VARIABLES),
        ("Numbers", csl.NUMBER_VARIABLES),
        ("Texts", csl.STANDARD_VARIABLES),
    ],
)
def test_the_writers_guide_has_every_field_of_a_source(group: str, known: Iterable[str]) -> None:
    groups = _between(_read(WRITING), "variables")

    documented = groups.partition(f"**{group}**")[2].partition("**")[0]

    assert sorted(re.findall("`([^`]+)`", documented)) == sorted(known)


@pytest.mark.parametrize(
    ("setting", "records"),
    [("crisis", (Crisis, CrisisLine)), ("credentials", (Credential,)), ("contact", (Contact,))],
)
def test_a_setting_of_several_fields_names_them_all(setting: str, records: tuple[Any, ...]) -> None:
    rows = _between(_read(WRITING), "settings").splitlines()

    (row,) = [row for row in rows if row.startswith(f"| `{setting}` |")]

    names = {field.name for record in records for field in fields(record)}
    assert set(re.findall("`([^`]+)`", row)) == {setting, *names} - {"place"}


def test_other_names_of_settings_are_documented() -> None:
    text = _section(_read(WRITING), "The settings of the site")

    documented = dict(re.findall(r"`(\w+)` for `(\w+)`", text))

    assert documented == settings.SYNONYMS


def test_every_example_of_the_writers_guide_can_be_read() -> None:
    for example in _examples(_read(WRITING)):
        source = Source("content/posts/2026-11-16-example.md", example)

        if example.startswith("# content/site.yaml"):
            assert parse_settings(source).title
        elif example.startswith("# content/references.yaml"):
            assert parse_references(source)
        elif example.startswith("# content/glossary.yaml"):
            assert parse_glossary(source).terms
        elif example.startswith("---"):
            assert parse_post(source, "post").prose.body
        else:
            whole = Source(source.path, f"---\ntitle: Example\n{example}---\n")
            assert parse_post(whole, "post").meta != FrontMatter("Example")


def test_the_post_of_the_readme_cites_what_it_describes() -> None:
    (example,) = _examples(_read(README))

    post = parse_post(Source("content/posts/2026-11-23-what-heals.md", example), "post")

    cites = [piece for piece in post.prose.body if isinstance(piece, Cite)]
    cited = {item.key for cite in cites for item in cite.items}
    assert cited == {reference.key for reference in post.meta.references}


def _styles() -> list[str]:
    text = _read(WRITING)
    named = text.partition("names a style: ")[2].partition("and more than")[0]
    examples = re.findall("`?csl: ([a-z0-9-]+)", text)
    return sorted({*re.findall("`([^`]+)`", named), *examples} - {"our-institute"})


@pytest.mark.parametrize("name", _styles())
def test_every_style_that_is_named_is_there(name: str) -> None:
    assert csl.load_style(name, "en-GB").kind


def test_every_message_that_is_explained_exists() -> None:
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "citewell").rglob("*.py")]
    texts = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    spoken = "\n".join(str(node.value) for node in texts)
    tables = _section(_read(WRITING), "When something is wrong")
    cells = re.findall(r"^\| ((?!message |---).+?) \| ", tables, re.MULTILINE)

    pieces = [piece for cell in cells for piece in re.split(r"; | \(content|\.\.\.|\[ ", cell)]

    explained = {piece.strip(" ',:") for piece in pieces} - {"", "/site.yaml)"}
    assert [words for words in explained if words not in spoken] == []


# The command line.


def _flags(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from (option for option in action.option_strings if option.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                yield from _flags(command)


def test_the_readme_has_every_option_and_no_other() -> None:
    table = _section(_read(README), "Commands")

    documented = [cell.split()[0] for cell in _first_cells(table)]

    assert sorted(documented) == sorted(set(_flags(cli._parser(Path(), cli._COMMANDS))))


@pytest.mark.parametrize("command", sorted({*cli._COMMANDS} - {"build"}))
def test_the_readme_shows_every_command(command: str) -> None:
    assert f"    python3 build.py {command}" in _section(_read(README), "Commands")


# What a designer can use.


def test_the_table_of_objects_is_what_views_says() -> None:
    script, sign = _objects_table(), _read(SIGN)

    tables = script.render_tables(_read("citewell/views.py"))

    assert script.fill_in(sign, tables) == sign, "run python3 scripts/objects_table.py"


def test_every_field_of_an_object_says_what_it_is_for() -> None:
    tables = _between(_read(SIGN), "objects")

    assert not re.findall(r"^.*\|\s*\|$", tables, re.MULTILINE)


def test_the_table_of_objects_has_every_view_and_no_other() -> None:
    headings = re.findall("^### (.+)$", _between(_read(SIGN), "objects"), re.MULTILINE)

    title = _objects_table().title
    assert headings == [title(name) for name in vars(views) if name.endswith("View")]


def _small_site() -> tuple[Page, ...]:
    """Return the pages of a site that has one of everything."""
    place = Source("content/posts/one.md", "x").place(Span(0, 1))
    post = FrontMatter(
        "One",
        date=dt.date(2026, 1, 2),
        tags=(Key("grief", Span(0, 1)),),
        aliases=(Key("/old/", Span(0, 1)),),
        downloads=(Download("VSee", "", (), "", place),),
    )
    articles = [
        Article("content/posts/one.md", "post", "one", post, "", (), (Work("k", "i"),)),
        Article("content/pages/about.md", "page", "about", FrontMatter("About"), "", ()),
    ]
    options = Options(today=dt.date(2026, 1, 3))
    terms = parse_glossary(Source("content/glossary.yaml", "{term: grief, definition: x}"))
    frame = Frame(Settings("Site"), Assets({}, {}, {}, {}), WORDS, options, terms)
    return plan_site(frame, articles).pages


def _kind(value: Any) -> str:
    if isinstance(value, tuple):
        return f"tuple[{type(value[0]).__name__}, ...]"
    return type(value).__name__


def test_the_names_that_templates_see_are_those_of_the_table() -> None:
    views_of_pages = [page.view for page in _small_site()]

    seen = {name: _kind(value) for view in views_of_pages for name, value in view.items()}

    # What a page of the library shows is filled in when it is rendered.
    assert seen.pop("library") == "NoneType"
    assert seen | {"library": "LibraryView"} == _objects_table().NAMES


def test_the_designers_guide_names_the_subject_of_each_template() -> None:
    section = _section(_read(DESIGNING), "Templates")
    rows = re.findall(r"^\| (`.+?`) \| (.+?) \|", section, re.MULTILINE)

    documented = {
        template: set(re.findall("`([^`]+)`", subject))
        for templates, subject in rows
        for template in re.findall("`([^`]+)`", templates)
    }

    pages = _small_site()
    assert documented == {page.template: page.view.keys() - {"site", "page"} for page in pages}


def test_the_templates_of_pages_are_known_to_be_used() -> None:
    section = _section(_read(DESIGNING), "Templates")
    rows = re.findall(r"^\| (`.+?`) \| .+? \|", section, re.MULTILINE)

    documented = {template for cell in rows for template in re.findall("`([^`]+)`", cell)}

    assert documented == PAGES


def test_the_designers_guide_has_every_filter_and_no_other() -> None:
    table = _section(_read(DESIGNING), "Filters")

    documented = re.findall(r"^\| `\{\{ [^|]+\\\| (\w+)", table, re.MULTILINE)

    ours = (
        open_templates({}, WORDS, {}, {}, Sayings()).filters.keys()
        - jinja2.Environment(autoescape=True).filters.keys()
    )
    assert sorted(documented) == sorted(ours)


def test_the_sign_of_the_templates_names_them_all() -> None:
    table = _read(SIGN).partition("<!-- objects -->")[0]

    documented = set(re.findall(r"`([\w-]+\.html)`", table))

    assert documented == {path.name for path in (ROOT / "templates").glob("*.html")}


def test_the_designers_guide_names_every_piece() -> None:
    text = _read(DESIGNING)

    pieces = [path.name for path in (ROOT / "templates" / "partials").glob("*.html")]

    assert [name for name in pieces if f"`{name}`" not in text] == []


# Links from document to document.


def _prose(text: str) -> str:
    """Return a document without its examples."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^    .*$", "", text, flags=re.MULTILINE)
    return re.sub(r"`[^`\n]*`", "", text)


def _links(text: str) -> list[str]:
    found = re.findall(r"\]\(([^)\s]+)[^)]*\)", _prose(text))
    return [link for link in found if not re.match("[a-z]+:", link)]


def _anchors(text: str) -> set[str]:
    """Return the anchors of a document's headings, as the hosts of repositories make them."""
    text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#{1,6} (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", _documents())
def test_every_link_of_a_document_leads_somewhere(name: str) -> None:
    lost = []

    for link in _links(_read(name)):
        path, _, anchor = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        if not target.exists() or (anchor and anchor not in _anchors(target.read_text("utf-8"))):
            lost.append(link)

    assert lost == []


def test_every_decision_is_in_their_list() -> None:
    listed = _links(_read("docs/decisions/README.md"))

    records = {path.name for path in (ROOT / "docs" / "decisions").glob("*.md")} - {"README.md"}

    assert sorted(listed) == sorted(records)


def test_the_documents_are_found() -> None:
    assert {README, WRITING, SIGN, "content/README.md"} <= {*_documents()}
