"""The objects that templates see, each field documented.

Made by `plan`, shown by `render`. What a view holds is all that its page depends on: there are no
look-ups, no clock and no disk behind it. Every address is a path from the top of the site without a
leading slash (`posts/skype-or-vsee/`, and an empty text for the home page); the `link` filter turns
it into what the page at hand must write. The table in `templates/README.md` is made from the field
comments below.
"""

from __future__ import annotations

import datetime as dt

from citewell.model import Html
from citewell.record import Record


class LinkView(Record, frozen=True):
    """A title and where it leads."""

    title: str  # the words to click on
    url: str  # path in the site, or a whole address of another site
    language: str = ""  # language tag of a post's title, if it has one of its own


class FollowView(Record, frozen=True):
    """One place where readers can follow the author."""

    name: str  # the network's name, as the author writes it
    url: str  # whole address of the author's page there
    icon: str  # name of the picture: `partials/icons/<icon>.html`, if there is one


class CrisisLineView(Record, frozen=True):
    """One way to get help at once."""

    title: str  # who answers
    url: str  # `tel:`, `sms:` or web address
    number: str  # the number or address as people read it: `116 123`, `www.samaritans.org`
    country: str  # the country that it serves, as the author writes it; may be empty
    note: str  # hours, languages; may be empty


class CrisisView(Record, frozen=True):
    """What a reader in danger should know."""

    text: str  # one or two sentences
    lines: tuple[CrisisLineView, ...]  # where to call or write


class CredentialView(Record, frozen=True):
    """A registration that readers can check; one that has run out is not there."""

    name: str  # what the author is: `Registered psychotherapist`
    register: str  # who keeps the register; may be empty
    number: str  # number in the register; may be empty
    url: str  # where to check it; may be empty


class ContactView(Record, frozen=True):
    """How to reach the author; each may be empty."""

    email: str  # e-mail address
    phone: str  # telephone number, as the author writes it
    call: str  # its `tel:` address
    address: str  # postal address


class SiteView(Record, frozen=True):
    """What every page of the site shares."""

    title: str  # name of the site
    tagline: str  # one line under the name, may be empty
    description: str  # one sentence for search engines and shared links
    url: str  # the site's own address with a slash at the end, or empty
    language: str  # language tag such as `en-GB`
    author: str  # whose site it is, may be empty
    menu: tuple[LinkView, ...]  # the main navigation, home not among it
    follow: tuple[FollowView, ...]  # "follow us", may be empty
    feed: str  # path of the Atom feed, or empty where the site has no address yet
    json_feed: str  # path of the JSON feed, or empty likewise
    sources: bool  # whether the library has any
    full_text: bool  # whether the search looks through whole texts
    terms: int  # number of terms in the glossary; without any there is no such page
    crisis: CrisisView | None  # for readers in danger, or none
    credentials: tuple[CredentialView, ...]  # what the author may claim today
    contact: ContactView  # how to reach the author
    leave: str  # where a "leave this page" link leads, or empty


class PageView(Record, frozen=True):
    """The page at hand."""

    kind: str  # the name of its template: home, post, page, privacy, library ... or 404
    title: str  # its own title, without the site's name
    url: str  # its path in the site
    canonical: str  # its whole address, or empty where the site has none
    description: str  # one or two sentences for search engines and shared links
    language: str  # language tag of its text
    image: str  # whole address of a picture for shared links, or empty
    feed: str  # path of a feed of its own (a tag's), or empty
    policy: Html  # its content security policy
    footer: Html  # the author's words at the foot of every page, may be empty
    disclaimer: Html  # what the site is and is not, at the foot of every page; may be empty


class TagView(Record, frozen=True):
    """A tag and how often it is used."""

    name: str  # the tag as its first post writes it
    slug: str  # the same for addresses: `online-therapy`
    url: str  # its page
    count: int  # number of posts


class SummaryView(Record, frozen=True):
    """A post as lists show it."""

    title: str  # its title
    url: str  # its page
    date: dt.date  # day of publication
    summary: str  # the author's summary, or the beginning of the text
    tags: tuple[LinkView, ...]  # its tags with their pages
    featured: bool  # whether the author features it
    draft: bool  # whether it is a draft or dated in the future, shown only by request
    language: str  # language tag, if it has one of its own


