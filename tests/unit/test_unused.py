"""What of a designer's room nothing uses, and what is let be."""

from __future__ import annotations

from pathlib import Path

import pytest
import trial_site as trial

from citewell.disk import File, Inventory, Stamp
from citewell.problems import CitewellError, Level
from citewell.unused import find_unused_templates, find_unused_words

NO_STAMP = Stamp(0, 0, 0, 0)
ROOT = Path("site")


def inventory(*names: str, theme: tuple[str, ...] = (), words: tuple[str, ...] = ()) -> Inventory:
    """Return a site's templates and words by their names, and templates of the theme."""
    own = {
        name: File(f"templates/{name}", str(ROOT / "templates" / name), NO_STAMP) for name in names
    }
    shipped = {
        name: File(f"templates/{name}", f"theme/templates/{name}", NO_STAMP) for name in theme
    }
    said = tuple(File(f"{name}.yaml", f"{name}.yaml", NO_STAMP) for name in words)
    settings = File("content/site.yaml", "site.yaml", NO_STAMP)
    return Inventory(settings, (), (), (), (), shipped | own, said, {}, {}, {})


def unused(*names: str, theme: tuple[str, ...] = ()) -> dict[str, str]:
    """Return the hints at templates, none of which any other names."""
    listed = inventory(*names, theme=theme)
    problems = list(find_unused_templates(listed, listed.templates.keys(), ROOT))
    assert all(problem.level is Level.WARNING for problem in problems)
    return {problem.path: problem.hint for problem in problems}


def misnamed(*tags: str, languages: tuple[str, ...] = ("en",)) -> dict[str, str]:
    """Return the hints at files of words by their tag, beside the theme's for `en` and `es`."""
    words = ("theme/templates/words/en", "theme/templates/words/es")
    listed = inventory(words=(*words, *(f"templates/words/{tag}" for tag in tags)))
    problems = find_unused_words(listed, languages)
    return {Path(problem.path).stem: problem.hint for problem in problems}


def test_a_template_with_a_misspelt_name_is_told_with_the_nearest() -> None:
    assert unused("psot.html", theme=("post.html",)) == {
        "templates/psot.html": "did you mean 'post.html'?"
    }


def test_a_template_of_no_known_name_is_told_with_those_of_pages() -> None:
    assert unused("contact.html")["templates/contact.html"].startswith("pages are made by 404.html")


def test_a_piece_with_a_misspelt_name_is_told_with_the_nearest_of_its_folder() -> None:
    theme = ("sidebr.html", "partials/sidebar.html", "partials/care.html")

    assert unused("partials/sidbar.html", theme=theme) == {
        "templates/partials/sidbar.html": "did you mean 'sidebar.html'?"
    }


@pytest.mark.parametrize(
    "name",
    ["post.html", "glossary.html", "_psot.html", "partials/promo.html", "partials/_care.html"],
)
def test_what_may_wait_for_a_use_is_let_be(name: str) -> None:
    assert unused(name, theme=("partials/care.html",)) == {}


def test_a_piece_of_the_theme_need_not_be_used() -> None:
    assert (
        unused(theme=("psot.html", "post.html", "partials/cares.html", "partials/care.html")) == {}
    )


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("deu", "did you mean 'de.yaml'?"),
        ("de_CH", "did you mean 'de-CH.yaml'?"),
        ("de-ch", "did you mean 'de-CH.yaml'?"),
        ("EN", "did you mean 'en.yaml'?"),
        ("zh-hans", "did you mean 'zh-Hans.yaml'?"),
        ("ens", "did you mean 'es.yaml'?"),
        ("englisch", "name it after a language, such as de.yaml or de-CH.yaml"),
        ("xx", "name it after a language, such as de.yaml or de-CH.yaml"),
    ],
)
def test_words_named_after_no_language_are_told(tag: str, hint: str) -> None:
    assert misnamed(tag) == {tag: hint}


@pytest.mark.parametrize("tag", ["en", "de", "de-CH", "zh-Hans", "la"])
def test_words_of_a_language_may_wait_for_a_page(tag: str) -> None:
    assert misnamed(tag) == {}


def test_words_in_a_language_that_only_the_site_knows_are_used() -> None:
    assert misnamed("xx", "de-ch", languages=("xx-AB", "de-ch")) == {}


# Whole sites.


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site that was never built."""
    return trial.make(tmp_path)


def told(site: Path) -> list[str]:
    return [problem.path for problem in trial.run(site).problems]


@pytest.mark.parametrize(
    "use",
    [
        "{% include 'mine.html' %}",
        "{% include ['other.html', 'mine.html'] %}",
        "{% include 'mine.html' if page.url else 'post.html' %}",
        "{% include 'mi' ~ page.kind ~ '.html' ignore missing %}",
        "{% include page.kind ignore missing %}",
        "{% import 'mine.html' as mine %}",
        "{% from 'mine.html' import mine %}",
        "{% if no is defined %}{% include 'mine.html' %}{% endif %}",
    ],
)
def test_a_template_that_another_names_is_used(site: Path, use: str) -> None:
    trial.write(site, {"templates/mine.html": "", "templates/404.html": use})

    assert told(site) == []


@pytest.mark.parametrize(
    "words",
    [
        "{# {% include 'mine.html' %} #}",
        "{{ 'mine.html' }}",
        "{% include 'my' ~ page.kind ~ '.html' ignore missing %}",
    ],
)
def test_a_template_that_is_only_spoken_of_is_not_used(site: Path, words: str) -> None:
    trial.write(site, {"templates/mine.html": "", "templates/404.html": words})

    assert told(site) == ["templates/mine.html"]


def test_an_unused_template_is_told_after_each_build(site: Path) -> None:
    trial.write(site, {"templates/psot.html": ""})
    first = told(site)
    trial.write(site, {"content/posts/one.md": trial.post(body="Changed.")})

    assert first == told(site) == told(site) == ["templates/psot.html"]


def test_a_broken_template_does_not_make_those_it_names_unused(site: Path) -> None:
    broken = "{% if %}{% include 'mine.html' %}"
    trial.write(site, {"templates/404.html": broken, "templates/mine.html": ""})

    with pytest.raises(CitewellError) as caught:
        trial.run(site)

    assert [problem.path for problem in caught.value.problems] == ["templates/404.html"]


def test_a_broken_template_that_nothing_uses_is_told(site: Path) -> None:
    trial.write(site, {"templates/psot.html": "{% if %}"})

    assert told(site) == ["templates/psot.html"]


@pytest.mark.parametrize("name", ["words/de.yml", "post.htm", "partials/logo.svg"])
def test_a_file_that_is_no_template_is_told_as_soon_as_it_is_there(site: Path, name: str) -> None:
    first = told(site)
    trial.write(site, {f"templates/{name}": "x"})

    assert first == []
    assert told(site) == [f"templates/{name}"]
