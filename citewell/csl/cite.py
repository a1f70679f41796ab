"""Clusters -> inline trees: affixes, author-only and suppressed authors, narrative citations.

(Specification, "Citation", "Cite Grouping"; pandoc's manual, "Citation syntax".) Takes clusters
with their cites sorted and their states known. `collapse` decides how cites stand together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from citewell.csl.case import change_case
from citewell.csl.citation import Cite
from citewell.csl.collapse import RenderedCite, join_cites
from citewell.csl.context import CITATION, CiteState, Context
from citewell.csl.document import Document
from citewell.csl.fields import parse_field
from citewell.csl.rich import (
    AFFIX,
    CITE,
    NAMES,
    TERM,
    TITLE,
    Inline,
    Node,
    find_tag,
    first_leaf,
    join,
    plain_text,
)


class RenderedCluster(NamedTuple):
    """The tree of a cluster, and the names that precede its note (note styles, narrative)."""

    tree: Inline
    lead: Inline = ""


class _Composer:
    """Renders the cites of one document; holds nothing but the document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.layout = document.style.citation

    def cite(self, cite: Cite, state: CiteState, *, omits_author: bool) -> RenderedCite:
        """Render one cite with its affixes, tagged with its key."""
        context = self.document.context(cite.key, CITATION, state)
        context.omits_author = omits_author
        content = self.content(context)
        names = find_tag(content, NAMES) if content else None
        return RenderedCite(
            cite=cite,
            state=state,
            tree=self.affixed(cite, content),
            author=plain_text(names) if names else "",
            suffix=context.hints.year_suffix,
            number=state.number,
        )

    def content(self, context: Context) -> Inline | None:
        parts = []
        for element in self.layout.elements:
            part = element(context)
            if part:
                parts.append(part)
        return join(parts) if parts else None

    def affixed(self, cite: Cite, content: Inline | None) -> Inline:
        """Put prefix and suffix round a cite, and tag all of it but the affixes with its key."""
        parts: list[Inline] = []
        if cite.prefix:
            parts.append(_affix(_prefix(cite.prefix)))
        if content is not None:
            if _may_start_sentence(cite.prefix) and self.document.style.kind == "note":
                content = _capitalized(content)
            parts.append(Node([content], (), CITE, cite.key))
        if cite.suffix:
            parts.append(_affix(_suffix(cite.suffix)))
        return join(parts) if parts else ""

    def author(self, cite: Cite, state: CiteState) -> Inline:
        """Return the names that a cite shows, or its title, as they stand in running text."""
        context = self.document.context(cite.key, CITATION, state._replace(is_narrative=True))
        content = self.content(context)
        names = (find_tag(content, NAMES) or find_tag(content, TITLE)) if content else None
        if names is None or self.document.style.kind == "note":
            context = self.document.context(cite.key, CITATION, state._replace(is_narrative=True))
            return self.document.style.author(context) or ""
        return names


def _affix(text: str) -> Inline:
    return Node([parse_field(text)], (), AFFIX)


def _prefix(text: str) -> str:
    return f"{text} " if text[-1].isalnum() or text[-1] in ".,:;" else text


def _suffix(text: str) -> str:
    return f" {text}" if text[0].isalnum() else text


def render_cluster(
    document: Document, cites: Sequence[Cite], states: Sequence[CiteState], *, narrative: bool
) -> RenderedCluster:
    """Return the tree of one cluster; `narrative` puts the first cite's author into the text."""
    composer = _Composer(document)
    if narrative and cites:
        return _narrative(composer, cites, states)
    if len(cites) == 1 and cites[0].mode == "author-only":
        author = composer.author(cites[0], states[0])
        return RenderedCluster(Node([author], (), CITE, cites[0].key))
    return RenderedCluster(_parenthetical(composer, cites, states, omit_first=False))


def _parenthetical(
    composer: _Composer,
    cites: Sequence[Cite],
    states: Sequence[CiteState],
    *,
    omit_first: bool,
) -> Inline:
    rendered = []
    for index, (cite, state) in enumerate(zip(cites, states, strict=True)):
        if cite.mode == "author-only":
            tree = composer.affixed(cite, composer.author(cite, state))
            rendered.append(RenderedCite(cite, state, tree, "", "", 0))
            continue
        omits = cite.mode == "suppress-author" or (omit_first and not index)
        rendered.append(composer.cite(cite, state, omits_author=omits))
    rendered = [one for one in rendered if one.tree]
    joined = join_cites(
        rendered,
        composer.layout,
        lambda one: composer.cite(one.cite, one.state, omits_author=True).tree,
    )
    if composer.document.style.kind == "note":
        joined = _capitalized(joined)
    layout = composer.layout.formatting
    return layout._replace(prefix="", suffix="").apply(
        join([part for part in (layout.prefix, joined, layout.suffix) if part] or [""]),
        language="en",
    )


def _may_start_sentence(prefix: str) -> bool:
    """Tell whether a prefix is a sentence of its own, after which a capital follows."""
    text = prefix.rstrip(" \"'\u201d\u2019")
    return " " in text and text[-1:] in (".", "!", "?")


def _capitalized(tree: Inline) -> Inline:
    """Let a note begin with a capital if it begins with a term: "Ibid."."""
    first = first_leaf(tree)
    if first is None or first.tag != TERM:
        return tree
    return change_case(tree, "capitalize-first", language="en")


def _narrative(
    composer: _Composer, cites: Sequence[Cite], states: Sequence[CiteState]
) -> RenderedCluster:
    """Return `Weitz (2014, p. 35)`: the author, then the cluster without it.

    The first cite's link takes in both; its prefix, which would come between them, goes first. A
    note names the author once more, since it stands far from the text, unless the cite forbids it.
    """
    first = cites[0]
    author = composer.author(first, states[0])
    bare = Cite(first.key, "", first.suffix, first.locator, first.label)
    is_note = composer.document.style.kind == "note"
    if is_note:
        omits = first.mode == "suppress-author"
        rest = _parenthetical(composer, [bare, *cites[1:]], states, omit_first=omits)
        return RenderedCluster(rest, _lead(first, author))
    rest = _parenthetical(composer, [bare, *cites[1:]], states, omit_first=True)
    if not plain_text(rest):
        return RenderedCluster(_lead(first, author))
    if len(cites) == 1:
        whole = Node([author, " ", untagged(rest)], (), CITE, first.key)
        return RenderedCluster(_with_prefix(first, whole))
    return RenderedCluster(join([_lead(first, author), " ", rest]))


def _lead(cite: Cite, author: Inline) -> Inline:
    return _with_prefix(cite, Node([author], (), CITE, cite.key))


def _with_prefix(cite: Cite, tree: Inline) -> Inline:
    return join([_affix(_prefix(cite.prefix)), tree]) if cite.prefix else tree


def untagged(tree: Inline) -> Inline:
    """Return the tree without the tags of its cites, so that one link can go round it all."""
    if isinstance(tree, str):
        return tree
    tag = "" if tree.tag == CITE else tree.tag
    return tree._replace(children=[untagged(child) for child in tree.children], tag=tag)
