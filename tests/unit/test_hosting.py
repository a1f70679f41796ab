"""What pages may do, as they say themselves and as their host says."""

from __future__ import annotations

from small_site import SETTINGS, plan_of

from citewell.hosting import policy, render_redirects
from citewell.views import PageView

COMPILES = "script-src 'self' 'wasm-unsafe-eval'"


def test_a_page_asks_its_own_host_and_those_that_are_trusted() -> None:
    said = policy(["images.example.org"], compiles=True)

    assert "default-src 'self' https://images.example.org;" in said
    assert f"{COMPILES} https://images.example.org;" in said


def test_only_the_page_of_a_search_through_texts_compiles() -> None:
    plan = plan_of({}, f"{SETTINGS}search: full-text\n").plan

    views = [page.view["page"] for page in plan.pages]

    compiling = [
        view.url for view in views if isinstance(view, PageView) and COMPILES in view.policy
    ]
    assert compiling == ["search/"]


def test_the_headers_do_not_forbid_what_one_page_needs() -> None:
    outputs = {
        output.path: output.data.decode()
        for output in plan_of({}, f"{SETTINGS}search: full-text\n").plan.outputs
    }

    assert COMPILES in outputs["_headers"]


def test_no_page_of_another_site_compiles() -> None:
    plan = plan_of({}).plan

    assert not [page for page in plan.pages if "wasm" in page.view["page"].policy]
    assert not [output for output in plan.outputs if b"wasm" in output.data]


def test_an_old_address_is_one_word_of_its_rule_and_stands_for_itself() -> None:
    rule = render_redirects("https://example.org/blog/", [("old post/*/", "posts/new/")])

    assert rule == "/blog/old%20post/%2A/ /blog/posts/new/ 301\n"
