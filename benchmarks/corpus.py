"""A site of cited posts to measure with: the same posts from the same seed, in invented words.

    python benchmarks/corpus.py FOLDER --posts 1000 [--seed 1]

Each post has some 600 words, five sources, seven citations and three tags. The command writes a
site that citewell builds; `builds.py` takes the posts as values.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

KINDS = ("article-journal", "book", "chapter", "report", "webpage")
CITATIONS, TAGS, WORDS = 7, 3, 570
SETTINGS = "title: Trial\nurl: https://example.org/\nauthor: A. Writer\n"
_FIRST_DAY, _DAYS = dt.date(2000, 1, 1), 9000
_TAGS_OF_ALL, _LEXICON = 36, 1200
_ONSETS = (*"bdfghklmnprstvw", *("br", "dr", "fl", "gl", "kl", "pl", "st", "tr"))
_VOWELS = (*"aeiou", *("ai", "ea", "ou"))
_CODAS = ("", "", "", "n", "r", "l", "s", "nd", "rt", "sk")


@dataclass(frozen=True, slots=True)
class Work:
    """A source: its CSL type, its authors as family and given names, and its other CSL fields."""

    key: str
    kind: str
    authors: tuple[tuple[str, str], ...]
    year: int
    title: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where a post cites one of its works; `page` is empty for the whole work."""

    work: Work
    page: str
    in_sentence: bool


@dataclass(frozen=True, slots=True)
class Post:
    """A post; `body` is Markdown with its citations between the pieces of text."""

    name: str
    title: str
    date: dt.date
    tags: tuple[str, ...]
    summary: str
    works: tuple[Work, ...]
    body: tuple[str | Citation, ...]


def make_posts(count: int, seed: int) -> list[Post]:
    """Return so many posts in the order of their dates."""
    return [make_post(number, count, seed) for number in range(count)]


