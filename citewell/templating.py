"""Templates by name, held against what there is while they are compiled. Part of `render`.

A template that extends another may fill only blocks that the other has: Jinja passes over all else
in silence. Whatever filter, test or template one names must be there: Jinja notices only where a
page happens to come by. What all of them name is noted, so that one is known that nobody uses.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator

from citewell.model import Source, Span
from citewell.problems import CitewellError, Problem, did_you_mean

# How each is written before its name.
_BLOCK, _FILTER, _TEST, _TEMPLATE = r"\bblock\s+", r"\|\s*", r"\bis\s+(?:not\s+)?", "[\"']"
_HINTS = {
    "filter": "there are all of Jinja's own, and those of docs/designing.md",
    "test": "there are all of Jinja's own, and no other",
    "template": "put it into the folder templates/",
}
_Leading = nodes.Include | nodes.Extends | nodes.Import | nodes.FromImport
_NAMING = frozenset(
    {nodes.Template, nodes.Filter, nodes.FilterBlock, nodes.Test, *_Leading.__args__}
)


class Loader(jinja2.BaseLoader):
    """Finds templates by name."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources
        self._trees: dict[str, nodes.Template] = {}
        self._blocks: dict[str, list[str]] = {}
        self._named: set[str] = set()

    def get_source(
        self,
        environment: jinja2.Environment,  # noqa: ARG002  Jinja gives it
        template: str,
    ) -> tuple[str, str, None]:
        """Return the text of a template and its path; raises `TemplateNotFound`."""
        if template not in self.sources:
            raise jinja2.TemplateNotFound(template)
        source = self.sources[template]
        return source.text, source.path, None

    def note(self, expression: nodes.Expr) -> None:
        """Note the templates that a tag may name."""
        self._named |= {*_patterns(expression)}

    def unnamed(self) -> frozenset[str]:
        """Return the templates that none of those names which were compiled."""
        return frozenset(
            name
            for name in self.sources
            if not any(fnmatchcase(name, pattern) for pattern in self._named)
        )

    def keep(self, name: str, tree: nodes.Template) -> None:
        """Keep a template that was parsed, for those that extend it."""
        self._trees[name] = tree

    def parent(self, environment: jinja2.Environment, name: str) -> str | None:
        """Return the template that one extends; "" for none, None where that depends."""
        if "extends" not in self.sources[name].text:
            return ""
        return _parent(self._tree(environment, name))

    def blocks(self, environment: jinja2.Environment, name: str) -> list[str]:
        """Return the names of all blocks of a template."""
        if name not in self._blocks:
            found = _blocks(self._tree(environment, name), nested=True)
            self._blocks[name] = [block.name for block in found]
        return self._blocks[name]

    def _tree(self, environment: jinja2.Environment, name: str) -> nodes.Template:
        if name not in self._trees:
            source = self.sources[name]
            self._trees[name] = environment.parse(source.text, name, source.path)
        return self._trees[name]


def loader_of(environment: jinja2.Environment) -> Loader:
    """Return the loader of an environment; raises `TypeError` for one that is not of this kind."""
    if not isinstance(environment.loader, Loader):
        raise TypeError("these templates are found by another loader")
    return environment.loader


