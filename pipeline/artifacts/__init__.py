"""What a page holds that is no content: each piece under the name of the rule that says why.

Most rules are data: `sites/*.toml`, one line at a time, each with its cause, its examples and
what it never takes. Those that need more than one line, or the page's elements, are code:

=================  ===============================================================================
element-alt        the alternative text of an HTML image; a bullet's is none
language-switch    an HTML link to the other version of the page, inside its heading
download-label     the label over a file's size in brackets
sized-image-alt    an image's alternative text over the image's width and height
image-label        the name of an image's field, over its caption
caption-alt        an image's alternative text over its caption with the owner's name, or the same
                   text again; 'Photo of' something over such a caption; a person's portrait or
                   signature over the person's name; 'photo of' something that begins small and
                   stands apart
repeated-title     the title's two lines in one below it, or the title between itself and the
                   line that says when it was published: an image's alternative text
page-contents      'Contents' over the names of a page's parts in a line, the first of which
                   stands below
doubled-link       images in links, with the link's own text: each name stands twice; the slices
                   of an image, each with its name
glued-alts         the alternative texts of a row of links, without spaces between them
transcript-title   a host of documents repeats the title over the text that it extracted
document-host      what a host of documents prints around the text, or in place of it: counters,
                   buttons, the title again and again, the titles of other documents
teaser-heading     a heading cut short, right before the heading itself
teaser-mark        the mark of a cut, right before the link to the rest or on a page of teasers
menu               a run of short lines at the top, from a first-page link to the last known entry;
                   a list at the top whose first item is that link, or a long broken one;
                   a long block at the top that names the title below it, a list of names one of
                   which is the title; short lines between
                   an image that draws a line;
                   known entries in one line, with names that are not known behind a way home, or
                   entries held apart by wide spaces; the block under a line of entries; a way home
                   without signs, over the title in which it ends; a way home alone under a switch
                   of languages
breadcrumb         steps between bars, slashes or arrows, over the title in which they end
foot-links         two known links of a site's foot or more, between bars or wide spaces
pagination         links to the other pages of a list, or to each of its years, in a line; the
                   numbers of a document's pages, one a line
government-banner  the flag over the line that tells an official site, the question under it
language-menu      a lone language name at the top or end of a page, three or more one a line
print-link         what else a button beside that for printing makes of the page: `PDF`, `E-mail`
share-link         the names of networks, one a line
frame-name         the names of the filters of a page of results, one a line; the name of a field
                   over each of its paragraphs
empty-label        names of fields above all else, one a line, that hold nothing; 'See also' in the
                   last line
printed-address    the page's own address in the last line, or any address right under a button
translation-note   'Google Translate Disclaimer' at the top, and what it says of translations
plugin-shortcut    a word in brackets and, further down, its closing one, each alone in its line
cell-border        the bar at the right of a table's cells, which stand one a line
link-bar           a bar alone in its line, where no table has bars
drawn-line         a row of underscores between blank lines, on a page that is no form
spacer             a full stop alone between blank lines
feed-language      the language code in the header of a flattened feed
record-end         the fields of a record that a database printed under the text
=================  ===============================================================================
"""

from __future__ import annotations

from pipeline.artifacts import context, entries, frame, hosts, menus, paging, signs, twice
from pipeline.artifacts.rules import find_by_rules
from pipeline.artifacts.sheet import Find, Sheet
from pipeline.model import Artifact, Page
from pipeline.sources import Site
from pipeline.stages import stage

CODE_RULES: tuple[Find, ...] = (
    context.element_alts,
    context.element_switches,
    context.download_labels,
    context.sized_image_alts,
    context.image_labels,
    context.caption_alts,
    twice.repeated_captions,
    twice.repeated_titles,
    twice.portraits,
    twice.doubled_links,
    twice.image_slices,
    context.glued_alts,
    context.transcript_titles,
    hosts.document_hosts,
    hosts.other_documents,
    context.teaser_headings,
    context.teaser_marks,
    menus.menu_runs,
    menus.menu_lists,
    menus.title_items,
    menus.title_lists,
    menus.menu_trees,
    menus.titled_blocks,
    menus.ruled_menus,
    menus.contents_lines,
    entries.menu_lines,
    entries.menu_blocks,
    entries.unmarked_ways,
    entries.marked_ways,
    entries.wide_menus,
    entries.foot_lines,
    entries.bar_menus,
    paging.paginations,
    paging.page_links,
    paging.year_lists,
    paging.bare_paginations,
    frame.banner_images,
    frame.language_names,
    frame.language_runs,
    frame.lone_homes,
    frame.share_runs,
    frame.feed_languages,
    frame.record_ends,
    frame.spacers,
    frame.result_filters,
    frame.empty_fields,
    frame.field_names,
    frame.loose_ends,
    frame.printed_addresses,
    frame.translation_notices,
    signs.paired_markers,
    signs.cell_borders,
    signs.lone_bars,
    signs.drawn_rows,
)


@stage("artifacts")
def find_artifacts(page: Page, site: Site) -> tuple[Artifact, ...]:
    """The page's artifacts under the rules of its site, in order, without overlap."""
    sheet = Sheet.of(page)
    found = _apart([artifact for find in CODE_RULES for artifact in find(sheet)])
    titles = [title.start for title in page.elements("h1")]
    found += find_by_rules(page.text, sheet.key, site.artifacts, found, titles)
    return tuple(_apart(found))


def _apart(found: list[Artifact]) -> list[Artifact]:
    """In text order; of two that share characters, the first and longer one."""
    kept: list[Artifact] = []
    for artifact in sorted(found, key=lambda a: (a.start, -a.end)):
        if not kept or artifact.start >= kept[-1].end:
            kept.append(artifact)
    return kept
