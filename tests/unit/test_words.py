"""The theme's own words: the nearest language, plural forms, and faults in their files."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from citewell.model import Source
from citewell.problems import Problem
from citewell.wordlists import parse_words
from citewell.words import Words

EN = "top: Top\nhome: Home\nposts: {one: '{count} post', other: '{count} posts'}\nby: 'by {name}'\n"


def parse(**texts: str) -> tuple[Words, list[Problem]]:
    """Parse files of words by their language; `_` stands for the hyphen of a tag."""
    named = {language.replace("_", "-"): text for language, text in texts.items()}
    return parse_words(
        Source(f"templates/words/{language}.yaml", text) for language, text in named.items()
    )


def words_of(**texts: str) -> Words:
    words, problems = parse(en=EN, **texts)
    assert not problems
    return words


def fault(text: str) -> Problem:
    _, (problem,) = parse(de=text)
    return problem


def english(count: float, _: str) -> str:
    return "one" if count == 1 else "other"


@pytest.mark.parametrize("language", ["de-CH-1996", "de-CH", "de-AT", "de"])
def test_a_word_is_said_in_the_nearest_language(language: str) -> None:
    words = words_of(de="top: Oben\n", de_CH="top: Obe\n")

    assert words.say("top", language) == ("Obe" if "CH" in language else "Oben")


def test_a_word_that_the_nearest_file_lacks_comes_from_the_next() -> None:
    words = words_of(de="top: Oben\nhome: Start\n", de_CH="top: Obe\n")

    assert words.say("home", "de-CH") == "Start"


@pytest.mark.parametrize("language", ["de", "de-CH", "fr", ""])
def test_a_word_that_a_language_lacks_is_said_in_english(language: str) -> None:
    assert words_of(de="top: Oben\n").say("home", language) == "Home"


def test_a_site_changes_single_words_of_the_theme() -> None:
    own = Source("templates/words/en.yaml", "top: Up\n")

    words, problems = parse_words([Source("templates/words/en.yaml", EN), own])

    assert not problems
    assert (words.say("top", "en"), words.say("home", "en")) == ("Up", "Home")


def test_a_word_that_no_file_has_is_told_with_the_nearest_name() -> None:
    with pytest.raises(KeyError, match=r"there is no word 'hom'; did you mean 'home'\?"):
        words_of().say("hom", "en")


@pytest.mark.parametrize(("count", "said"), [(1, "1 post"), (0, "0 posts"), (2, "2 posts")])
def test_a_number_decides_the_form(count: int, said: str) -> None:
    assert words_of().say("posts", "en", english, count=count) == said


@pytest.mark.parametrize("plural_form", [None, lambda _, __: "few"])
def test_a_form_that_is_not_there_is_the_general_one(
    plural_form: Callable[[float, str], str] | None,
) -> None:
    assert words_of().say("posts", "en", plural_form, count=1) == "1 posts"


@pytest.mark.parametrize("values", [{}, {"count": "many"}, {"number": 3}])
def test_a_word_with_forms_asks_for_its_number(values: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="the word 'posts' needs a number; say"):
        words_of().say("posts", "en", english, **values)


def test_a_word_asks_for_a_value_that_is_missing() -> None:
    with pytest.raises(ValueError, match="the word 'by' needs 'name'; say"):
        words_of().say("by", "en", author="Me")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("top: Oben\nhome: 'a {'\n", 2, "braces hold the name of a value"),
        ("top: Oben\nhome: '{0}'\n", 2, "braces hold the name of a value"),
        ("top: Oben\nhome: '{}'\n", 2, "braces hold the name of a value"),
        ("top: Oben\nhome: '{a.b}'\n", 2, "braces hold the name of a value"),
        ("top: Oben\nhome: '{a!q}'\n", 2, "braces hold the name of a value"),
        ("top: Oben\nhome: '{a:>>>}'\n", 2, "braces hold the name of a value"),
        ("top: Oben\nhome:\n", 2, "empty"),
        ("posts:\n  one: Ein\n", 2, "'other'"),
        ("posts:\n  other: Viele\n  oen: Ein\n", 3, "'oen'"),
        ("- top\n", 1, "words"),
    ],
)
def test_a_fault_in_a_file_of_words_is_told_with_its_line(
    text: str, line: int, message: str
) -> None:
    problem = fault(text)

    assert (problem.path, problem.line) == ("templates/words/de.yaml", line)
    assert message in problem.message


@pytest.mark.parametrize("language", ["en", "de", "fr"])
@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("home: H\ntop: 'T {x}'\n", 2, "there is no value {x} for 'top'", "it has none"),
        ("by: 'by {nmae}'\n", 1, "there is no value {nmae} for 'by'", "it can hold {name}"),
        ("posts: 'all {all}'\n", 1, "there is no value {all} for 'posts'", "hold {count}"),
        ("posts:\n  one: P\n  other: '{n}'\n", 3, "no value {n} for 'posts'", "hold {count}"),
        ("top: {one: T, other: U}\n", 1, "no number goes with 'top'", "write one text"),
    ],
)
def test_a_word_asks_for_no_more_than_the_english_one(
    language: str, text: str, line: int, message: str, hint: str
) -> None:
    theme = [Source(f"templates/words/{name}.yaml", EN) for name in ("de", "en")]

    words, (problem,) = parse_words([*theme, Source(f"templates/words/{language}.yaml", text)])

    assert (problem.path, problem.line) == (f"templates/words/{language}.yaml", line)
    assert message in problem.message
    assert hint in problem.hint
    assert words.say("top", language) == "Top"


def test_all_that_is_wrong_in_a_file_of_words_is_told_at_once() -> None:
    _, problems = parse(en=EN, de="top: '{'\nhome: '{x} {y}'\nby: '{name}'\n")

    assert [problem.line for problem in problems] == [1, 2, 2]


@pytest.mark.parametrize("text", ["posts: Posts\n", "by: Me\n", "posts: '{count}'\n"])
def test_a_word_may_leave_out_values_and_forms(text: str) -> None:
    words_of(de=text)


def test_words_that_the_theme_lacks_are_free() -> None:
    own = "mine: {one: '{count} {x}', other: '{y}'}\n"

    words, problems = parse_words([Source("templates/words/en.yaml", text) for text in (EN, own)])

    assert not problems
    assert words.say("mine", "en", count=1, y="z") == "z"


def test_doubled_braces_are_plain_ones() -> None:
    assert words_of(de="top: '{{Oben}}'\n").say("top", "de") == "{Oben}"


def test_a_file_with_a_fault_leaves_the_others_in_use() -> None:
    words, problems = parse(en=EN, de="top: '{'\n")

    assert len(problems) == 1
    assert words.say("top", "de") == "Top"