class PaginationView(Record, frozen=True):
    """Where a page stands in a list that goes over several pages."""

    number: int  # this page, from 1
    total: int  # number of pages
    pages: tuple[LinkView, ...]  # first, last and those around; numbers as titles
    newer: str  # path of the page before; look at `number` first: the home page's path is empty
    older: str  # path of the page after, empty on the last


class MonthView(Record, frozen=True):
    """The posts of one month."""

    date: dt.date  # its first day, for the `date` filter: `{{ month.date | date("month") }}`
    url: str  # where its posts are listed: the year's page, at the month
    anchor: str  # `id` of the month on the year's page: `month-04`
    count: int  # number of posts
    posts: tuple[SummaryView, ...]  # the posts, newest first; empty where only counts are shown


class YearView(Record, frozen=True):
    """The posts of one year."""

    year: int  # such as 2018
    url: str  # its page
    count: int  # number of posts
    months: tuple[MonthView, ...]  # newest first


class HomeView(Record, frozen=True):
    """The home page and the pages of older posts that follow it."""

    featured: tuple[SummaryView, ...]  # only on the first page
    recent: tuple[SummaryView, ...]  # newest first
    pagination: PaginationView  # of the recent posts
    tags: tuple[TagView, ...]  # all tags by name
    years: tuple[YearView, ...]  # newest first, with months and counts but no posts


class EntryView(Record, frozen=True):
    """One source in a list of references, or one note."""

    id: str  # `ref-<key>`, where citations lead; of a note `fn-<number>`
    html: Html  # the entry as the citation style prints it; what a footnote says
    archived: str  # address of a copy that stays, or empty
    status: str  # `retracted`, `superseded` or `corrected`, or empty
    backlinks: tuple[LinkView, ...]  # back to each place that cites or calls it; titles `1`, `2`


class BibliographyView(Record, frozen=True):
    """The list of references under a post."""

    entries: tuple[EntryView, ...]  # in the order of the style
    hanging: bool  # the style asks for a hanging indent
    columns: bool  # the style sets numbers or labels in a column of their own
    spacing: int  # lines between entries, as the style asks


class SourceView(Record, frozen=True):
    """One source in the words that programs know: schema.org, and the tags of Highwire Press."""

    kind: str  # type of schema.org: `Book`, `ScholarlyArticle`, `CreativeWork` ...
    title: str  # its title in plain words
    authors: tuple[str, ...]  # names, `Weitz, P.`
    date: str  # `2014`, `2014-05` or `2014-05-06`, or empty
    container: str  # the journal, book or site that it stands in
    publisher: str  # who published it
    volume: str  # volume of a journal
    issue: str  # issue of a journal
    pages: str  # `34-36`
    doi: str  # its DOI, without an address before it
    url: str  # its address: that of the DOI where there is one


class LibrarySourceView(Record, frozen=True):
    """One source of the library."""

    id: str  # `ref-<key>`
    html: Html  # the entry as the citation style prints it
    archived: str  # address of a copy that stays, or empty
    status: str  # `retracted`, `superseded` or `corrected`, or empty
    source: SourceView  # its facts, for sorting and filtering
    posts: tuple[LinkView, ...]  # the posts and pages that cite it


class LibraryView(Record, frozen=True):
    """All sources of the site, or one page of them."""

    sources: tuple[LibrarySourceView, ...]  # those of this page, in the order of their entries
    count: int  # number of all sources
    number: int  # this page, from 1
    pages: tuple[LinkView, ...]  # all pages of the library; numbers as titles
    exports: tuple[LinkView, ...]  # the whole for reference managers; titles `bib`, `ris`, `json`


class TermView(Record, frozen=True):
    """One term of the glossary."""

    id: str  # `term-<words>`, where the posts that use it lead
    name: str  # the term
    abbreviation: str  # its abbreviation, or empty
    also: tuple[str, ...]  # other ways to write it
    html: Html  # its definition
    url: str  # address of a page that says more, or empty
    see: tuple[LinkView, ...]  # other terms to look at, on the same page
    posts: tuple[LinkView, ...]  # the posts and pages that use it


class DownloadLinkView(Record, frozen=True):
    """One way to get a download."""

    title: str  # the platform, the host or the file name
    url: str  # whole address, or path of the file in the site


