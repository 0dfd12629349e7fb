"""The flat tree of a page: what lxml built, without a character lost, and looked up in lists."""

from __future__ import annotations

import tomllib
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.ingest import chrome, dom
from pipeline.ingest.tags import Tag
from pipeline.ingest.tree import Tree
from tests.conftest import CHECKOUT

MARKUP = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<div class='a b'>", "</div>", "<br>", "<table><tr><td>", "</td>"),
            *("<a href='?a=1&amp;b'>", "</a>", "<li>", "<ul>", "</ul>", "<script>a<b</script>"),
            *("<div <p>", '<a "b=c>', "<b =x=1>", "<img alt='a>b\"'>", "<svg><title>t</title>"),
            *("text", " ", "\n", "&lt;p&gt;", "&amp;amp;", "&#3;", "&#12;", "\x1f", "é\u00a0", "<"),
            *("<!-- <p> -->", "<?p x?>", "<![CDATA[x]]>", "<body id=b>", "<title>a<b></title>"),
        ]
    ),
    min_size=1,
).map("".join)


def built(source: str) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return etree.fromstring(source.encode(), parser)


def text_of(element: etree._Element) -> str:
    """What an element holds; what a script does is as the serialiser writes it."""
    own = element.text or ""
    below = (text_of(child) + (child.tail or "") for child in element)
    return (escape(own, quote=False) if element.tag == "script" else own) + "".join(below)


def chain(tree: Tree, element: int) -> list[str]:
    return [tree.names[e] for e in tree.ancestors(element)]


@given(MARKUP)
def test_each_element_is_as_the_parser_built_it(source: str) -> None:
    source = f"<p>{source}"
    tree, expected = dom.parse(source), list(built(source).iter())
    elements = [e for e, name in enumerate(tree.names) if name]
    assert [tree.names[e] for e in elements] == [e.tag for e in expected]
    for number, element in zip(elements, expected, strict=True):
        assert tree.tags[number].attrs == dict(element.items())
        if element.tag != "script":
            assert tree.head(number) == (element.text or "")
        assert tree.text_of(number) == " ".join(text_of(element).split())
        assert chain(tree, number) == [e.tag for e in element.iterancestors()]
        assert [tree.names[e] for e in tree.children(number)] == [e.tag for e in element]
        before, after = element.getprevious(), element.getnext()
        assert (before is None) == (tree.before(number) is None)
        assert (after is None) == (tree.after(number) is None)
        if element.getparent() is not None:
            assert tree.tail(number) == (element.tail or "")


def test_no_character_of_a_page_is_lost_but_soft_hyphens() -> None:
    apart = frozenset('<&"\r\u00ad')
    written = [chr(c) for c in range(1, 0x3000) if chr(c) not in apart and not 0x7F < c < 0xA0]
    cells = "".join(f'<td title="{char}">{char}</td>' for char in written)
    tree = dom.parse(f"<table><tr>{cells}</table>")
    found = list(tree.find("td"))
    assert [tree.tags[e].get("title") for e in found] == written
    assert [tree.texts[e] for e in found] == written
    assert dom.parse("<p>Bun&shy;des\u00adamt</p>").text_of(0) == "Bundesamt"


def test_what_says_that_it_is_xhtml_is_read_as_it_stands() -> None:
    kind = '-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd'
    tree = dom.parse(f'<!DOCTYPE html PUBLIC "{kind}"><html lang="fr"><head></head><p>a</p>')
    assert tree.tags[0].attrs == {"lang": "fr"}
    assert not list(tree.find("meta"))


def test_elements_are_found_below_one() -> None:
    tree = dom.parse("<div><a>1</a></div><p><a>2</a><a>3</a></p><a>4</a>")
    paragraph = next(tree.find("p"))
    assert [tree.text_of(e) for e in tree.find("a", paragraph, tree.ends[paragraph])] == ["2", "3"]
    assert [tree.text_of(e) for e in tree.find("a")] == ["1", "2", "3", "4"]


SAID = tomllib.loads((CHECKOUT / "pipeline/ingest/chrome.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("group", SAID["names"])
def test_a_name_of_the_frame_is_one_however_it_begins(group: str) -> None:
    core = "|".join(SAID["names"][group])
    before, after = ("|".join(SAID["around"][key]) for key in ("before", "after"))
    named = st.from_regex(f"(?:(?:{before})-)?(?:{core})(?:-(?:{after}))?", fullmatch=True)

    @given(named.filter(str.isascii))
    def holds(name: str) -> None:
        assert chrome.frame_of(Tag(f'div class="{name}"')) != chrome.NO

    holds()


@pytest.mark.parametrize(
    "tag",
    [
        'p class="Hidden"',
        'p title="class=" class="hidden"',
        'p data-class="a" class="b hidden"',
        'p class="a&#10;hidden"',
        'p hidden=""',
        'p style="a:b;display : none"',
        'p aria-hidden="true"',
    ],
)
def test_what_hides_an_element_is_seen_wherever_it_stands(tag: str) -> None:
    assert chrome.is_unseen(Tag(tag))


def test_what_only_looks_like_it_hides_nothing() -> None:
    for said in ('title="a class=hidden"', 'data-class="hidden"', 'hidden="until-found"'):
        assert not chrome.is_unseen(Tag(f"p {said}")), said
    assert not chrome.is_unseen(Tag('p class="hidden tab-pane"'))


@pytest.mark.parametrize(
    ("frame", "content"),
    [
        ("onetrust-banner-sdk", "optanon-category-c0003"),
        ("cmplz-cookiebanner", "cmplz-placeholder-parent"),
        ("cookie-law-info-bar", "cookie-law"),
        ("vjs-control-bar", "vjs-tech"),
        ("swiper-button-next", "swiper-slide"),
        ("leaflet-control-zoom", "leaflet-popup"),
        ("usa-banner__header", "usa-card"),
        ("comment-respond", "respondents"),
        ("back-to-top", "top-news"),
    ],
)
def test_a_panel_or_a_button_is_frame_and_what_it_is_on_is_not(frame: str, content: str) -> None:
    assert chrome.frame_of(Tag(f'div class="{frame}"')) != chrome.NO
    assert chrome.frame_of(Tag(f'div class="{content}"')) == chrome.NO
