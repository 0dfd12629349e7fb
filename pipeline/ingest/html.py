"""From the bytes of an HTML page to its text, the elements over it, and what its head says."""

from __future__ import annotations

from pipeline.ingest import decode, dom, meta
from pipeline.ingest.content import Content, find_content
from pipeline.ingest.render import render
from pipeline.ingest.tree import Tree
from pipeline.model import Page
from pipeline.stages import stage


def read_html(
    raw: bytes,
    *,
    url: str = "",
    country: str = "",
    languages: tuple[str, ...] = (),
    charset: str = "",
) -> Page:
    """The main content of a page as text, with its elements as spans.

    `meta` holds `charset` and what the head says: `title`, `lang`, `canonical`, `modified`,
    `generator`, `base`; keys without a value are left out.

    Raises:
        PageError: the bytes are no page.
    """
    text, used = decode.decode_text(raw, charset)
    return read_source(text, used, url=url, country=country, languages=languages)


@stage("render")
def read_source(
    text: str, charset: str, *, url: str, country: str, languages: tuple[str, ...]
) -> Page:
    """The same of a page that is decoded."""
    tree = dom.parse(text)
    return read_tree(
        tree, find_content(tree), charset, url=url, country=country, languages=languages
    )


def read_tree(
    tree: Tree,
    content: Content,
    charset: str,
    *,
    url: str,
    country: str,
    languages: tuple[str, ...],
) -> Page:
    """The same of a page that is parsed, and of which it is known what to show."""
    shown, markup = render(tree, content.roots, content.left_out)
    said = meta.read_head(tree, url)
    return Page(
        shown,
        url=url,
        country=country,
        languages=languages,
        markup=markup,
        meta={"charset": charset, **said},
        alternates=meta.find_alternates(tree, url, said),
        html=True,
    )