class NameChecker(CodeGenerator):
    """Jinja's compiler, for which a name that is not there is an error, in whatever branch."""

    def visit(self, node: nodes.Node, *arguments: Any, **options: Any) -> Any:
        """Compile a part of a template; raises `CitewellError` for what it names in vain."""
        if type(node) in _NAMING and (problems := list(self._check(node))):
            raise CitewellError(*problems)
        return super().visit(node, *arguments, **options)

    @property
    def _loader(self) -> Loader:
        return loader_of(self.environment)

    @property
    def _template(self) -> str:
        return self.name or ""

    def _check(self, node: nodes.Node) -> Iterator[Problem]:
        if isinstance(node, nodes.Template):
            yield from self._unfilled(node)
        elif isinstance(node, nodes.FilterBlock):
            yield from self._check(node.filter)
        elif isinstance(node, nodes.Filter):
            yield from self._unknown("filter", node, _FILTER, self.environment.filters)
        elif isinstance(node, nodes.Test):
            yield from self._unknown("test", node, _TEST, self.environment.tests)
        elif isinstance(node, _Leading):
            yield from self._lacking(node)

    def _unknown(
        self, kind: str, node: nodes.Filter | nodes.Test, before: str, known: Collection[str]
    ) -> Iterator[Problem]:
        if node.name not in known:
            yield self._problem(kind, node.name, node.lineno, before, known)

    def _lacking(self, node: _Leading) -> Iterator[Problem]:
        """Note what a tag names; yield a problem where none of it is there."""
        self._loader.note(node.template)
        names, known = _constant(node.template), self._loader.sources
        may_lack = isinstance(node, nodes.Include) and node.ignore_missing
        if names and not may_lack and not {*names} & known.keys():
            yield self._problem("template", names[-1], node.lineno, _TEMPLATE, known)

    def _problem(
        self, kind: str, name: str, line: int, before: str, known: Collection[str]
    ) -> Problem:
        hint = did_you_mean(name, known) or _HINTS[kind]
        return self._at(line, before, name, f"there is no {kind} '{name}'", hint)

    def _unfilled(self, tree: nodes.Template) -> Iterator[Problem]:
        """Yield a problem for each block that no template has which this one extends.

        Blocks inside of others are this template's own.
        """
        loader = self._loader
        loader.keep(self._template, tree)
        ancestors = self._ancestors(tree)
        found = [loader.blocks(self.environment, ancestor) for ancestor in ancestors]
        known = dict.fromkeys(name for names in found for name in names)
        for block in _blocks(tree, nested=False) if ancestors else ():
            if block.name not in known:
                hint = did_you_mean(block.name, known) or f"it has {', '.join(known) or 'none'}"
                message = f"there is no block '{block.name}' to fill in {ancestors[0]}"
                yield self._at(block.lineno, _BLOCK, block.name, message, hint)

    def _ancestors(self, tree: nodes.Template) -> list[str]:
        """Return the templates that one extends, the nearest first; none where that depends.

        Raises `CitewellError` for a template that extends itself.
        """
        loader, name, chain = self._loader, self._template, list[str]()
        while parent := loader.parent(self.environment, name):
            if parent == self._template:
                raise CitewellError(self._circle(tree, chain[0] if chain else parent))
            if parent in chain or parent not in loader.sources:
                return []
            chain.append(parent)
            name = parent
        return [] if parent is None else chain

    def _circle(self, tree: nodes.Template, parent: str) -> Problem:
        other = "itself" if parent == self._template else "one that extends it"
        message = f"the template extends {other}"
        hint = "yours stands in place of the built-in one; copy that one, or extend base.html"
        line = next(tree.find_all(nodes.Extends)).lineno
        return self._at(line, _TEMPLATE, parent, message, hint)

    def _at(self, line: int, before: str, name: str, message: str, hint: str) -> Problem:
        """Return the problem of a name on a line, or on a later one, behind what is `before` it."""
        source = self._loader.sources[self._template]
        return source.problem(_place(source, line, before, name), message, hint)


def _constant(expression: nodes.Expr) -> list[str]:
    """Return the names that an expression gives, one or a list; none where that depends."""
    try:
        value = expression.as_const()
    except nodes.Impossible:
        return []
    names = value if isinstance(value, (list, tuple)) else [value]
    return list(names) if all(isinstance(name, str) for name in names) else []


def _patterns(expression: nodes.Expr) -> Iterator[str]:
    """Yield the names that an expression may give; `*` stands for what depends."""
    if isinstance(expression, (nodes.List, nodes.Tuple)):
        for item in expression.items:
            yield from _patterns(item)
    elif isinstance(expression, nodes.CondExpr):
        yield from _patterns(expression.expr1)
        if expression.expr2:
            yield from _patterns(expression.expr2)
    else:
        parts = expression.nodes if isinstance(expression, nodes.Concat) else [expression]
        yield "".join(str(part.value) if isinstance(part, nodes.Const) else "*" for part in parts)


def _parent(tree: nodes.Template) -> str | None:
    """Return the template that one extends; "" for none, None where that depends."""
    for node in tree.body:
        if isinstance(node, nodes.Extends):
            names = _constant(node.template)
            return names[0] if len(names) == 1 else None
        if isinstance(node, nodes.If) and node.find(nodes.Extends):
            return None
    return ""


def _blocks(node: nodes.Node, *, nested: bool) -> Iterator[nodes.Block]:
    """Yield the blocks in a part of a template; those inside of others if `nested`."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        if isinstance(child, nodes.Stmt) and (nested or not isinstance(child, nodes.Block)):
            yield from _blocks(child, nested=nested)


def _place(source: Source, line: int, before: str, name: str) -> Span:
    """Find a name from a line on: behind what stands before it, or wherever it is."""
    start = sum(len(each) + 1 for each in source.text.split("\n")[: line - 1])
    bare = re.escape(name)
    for pattern in (f"(?:{before})({bare})", rf"(?<!\w)({bare})(?!\w)"):
        if found := re.compile(pattern).search(source.text, start):
            return Span(*found.span(1))
    return Span(start, start + 1)
