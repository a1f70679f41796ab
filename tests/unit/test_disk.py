"""Rolls of very many files."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from citewell.disk import Roll, Stamp

_STAMPS = st.builds(Stamp, *[st.integers(0, 2**63 - 1)] * 4)
_FILES = st.dictionaries(st.text("ab/", max_size=3), _STAMPS)


@given(_FILES, _FILES, st.sets(st.text("ab/", max_size=3)))
def test_a_roll_follows_what_is_made_and_what_goes(
    before: dict[str, Stamp], made: dict[str, Stamp], gone: set[str]
) -> None:
    after = {name: stamp for name, stamp in (before | made).items() if name not in gone}

    told = Roll.of(dict(sorted(before.items()))).after(made, gone)

    assert told == Roll.of(dict(sorted(after.items())))
