"""Values in the memo: what `plain` makes of them, kept and recalled by table and name.

Between `memo` and all that remembers values. What does not fit its type is damage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

from citewell.memo import Memo, Table, damage_noticed
from citewell.plain import decode, encode

T = TypeVar("T")


def keep(table: Table, values: Mapping[str, Any], memo: Memo) -> None:
    """Keep values under names, in place of what they stood for."""
    memo.keep_texts(table, {name: encode(value) for name, value in values.items()})


def recall(kind: type[T], table: Table, name: str, memo: Memo) -> T | None:
    """Return the value of one name, or None where there is none."""
    return recall_all(kind, table, memo, [name]).get(name)


def recall_all(
    kind: type[T], table: Table, memo: Memo, names: Iterable[str] | None = None
) -> dict[str, T]:
    """Return the values of those names that have one, or of every name, by name."""
    if names is None:
        texts: Mapping[str, str | None] = memo.texts(table)
    else:
        texts = {name: memo.text(table, name) for name in names}
    with damage_noticed():
        return {name: decode(kind, text) for name, text in texts.items() if text is not None}


def keep_made(name: str, identity: str, value: Any, memo: Memo) -> None:
    """Keep a value with the identity of what it was made from."""
    keep("lists", {name: (identity, value)}, memo)


def recall_made(kind: Any, name: str, identity: str, memo: Memo) -> Any:
    """Return the value of one name if it was made from the same, or None."""
    kept = recall(cast("Any", tuple[str, kind]), "lists", name, memo)
    return kept[1] if kept and kept[0] == identity else None
