from __future__ import annotations

import datetime as dt

import pytest
from small_site import plan_of, post_of

from citewell.care import check_credentials, check_reviews, due_day, turning_days, view_credentials
from citewell.model import Article, Source
from citewell.persons import Credential
from citewell.settings import parse_settings

LAST = dt.date(2027, 3, 31)
SETTINGS = """\
title: A site
credentials:
  - {name: Registered psychotherapist, register: UKCP, valid_until: 2027-03-31}
  - {name: Chartered psychologist}
"""


def credentials() -> tuple[Credential, ...]:
    return parse_settings(Source("content/site.yaml", SETTINGS)).credentials


def article(**fields: str) -> Article:
    (found,) = plan_of({"content/posts/one.md": post_of("Text.", **fields)}).articles.values()
    return found


@pytest.mark.parametrize(("day", "count"), [(LAST, 2), (LAST + dt.timedelta(days=1), 1)])
def test_a_credential_is_claimed_to_its_last_day(day: dt.date, count: int) -> None:
    assert len(view_credentials(credentials(), day)) == count


@pytest.mark.parametrize(
    ("before", "said"),
    [(61, []), (60, ["runs out on 2027-03-31"]), (-1, ["ran out on 2027-03-31"])],
)
def test_the_author_is_warned_sixty_days_before_a_credential_runs_out(
    before: int, said: list[str]
) -> None:
    problems = list(check_credentials(credentials(), LAST - dt.timedelta(days=before)))

    assert len(problems) == len(said)
    assert all(words in problem.message for words, problem in zip(said, problems, strict=True))
    assert all(problem.line == 3 for problem in problems)


@pytest.mark.parametrize(
    ("last", "said", "days"),
    [
        (dt.date.max, [], {dt.date(9999, 11, 1), dt.date.max}),
        (dt.date(1, 1, 5), ["ran out on 0001-01-05"], {dt.date.min, dt.date(1, 1, 6)}),
    ],
)
def test_a_credential_may_last_to_either_end_of_the_calendar(
    last: dt.date, said: list[str], days: set[dt.date]
) -> None:
    text = f"title: T\ncredentials: [{{name: A, valid_until: {last}}}]\n"
    settings = parse_settings(Source("content/site.yaml", text))

    problems = list(check_credentials(settings.credentials, LAST))

    assert len(problems) == len(said)
    assert all(words in problem.message for words, problem in zip(said, problems, strict=True))
    assert set(turning_days(settings, [])) == days


@pytest.mark.parametrize(
    ("every", "due"),
    [("1 month", dt.date(2020, 2, 28)), ("1 year", dt.date(2021, 1, 31)), ("", None)],
)
def test_a_post_is_due_so_long_after_its_last_review(every: str, due: dt.date | None) -> None:
    fields = {"review_every": every} if every else {}

    assert due_day(article(reviewed="2020-01-31", **fields)) == due


def test_a_post_that_is_due_is_told_on_that_day_and_not_before() -> None:
    post = article(reviewed="2020-01-31", review_every="1 year")

    before = list(check_reviews([post], dt.date(2021, 1, 30)))
    then = list(check_reviews([post], dt.date(2021, 1, 31)))

    assert not before
    assert "due for review on 2021-01-31" in then[0].message


def test_a_build_holds_until_something_turns() -> None:
    settings = parse_settings(Source("content/site.yaml", SETTINGS))
    post = article(reviewed="2020-01-31", review_every="1 year")

    days = set(turning_days(settings, [post]))

    assert days == {
        dt.date(2020, 1, 1),
        dt.date(2021, 1, 31),
        LAST - dt.timedelta(days=60),
        LAST + dt.timedelta(days=1),
    }