def make_post(number: int, count: int, seed: int) -> Post:
    """Return one post of `count`; its text depends on seed and number alone, its date on all."""
    chance = random.Random(f"{seed}/{number}")  # noqa: S311  invented text, no secret
    works = tuple(_make_work(kind, f"{number}{kind[0]}", chance) for kind in KINDS)
    title = _title(chance, 4)
    return Post(
        name=f"{title.lower().replace(' ', '-')}-{number}",
        title=title,
        date=_FIRST_DAY + dt.timedelta(days=number * _DAYS // count),
        tags=tuple(sorted(chance.sample(_lexicon()[:_TAGS_OF_ALL], TAGS))),
        summary=_sentence(chance),
        works=works,
        body=tuple(_make_body(works, chance)),
    )


@lru_cache(maxsize=1)
def _lexicon() -> tuple[str, ...]:
    """Return the words of all texts, which no language has."""
    chance = random.Random("lexicon")  # noqa: S311  likewise
    words: dict[str, None] = {}
    while len(words) < _LEXICON:
        word = "".join(_syllable(chance) for _ in range(chance.choice((1, 2, 2, 3))))
        if len(word) > len("yes"):  # in YAML a short word may be more than a word
            words[word] = None
    return tuple(words)


def _syllable(chance: random.Random) -> str:
    parts: tuple[tuple[str, ...], ...] = (_ONSETS, _VOWELS, _CODAS)
    return "".join(chance.choice(part) for part in parts)


def _words(chance: random.Random, count: int) -> list[str]:
    """Return words of which some are common and most are rare, as in any language."""
    lexicon = _lexicon()
    return [lexicon[int(len(lexicon) * chance.random() ** 2)] for _ in range(count)]


def _title(chance: random.Random, count: int) -> str:
    return " ".join(_words(chance, count)).capitalize()


def _sentence(chance: random.Random) -> str:
    """Return a sentence of 8 to 20 words."""
    return f"{_title(chance, chance.randint(8, 20))}."


def _make_work(kind: str, mark: str, chance: random.Random) -> Work:
    names = [(_title(chance, 1), chance.choice("ABCDEFGHJKLMN") + ".") for _ in range(3)]
    authors = tuple(names[: chance.randint(1, 3)])
    first = chance.randint(1, 400)
    pages = f"{first}-{first + chance.randint(3, 30)}"
    house, journal = _title(chance, 2), _title(chance, 3)
    address = f"https://example.org/{'/'.join(_words(chance, 2))}/{mark}"
    fields = {
        "article-journal": {
            "container-title": journal,
            "volume": str(chance.randint(1, 80)),
            "issue": str(chance.randint(1, 12)),
            "page": pages,
            "DOI": f"10.1234/{mark}",
        },
        "book": {"publisher": house},
        "chapter": {"container-title": journal, "page": pages, "publisher": house},
        "report": {"publisher": house, "URL": address},
        "webpage": {"URL": address, "accessed": "2024-05-06"},
    }
    year = chance.randint(1960, 2023)
    key = f"{authors[0][0].lower()}{year}x{mark}"
    return Work(key, kind, authors, year, _title(chance, 7), fields[kind])


def _make_body(works: Sequence[Work], chance: random.Random) -> Iterator[str | Citation]:
    """Yield paragraphs with citations, two headings, a list and a quotation."""
    cited = [*works, *chance.choices(works, k=CITATIONS - len(works))]
    chance.shuffle(cited)
    written = 0
    for number, work in enumerate(cited):
        if number in {2, 5}:
            yield f"## {_title(chance, 3)}\n\n"
        opening = [_sentence(chance) for _ in range(2)]
        while written + _count(opening) < WORDS * (number + 1) // (len(cited) + 1):
            opening.append(_adorned(chance))
        written += _count(opening)
        yield f"{' '.join(opening)} "
        yield from _cite(work, chance)
    yield "".join(f"- {_sentence(chance)}\n" for _ in range(3))
    yield f"\n> {_sentence(chance)}\n"


def _count(sentences: Sequence[str]) -> int:
    return sum(len(one.split()) for one in sentences)


def _adorned(chance: random.Random) -> str:
    """Return a sentence in which a few words may be set off or lead elsewhere."""
    first, second = " ".join(_words(chance, 2)), " ".join(_words(chance, 2))
    marked = chance.choice((f"*{first}*", f"**{first}**", f"[{first}](https://example.org/)"))
    ending = f", {marked} {second}." if chance.random() < 0.3 else "."  # noqa: PLR2004  three in ten
    return _sentence(chance).removesuffix(".") + ending


def _cite(work: Work, chance: random.Random) -> Iterator[str | Citation]:
    page = str(chance.randint(1, 300)) if chance.random() < 0.4 else ""  # noqa: PLR2004  four in ten
    words = " ".join(_words(chance, 8))
    if chance.random() < 0.3:  # noqa: PLR2004  three in ten
        yield Citation(work, page, in_sentence=True)
        yield f" {words}.\n\n"
    else:
        yield f"{words.capitalize()} "
        yield Citation(work, page, in_sentence=False)
        yield ".\n\n"


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts below a folder, by path."""
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")


def site_files(posts: Sequence[Post]) -> dict[str, str]:
    """Return the files of a site that citewell builds, by path."""
    written = {f"content/posts/{post.name}.md": write_cited(post) for post in posts}
    return {"content/site.yaml": SETTINGS, **written}


def write_cited(post: Post) -> str:
    """Return a post as citewell and pandoc read it."""
    sources = "".join(_source(work) for work in post.works)
    body = "".join(piece if isinstance(piece, str) else _mark(piece) for piece in post.body)
    return f"---\n{head_of(post)}references:\n{sources}---\n{body}"


def head_of(post: Post) -> str:
    """Return the front matter that all have in common, in YAML."""
    tags = ", ".join(post.tags)
    about = f"title: {post.title}\ndate: {post.date}\ntags: [{tags}]\n"
    return f"{about}summary: {post.summary}\n"


def _source(work: Work) -> str:
    authors = ", ".join(f"{{family: {family}, given: {given}}}" for family, given in work.authors)
    head = f"  - id: {work.key}\n    type: {work.kind}\n    author: [{authors}]\n"
    fields = {"issued": str(work.year), "title": work.title, **work.fields}
    return head + "".join(f'    {name}: "{value}"\n' for name, value in fields.items())


def _mark(citation: Citation) -> str:
    key, page = citation.work.key, citation.page
    if citation.in_sentence:
        return f"@{key} [p. {page}]" if page else f"@{key}"
    return f"[@{key}, p. {page}]" if page else f"[@{key}]"


def main() -> None:
    """Write a site."""
    parser = argparse.ArgumentParser(description="Write a site of cited posts.")
    parser.add_argument("folder", type=Path, help="where to")
    parser.add_argument("--posts", type=int, default=100, help="how many posts")
    parser.add_argument("--seed", type=int, default=1, help="another one gives other words")
    asked = parser.parse_args()
    write_files(asked.folder, site_files(make_posts(asked.posts, asked.seed)))


if __name__ == "__main__":
    main()
