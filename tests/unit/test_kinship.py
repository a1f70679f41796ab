from __future__ import annotations

from small_site import plan_of, post_of

from citewell import kinship
from citewell.listings import newest_first
from citewell.model import Article


def posts(*texts: str) -> list[Article]:
    files = {f"content/posts/p{place}.md": text for place, text in enumerate(texts)}
    return newest_first(plan_of(files).articles.values())


def test_posts_that_share_more_tags_are_nearer_kin() -> None:
    found = kinship.related(
        posts(
            post_of(date="2020-01-03", tags=["grief", "loss"]),
            post_of(date="2020-01-02", tags=["grief"]),
            post_of(date="2020-01-01", tags=["Grief", "loss"]),
        )
    )

    assert found[0] == (2, 1)


def test_a_post_that_shares_nothing_has_no_kin() -> None:
    found = kinship.related(posts(post_of(date="2020-01-02", tags=["a"]), post_of(tags=["b"])))

    assert found == [(), ()]


def test_a_shared_source_says_more_than_a_shared_tag() -> None:
    source = [{"id": "a2001", "type": "book", "title": "A"}]
    found = kinship.related(
        posts(
            post_of("[@a2001]", date="2020-01-03", tags=["x"], references=source),
            post_of(date="2020-01-02", tags=["x"]),
            post_of("[@a2001]", date="2020-01-01", references=source),
        )
    )

    assert found[0] == (2, 1)


def test_a_series_runs_from_its_oldest_post() -> None:
    found = kinship.series(
        posts(
            post_of(date="2020-01-03", series="S"),
            post_of(date="2020-01-02"),
            post_of(date="2020-01-01", series="S"),
        )
    )

    assert found == {"S": (2, 0)}
