"""The words of CSL 1.0.2: item types, variables, locator labels.

(Specification, appendices III and IV.) Plain data for every other module, and for a caller who
checks what an author wrote. Knows nothing of styles or locales.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set, for lists that read best as prose."""
    return frozenset(text.split())


TYPES = words(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
    pamphlet paper-conference patent performance periodical personal_communication post
    post-weblog regulation report review review-book software song speech standard thesis treaty
    webpage
    """
)

NAME_VARIABLES = words(
    """
    author chair collection-editor compiler composer container-author contributor curator
    director editor editor-translator editorial-director executive-producer guest host
    illustrator interviewer narrator organizer original-author performer producer recipient
    reviewed-author script-writer series-creator translator
    """
)

DATE_VARIABLES = words("accessed available-date event-date issued original-date submitted")

NUMBER_VARIABLES = words(
    """
    chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part-number printing-number
    section supplement-number version volume
    """
)

STANDARD_VARIABLES = words(
    """
    abstract annote archive archive_collection archive_location archive-place authority
    call-number citation-key citation-label collection-title container-title
    container-title-short dimensions division DOI event event-place event-title genre ISBN ISSN
    jurisdiction keyword language license medium note original-publisher
    original-publisher-place original-title part-title PMCID PMID publisher publisher-place
    references reviewed-genre reviewed-title scale source status title title-short URL
    volume-title year-suffix
    """
)

LOCATOR_LABELS = words(
    """
    act appendix article-locator book canon chapter column elocation equation figure folio issue
    line note opus page paragraph part rule scene section sub-verbo supplement table timestamp
    title-locator verse volume
    """
)

# Terms added in 1.0.1 and 1.0.2 that older files still call by their first names.
LABEL_SYNONYMS = {"sub verbo": "sub-verbo", "article": "article-locator", "title": "title-locator"}