class FileView(Record, frozen=True):
    """What a reader should know before fetching a file."""

    name: str  # file name
    url: str  # its path in the site
    type: str  # in words: `PDF document`
    size: int  # bytes; `{{ file.size | size }}` writes `84 kB`
    sha256: str  # its checksum, 64 hexadecimal digits


class DownloadView(Record, frozen=True):
    """A program or a handout."""

    title: str  # its name
    url: str  # its page
    description: str  # one or two sentences, may be empty
    links: tuple[DownloadLinkView, ...]  # where to get it
    file: FileView | None  # the file that this site keeps, or none
    posts: tuple[LinkView, ...]  # the posts that mention it


class EvidenceView(Record, frozen=True):
    """What a post rests on, at a glance."""

    count: int  # number of sources
    kinds: tuple[KindView, ...]  # kinds of sources, the most frequent first
    oldest: int  # year of the oldest source; 0 where none has one
    newest: int  # year of the newest source; 0 likewise


class KindView(Record, frozen=True):
    """A kind of source and how many there are."""

    name: str  # `articles`, `books`, `chapters`, `reports`, `websites` or `others`
    count: int  # number of sources of this kind


class ChangeView(Record, frozen=True):
    """One change of a post after it was published."""

    date: dt.date  # day of the change
    text: str  # what is different


class SeriesView(Record, frozen=True):
    """A series of posts."""

    name: str  # its name
    number: int  # the place of the post at hand, from 1
    posts: tuple[LinkView, ...]  # all its posts, oldest first


class PostView(Record, frozen=True):
    """A post, or a page such as "About"."""

    title: str  # its title
    url: str  # its path
    date: dt.date | None  # day of publication; none on pages
    updated: dt.date | None  # day of the last change of substance
    author: str  # its author, may be empty
    summary: str  # the author's summary, may be empty
    tags: tuple[LinkView, ...]  # its tags with their pages
    draft: bool  # whether it is a draft or dated in the future
    html: Html  # the text, citations filled in
    notes: tuple[EntryView, ...]  # footnotes, and citations under a note style
    bibliography: BibliographyView | None  # none where nothing is cited
    exports: tuple[LinkView, ...]  # it and its sources to take along; titles `bib`, `ris`, `json`
    own_entry: Html  # how others cite this post, in its own style; empty on pages
    evidence: EvidenceView | None  # its sources at a glance; none where nothing is cited
    sources: tuple[SourceView, ...]  # the sources for programs that read the page
    downloads: tuple[DownloadView, ...]  # offered under the text
    reviewed: dt.date | None  # day of the last review of its content
    reviewed_by: str  # who reviewed it; may be empty
    changes: tuple[ChangeView, ...]  # what became different since, newest first
    content_note: str  # what a reader may want to be warned of, before the text; may be empty
    summary_plain: str  # the post in plain words; may be empty
    handout: bool  # whether it is meant to be printed and given away
    series: SeriesView | None  # the series that it is part of
    related: tuple[LinkView, ...]  # posts with the same tags or sources, nearest first
    previous: LinkView | None  # the post before it in time
    next: LinkView | None  # the post after it in time


class ArchiveView(Record, frozen=True):
    """All posts by year and month, or those of one year."""

    year: YearView | None  # on a year's page; none on the whole archive
    years: tuple[YearView, ...]  # newest first, for going from year to year
    count: int  # number of all posts


class TagPageView(Record, frozen=True):
    """The posts that carry a tag."""

    name: str  # the tag
    count: int  # number of its posts
    posts: tuple[SummaryView, ...]  # those of this page, newest first
    pagination: PaginationView  # of the posts


class PrivacyView(Record, frozen=True):
    """What the build has made sure of, on the page about privacy."""

    hosts: tuple[str, ...]  # other hosts that may be asked, run scripts, set cookies; best none
    scripts: tuple[LinkView, ...]  # the pages that run a script of the theme, of use without it
    own_scripts: bool  # whether the site brings scripts of its own, which any page may run
    stores: bool  # whether a script has words by which a page stores something in the browser
    sends: bool  # whether a script of the site's own has words by which a page sends something


class RedirectView(Record, frozen=True):
    """An old address that leads to a new one."""

    title: str  # title of the page that it leads to
    url: str  # path of that page
