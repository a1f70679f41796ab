"""What a caller asks for: cites and clusters (specification, "Citation"; terms of pandoc's manual).

Plain values, checked where they are used.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

CiteMode = Literal["normal", "suppress-author", "author-only"]
ClusterMode = Literal["normal", "narrative"]


class Cite(NamedTuple):
    """One reference to one item inside a citation.

    `key` is the item's; `prefix` and `suffix` are printed as they stand, with a space where a word
    would touch the next ("see also", ", italics mine"); `locator` is what follows the label ("35",
    "12-15"); `label` is one of LOCATOR_LABELS.
    """

    key: str
    prefix: str = ""
    suffix: str = ""
    locator: str = ""
    label: str = "page"
    mode: CiteMode = "normal"


class Cluster(NamedTuple):
    """One citation in the text: `[see @a, p. 3; @b]`.

    A narrative cluster stands in the sentence, the first cite's author outside the parentheses:
    `Weitz (2014, p. 35)`. `note` is the number of the note that it stands in, from 1; 0 lets a
    note style number its notes itself.
    """

    cites: tuple[Cite, ...]
    mode: ClusterMode = "normal"
    note: int = 0
