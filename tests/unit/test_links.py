from __future__ import annotations

import pytest

from citewell.links import KeptBack, check, render_text, resolve, targets_of
from citewell.model import Target
from citewell.problems import Place

ROUTES = {
    "content/posts/one.md": "posts/one/",
    "content/posts/2020/two.md": "posts/two/",
    "content/pages/about.md": "about/",
    "content/images/a b.png": "images/a b.png",
    "": "",
    "archive": "archive/",
    "posts/one": "posts/one/",
    "images/a b.png": "images/a b.png",
}


def _target(address: str) -> Target:
    line = f"See [me]({address})."
    return Target(address, Place("content/posts/one.md", 7, 10, len(address), line))


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("2020/two.md", "posts/two/"),
        ("../pages/about.md", "about/"),
        ("../pages/about.md#fees", "about/#fees"),
        ("pages/about.md", "about/"),
        ("/pages/about.md", "about/"),
        ("/archive/", "archive/"),
        ("/archive", "archive/"),
        ("/", ""),
        ("../images/a%20b.png", "images/a b.png"),
        ("/images/a%20b.png", "images/a b.png"),
        ("https://example.org/", "https://example.org/"),
        ("#fees", "#fees"),
    ],
)
def test_an_address_leads_to_a_file_or_a_page(address: str, path: str) -> None:
    assert resolve(_target(address), ROUTES) == path


@pytest.mark.parametrize("address", ["three.md", "/moon/", "../../../etc/passwd", "about.md"])
def test_an_address_may_lead_nowhere(address: str) -> None:
    assert resolve(_target(address), ROUTES) is None


def test_a_dead_link_is_a_problem_at_its_place() -> None:
    target = _target("abuot.md")

    (problem,) = check([target], ROUTES, {})

    message = "the link 'abuot.md' leads nowhere in this site"
    assert problem == target.place.problem(message, "did you mean 'about.md'?")


@pytest.mark.parametrize("address", ["soon.md", "soon.md#part", "/posts/soon/", "/posts/soon"])
def test_a_link_to_what_is_kept_back_says_so(address: str) -> None:
    target = _target(address)
    kept_back = dict.fromkeys(("content/posts/soon.md", "posts/soon"), KeptBack("a draft", "Wait"))

    (problem,) = check([target], ROUTES, kept_back)

    message = f"the link '{address}' leads to a draft"
    assert problem == target.place.problem(message, "Wait; until then take the link away")


def test_a_link_that_leads_somewhere_is_no_problem() -> None:
    assert check([_target("/archive/")], ROUTES, {}) == []


def test_what_is_written_is_filled_in() -> None:
    target = _target("/archive/")
    text = ('<a href="', target, '">All</a>')

    assert targets_of(text) == (target,)
    assert render_text(text, ["../a/"]) == '<a href="../a/">All</a>'
