"""HTML pages: the text that a dump gives, the elements over it, and what is left out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PageError
from pipeline.ingest import dom
from pipeline.ingest.html import read_html
from pipeline.model import Page
from tests.conftest import CHECKOUT

GOLD = CHECKOUT / "tests" / "html"
PAGES = sorted(GOLD.glob("*.html"))
FRAME = (
    "<header><a href='/'>Site</a></header><nav><a href='/a'>Menu</a></nav>{}"
    "<footer>Legal notice</footer>"
)


# Pages are read best as they stand.
# ruff: noqa: E501


def shown(body: str, frame: str = "<main>{}</main>") -> str:
    return read_html(frame.format(body).encode()).text


def marks(page: Page, tag: str) -> list[str]:
    return [m.of(page.text) for m in page.markup if m.tag == tag]


@pytest.mark.parametrize("name", ["01", "03"])
def test_the_first_page_is_its_dump(name: str) -> None:
    dump = (CHECKOUT / "raw" / "ca-ambafrance" / "homeland-security.en.txt").read_text("utf-8")
    assert read_html((GOLD / f"{name}.html").read_bytes()).text.strip() == dump.strip()


@pytest.mark.parametrize("file", PAGES, ids=lambda f: f.stem)
def test_gold_pages_hold_their_content_and_their_languages(file: Path) -> None:
    expected = json.loads(file.with_suffix(".expect.json").read_text(encoding="utf-8"))
    page = read_html(file.read_bytes(), url=expected["url"])
    text = " ".join(page.text.split()).replace("’", "'")
    for phrase in expected["must_contain"]:
        assert phrase.replace("’", "'") in text
    for kind, _, characters in expected["entities"]:
        assert " ".join(characters.split()).replace("’", "'") in text, kind
    assert page.alternates == expected["alternates"]


@pytest.mark.parametrize("file", PAGES, ids=lambda f: f.stem)
def test_elements_are_in_order_and_inside_the_text(file: Path) -> None:
    page = read_html(file.read_bytes())
    assert all(0 <= m.start <= m.end <= len(page.text) for m in page.markup)
    starts = [m.start for m in page.markup]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>a\n  b</p><p>c</p>", "a b\n\nc"),
        ("<h2>t</h2><p><br>a</p>", "t\n\n\na"),
        ("<h2>t</h2><p><br></p><h3>u</h3>", "t\n\n\nu"),
        ("a<br>b<br><br>c</br>d", "a\nb\n\nc\nd"),
        ("<div>a</div><div>b</div>c", "a\nb\nc"),
        (
            "<p>a</p><ul><li>b<li> c<ul><li>d</ul><li>e</ul>f",
            "a\n\n  • b\n  • c\n    • d\n  • e\nf",
        ),
        ("<ol><li>a</li><li>b</li></ol><ol start=7><li>c</li></ol>", "  1. a\n  2. b\n  7. c"),
        ("<ul><li><p>a</p><p>b</p></li><li></li><li>c</li></ul>", "  • a\n\n    b\n\n  • c"),
        ("<dl><dt>Fax</dt><dd>1</dd></dl>", "Fax\n1"),
        ("x<table><tr><th>A<th>B<tr><td>1<td>2</table>y", "x\nA\tB\n1\t2\ny"),
        (
            "<table><tr><td><p>a</p></td><td><p>b</p></td></tr><tr><td>c<td></table>z",
            "a\tb\nc\t\nz",
        ),
        (
            "<table><tr><td><h2>a</h2>b</td><td>c<p>d</p><p>e</p></td></tr></table>",
            "a\n\nb\nc\n\nd\n\ne",
        ),
        ("<pre>a   b\n  c</pre>d", "a   b\n  c\nd"),
        ('<img class="puce" alt="-">&nbsp;a', "-\u00a0a"),
        ('<img alt="JPEG"> 42 Main Street<img alt="">', "JPEG 42 Main Street"),
        ("1<sup>er</sup> mai", "1er mai"),
        ("<details><summary>s</summary>a</details>b", "s\n\na\n\nb"),
        ("&eacute &nbsp: &#150; &foo; &amp;nbsp; a < b", "é \u00a0: – &foo; &nbsp; a < b"),
        ("<h3>a}}<p>b</p><h3>c</h3>", "a}}\n\nb\n\nc"),
        ("a<!-- b --><script>c</script><style>d</style><template>e</template>f", "af"),
        ("a<noscript>b</noscript><svg><title>c</title></svg><select><option>d</select>", "a"),
        (
            "a<span style='display : none'>b</span><p hidden>c</p><i aria-hidden=true>d</i>e",
            "a\n\ne",
        ),
        ("<div role=tabpanel aria-hidden=true>a</div><div class='collapse hidden'>b</div>", "a\nb"),
        ("<span class=sr-only>Fax:</span> 1<h2 class=wb-inv>Page details</h2>", "Fax: 1"),
        ("<a href=/x>form <span class=sr-only>(new window)</span></a> 1", "form 1"),
        (
            "<a href=mailto:a@b.example>form</a><span class=visually-hidden> (link sends e-mail)</span> 1",
            "form 1",
        ),
        (
            "<div class=accordion__body hidden>a</div><div class=accordion__body style='display:none'>b</div>",
            "a\nb",
        ),
        ("<h3><button>Minors</button></h3><p>b</p><button>OK</button>", "Minors\n\nb"),
        ("<a name=top><p>a</p>", "a"),
        ("<p", ""),
        ("<p>a<b>b<p>c</i></b>d</p", "ab\n\ncd"),
    ],
)
def test_layout(body: str, text: str) -> None:
    body += "" if body.endswith(("<p", "</p")) else "<p>" + "The rest of the page. " * 3
    rest = ("The rest of the page. " * 3).strip()
    assert shown(body).removesuffix(rest).rstrip("\n") == text.rstrip("\n")


def test_elements_are_spans_over_the_text() -> None:
    page = read_html(
        b"<main lang=fr><h1>Bureau</h1><p>Le <b>3</b> mai : <a href='tel:1'>02 33</a>"
        b"<img src='/i/fax.png' alt=''> <time datetime='2019-05-03'>hier</time></p></main>"
    )
    assert marks(page, "h1") == ["Bureau"]
    assert marks(page, "b") == ["3"]
    assert marks(page, "img") == [""]
    assert {m.tag: m.attrs for m in page.markup}["a"] == {"href": "tel:1"}
    assert [m.attrs["datetime"] for m in page.markup if m.tag == "time"] == ["2019-05-03"]
    assert [m.attrs["lang"] for m in page.markup if m.tag == "main"] == ["fr"]


def test_an_empty_image_stands_where_its_line_starts() -> None:
    page = read_html(b"<p>a<br><img src=phone.gif alt=''> 613 562 3788<br><img src=f> 1</p>")
    places = [m.start for m in page.markup if m.tag == "img"]
    assert [page.text[p : p + 3] for p in places] == ["613", "1"]


def test_cells_know_their_headers() -> None:
    page = read_html(
        b"<table><caption>Lines</caption><thead><tr><th>Town<th colspan=2>Telephone</thead>"
        b"<tr><td>Nairobi<td>1<td>2</table><table><tr><th scope=row>Fax<td>3</table>"
    )
    headers = {m.of(page.text): m.attrs.get("header") for m in page.markup if m.tag == "td"}
    assert headers == {"Nairobi": "Town", "1": "Telephone", "2": "Telephone", "3": "Fax"}


SITES = {
    "SPIP 1.9, boxes with ids": (
        "<div id=entete>Embassy</div><div id=hierarchie>Home &gt; Visas</div><div id=conteneur>"
        "<div id=contenu><h1 class=titre>Visas</h1><div class=traductions>[English] [fr]</div>"
        "<div class=texte><p>{}</p></div><p class=maj>Dernière modification : 3/5/2009</p></div></div>"
        "<div id=navigation><div class=rubriques><h2>In this section</h2><ul><li>Fees</ul></div></div>"
        "<div id=pied>Site map</div>"
    ),
    "SPIP 4": (
        "<div class=page><div class=header id=header><h1><a href=/>Embassy</a></h1></div>"
        "<div class=nav id=nav><ul class=menu-items><li>Home</ul></div><div class=main>"
        "<div class=content id=content><nav class=arbo>Home</nav><article><header class=cartouche>"
        "<h1>Visas</h1></header><div id=outil_sommaire class=cs_sommaire><div>In this section</div>"
        "<ul><li><a href='#a'>Fees</a><li><a href='#b'>Hours</a></ul></div><p>{}</p>"
        "<footer>Dernière modification : 3/5/2009</footer></article></div></div>"
        "<div class=aside><div class=menu>Site map</div></div></div>"
    ),
    "French State design system": (
        "<div class=fr-skiplinks>Home</div><header role=banner class=fr-header>Embassy</header>"
        "<div class=fr-container><nav class=fr-breadcrumb>Home</nav><div class=fr-grid-row>"
        "<div class=fr-col-3><nav class=fr-sidemenu>In this section</nav></div><div class=fr-col-9>"
        "<h1>Visas</h1><nav class=fr-summary><p>Sommaire</p><a href='#a'>Fees</a></nav><p>{}</p>"
        "<p>Dernière modification : 3/5/2009</p><div class=fr-share>Site map</div></div></div></div>"
        "<div class=fr-follow>Fees</div><footer class=fr-footer>Legal notice</footer>"
    ),
    "Drupal 7": (
        "<div id=header><div id=site-name>Home</div></div><div id=main><div id=content><h1>Visas</h1>"
        "<div class='region region-content'><div class=block><p>{}</p></div></div>"
        "<div>Dernière modification : 3/5/2009</div></div><div class='column sidebar'><div class='block"
        " block-menu'><h2>In this section</h2><ul class=menu><li>Fees</ul></div></div></div>"
        "<div class='region region-footer'>Site map</div>"
    ),
    "GCWeb": (
        "<ul id=wb-tphp><li>Home</ul><header><section id=wb-lng>Français</section></header>"
        "<main property=mainContentOfPage><h1 property=name id=wb-cont>Visas</h1><h2>On this page</h2>"
        "<ul><li><a href='#a'>Fees</a><li><a href='#b'>Hours</a></ul><p>{}</p>"
        "<footer class=pagedetails><h2 class=wb-inv>Page details</h2><div id=gc-pft><p>Site map</p></div>"
        "<dl id=wb-dtmd><dt>Dernière modification :<dd><time>3/5/2009</time></dl></footer></main>"
        "<footer id=wb-info>Legal notice</footer>"
    ),
    "Swiss federal": (
        "<ul class=access-keys><li>Home</ul><header role=banner>Embassy</header><ol class=breadcrumb>"
        "<li>Home</ol><div class=row><div class=drilldown><nav>In this section</nav></div>"
        "<div id=content role=main><h1>Visas</h1><p>{}</p><p class=meta-info>Dernière modification"
        " 3/5/2009</p><div class=social-sharing>Site map</div></div></div><footer>Fees</footer>"
    ),
    "a table of 2003": (
        "<table><tr><td colspan=2 class=bandeau>Embassy</td></tr><tr><td class=menu><a href=a>Home</a>"
        "<br><a href=b>Fees</a></td><td><h1>Visas</h1><p>{}</p></td></tr><tr><td class=pied>Site map"
        "</td></tr></table><center>Page mise à jour le 3/5/2009</center>"
    ),
    "one form around everything": (
        "<form id=aspnetForm><div id=top><div class=nav><a href=/>Home</a></div></div><div><h1>Visas</h1>"
        "<p>{}</p></div><div><h2>Fees</h2><form><label>Site map</label><input></form></div></form>"
        "<p>Dernière modification : 3/5/2009</p>"
    ),
}
GONE = (
    "Home",
    "Embassy",
    "In this section",
    "Site map",
    "Fees",
    "Legal notice",
    "Français",
    "On this page",
)


@pytest.mark.parametrize("body", SITES.values(), ids=SITES)
def test_main_content_of_templates(body: str) -> None:
    words = "The section is open in the morning, and its number is 613 562-3788, without exception."
    text = read_html(f"<html><title>Visas</title><body>{body.format(words)}".encode()).text
    assert words in text
    assert text.lstrip().startswith("Visas")
    assert "3/5/2009" in text
    assert not [phrase for phrase in GONE if phrase in text]


@pytest.mark.parametrize(
    "block",
    [
        "<h2>Share</h2><ul><li><a href='//www.facebook.com/sharer.php?u=a'>F</a><li><a href='//twitter.com/intent/tweet?u=a'>T</a></ul>",
        "<div class=block><h2>Was this useful?</h2><form><label>Yes<input></label></form></div>",
        "<div class='pagination'><a href='?p=2'>2</a> <a href='?p=3'>3</a></div>",
        "<p><a href='#a'>Fees</a> | <a href='#b'>Hours</a> | <a href='#c'>Forms</a></p>",
        "<div class=cookie-banner>We use cookies</div>",
        "<ul class='links inline'><li class=translation_en><a href=/en/visas>English</a><li><a href=/nl/visa>Nederlands</a></ul>",
        "<ul class='links inline'><li class=print_html><a href=/print/3>Printer-friendly version</a></ul>",
        "<div class='block see-also'><h2>See also</h2><h3><a href=/a>EU funds 12 schools</a></h3>02.10.2023</div>",
        "<section class=related-content><h2>À lire aussi</h2><ul><li><a href=/b>30 offres</a></ul></section>",
        "<div id=block-views-block-related class='block block-views'><h2>Related</h2><div class=views-row><a href=/c>A year in Lyon</a></div></div>",
        "<section class=gc-prtts><h2>Features</h2><a href=/d>Take the oath online</a></section>",
        "<div class='field field-type-taxonomy-term-reference'><h3>Tags: </h3><ul><li><a href=/t>fees</a></ul></div>",
        "<div class=alert-banner><p>Avoid the square on 3 June.</p></div>",
        "<div class=feedback-form><h2>Was it useful?</h2><p>Tell us more</p></div>",
        "<div class=page-links>Pages: <span>1</span> <a href='/visas/2/'>2</a></div>",
        "<div id=jp-relatedposts><h3>Related</h3><p><a href=/fair>A fair</a> 12 May 2022</p></div>",
        "<div class=forum-repondre><a href='?page=forum'>Reply to this article</a></div>",
        "<div class=documentActions><ul><li><a href=/send>Send this</a></ul></div>",
        "<div class=contextual-links-wrapper><ul><li><a href=/node/7/edit>Edit</a></ul></div>",
        "<ul class='links inline'><li class=translation_nl><a href=/nl/visa>Nederlands</a></ul>",
        "<p class=printonly>Printed from site.example</p>",
        "<details id=gc-pft><summary>Report a problem</summary><form>Tell us</form></details>",
    ],
)
def test_blocks_that_are_no_content(block: str) -> None:
    body = "<h1>Visas</h1><p>The office is open in the morning.</p>{}<p>Call 613 562-3788.</p>"
    assert shown(body.format(block)) == shown(body.format(""))


@pytest.mark.parametrize(
    "body",
    [
        "<div class=menu>Only a menu, with its number 613 562-3788 in it.</div>",
        "<footer><p>Only a foot, with its number 613 562-3788 in it.</p></footer>",
        "<body class='has-sidebar menu'><div id=footer><h1>All of it</h1>613 562-3788</div>",
        "<main></main><div><p>The main element is empty: 613 562-3788.</p></div>",
        "613 562-3788 without any element around it",
    ],
)
def test_a_page_is_never_dropped_whole(body: str) -> None:
    assert "613 562-3788" in read_html(body.encode()).text


def test_a_title_outside_the_main_element_is_kept() -> None:
    body = "<div class=hero><h1>Visas</h1></div><main><p>{}</p></main>"
    text = read_html(FRAME.format(body).format("The office is open. " * 5).encode()).text
    assert text.startswith("Visas\n\nThe office")
    assert "Menu" not in text


def test_a_lead_beside_a_title_outside_the_main_element_is_kept() -> None:
    """Pages of the European institutions have title, date and lead in a box above `main`."""
    head = (
        "<div class='ecl-page-header'><div><nav class='ecl-breadcrumb'><a href='/'>Home</a></nav>"
        "<div><ul><li>News</li><li>13 May 2024</li></ul><div><h1>The quay</h1></div>"
        "<p>Ships of up to 25 metres may moor.</p></div></div></div>"
    )
    main = f"<main><p>{'A ship needs a pilot. ' * 30}</p></main>"
    text = shown(head + main, FRAME)
    assert text.split("\n\n")[:2] == ["  • News\n  • 13 May 2024", "The quay"]
    assert "25 metres" in text
    assert "Home" not in text


def test_a_title_stands_alone_where_its_box_is_the_head_of_the_site() -> None:
    head = "<header><p>Port authority</p><div><h1>The quay</h1></div></header>"
    main = f"<main><p>{'A ship needs a pilot. ' * 30}</p></main>"
    text = shown(head + main, "{}")
    assert text.startswith("The quay")
    assert "Port authority" not in text


def test_notes_to_the_text_are_content() -> None:
    note = "<aside role='note'><h2>Notes</h2><p>Or one.</p><a href='#a'>Back to note 1</a></aside>"
    assert "Or one." in shown(f"<h1>The quay</h1><p>Two ships moor.</p>{note}")


def test_what_the_page_offers_to_download_is_content() -> None:
    files = "<ul><li><a href='/a.pdf'>Tide tables</a> <a href='/b.pdf'>Fees of the quay</a></ul>"
    aside = f"<aside class='menu documents_joints'><h2>Documents</h2>{files}</aside>"
    assert "Tide tables" in shown(
        f"<article><h1>The quay</h1><p>Two ships moor.</p>{aside}</article>"
    )


def test_what_a_button_shows_is_content_and_what_none_shows_is_not() -> None:
    button = "<h2><button aria-expanded='false' aria-controls='p1 p2'>Is it free?</button></h2>"
    panels = "<div id=p1 hidden>Yes, on Sundays.</div><div id=p3 hidden>No, never.</div>"
    text = shown(f"<h1>The quay</h1>{button}{panels}<p>Two ships moor.</p>")
    assert "Yes, on Sundays." in text
    assert "No, never." not in text


def test_a_table_without_lines_and_the_source_of_a_quotation_are_shown() -> None:
    table = "<table class=invisible><tr><td>Quay 3</td><td>Pilots: 555 0142</td></tr></table>"
    quote = "<blockquote><p>It rains.</p><footer>The harbour master</footer></blockquote>"
    text = shown(f"<h1>The quay</h1><p>Two ships moor.</p>{table}{quote}<p class=invisible>x</p>")
    assert "Pilots: 555 0142" in text
    assert text.endswith("The harbour master")


def test_where_a_word_may_be_broken_nothing_stands() -> None:
    assert shown("<h1>Quay</h1><p>for&shy;ma&shy;tions, jan\u00advier</p>").endswith(
        "formations, janvier"
    )


def test_a_script_that_writes_a_mailbox_leaves_its_place() -> None:
    script = "<script>document.write('<a href=mailto:'+a+'>'+a+'</a>')</script>"
    page = read_html(f"<h1>Quay</h1><p>E-mail: {script}</p><p>Hi<script>x()</script></p>".encode())
    places = [m.start for m in page.markup if m.tag == "script"]
    assert places == [page.text.index("E-mail:") + len("E-mail:")]


def test_a_date_line_comes_without_the_foot_around_it() -> None:
    foot = (
        "<div class='footer'><dl><dt>Date Modified:</dt><dd>2010-06-15</dd></dl>"
        "<div><a href='/n'>Important Notices</a></div></div>"
    )
    text = shown(f"<main><h1>The quay</h1><p>Two ships moor.</p></main>{foot}", "{}")
    assert "2010-06-15" in text
    assert "Important" not in text


def test_an_error_page_is_its_title() -> None:
    body = FRAME.format("<main><h1>Erreur 404</h1></main>")
    assert read_html(body.encode()).text == "Erreur 404"


def test_the_name_of_the_site_is_no_title() -> None:
    body = (
        "<div id=header><h1><a href='/' rel=home>Consulat</a></h1></div><div id=contenu><h2>Contact</h2>"
        "<p>The office is open from Monday to Friday. Phone 506 857 4192.</p></div><div id=pied>x</div>"
    )
    assert read_html(body.encode()).text.startswith("Contact\n\nThe office")


def test_without_a_first_level_heading_the_one_that_the_title_repeats_is_the_title() -> None:
    table = (
        "<title>Honorary consulates in Ontario</title><center><a href=a>Home</a> | <a href=b>Links</a></center><table><tr>"
        "<td><b>Site map</b><br><a href=c>Passports</a><br>Webmaster 416-555-0003</td><td><h2><font>{}Honorary consulates"
        " in Ontario</h2></font><p>They certify papers by appointment, on Mondays and on Thursdays: 613 555-0121.</td></tr></table>"
    )
    for before in ("", "<a class=tradlang href=d></a>"):
        text = read_html(table.format(before).encode()).text
        assert text.startswith("Honorary consulates in Ontario\n\nThey certify")
        assert "Webmaster" not in text


@pytest.mark.parametrize(
    ("foot", "is_foot"),
    [
        ("<center><font size=1><a href=#top>Top</a> - © 2004 Consulate - 416-555-0004</font></center>", True),
        ("<p>&copy 2003-2015 Section consulaire, 33 839 99 99</p>", True),
        ("<p>Photo © 2016 F. de La Mure, 33 839 99 99</p>", False),
        ("<p><a href=/c>© 2004 Consulate</a></p><p>33 839 99 99</p>", False),
        ("<p><a href=/c>© 2004 Consulate</a></p> 33 839 99 99", False),
    ],
)  # fmt: skip
def test_the_foot_of_a_site_without_a_name(foot: str, is_foot: bool) -> None:  # noqa: FBT001
    text = shown(
        f"<h1>Visas</h1><p>The office is open in the morning, without appointment.</p>{foot}"
    )
    assert ("99 99" in text or "0004" in text) is not is_foot


def test_a_name_that_content_has_too_stands_for_tools_only_where_little_text_is() -> None:
    body = "<h1>Aid</h1><p>{}</p><div id=social><p>{}</p></div>"
    prose = "The social service receives families on Mondays, without appointment. "
    assert "receives" in shown(body.format("a " * 400, prose * 5))
    assert "receives" not in shown(body.format("a " * 400, prose))


def test_what_the_head_says() -> None:
    page = read_html(
        b"<html lang=en-CA><head><title>Visas\n - Canada</title><base href='https://x.example/en/'>"
        b"<meta name=generator content='SPIP 3.1'><meta name=dcterms.modified content=2019-05-03>"
        b"<link rel=canonical href=visas></head><body><svg><title>no</title></svg><p>a</p>"
    )
    assert page.html
    assert dict(page.meta) == {
        "charset": "utf-8",
        "title": "Visas - Canada",
        "lang": "en-CA",
        "canonical": "https://x.example/en/visas",
        "modified": "2019-05-03",
        "generator": "SPIP 3.1",
        "base": "https://x.example/en/",
    }


def test_links_of_the_head_that_are_no_addresses() -> None:
    broken = b"href='http://[broken'"
    page = read_html(
        b"<base %b><link rel=canonical %b><link rel=alternate hreflang=fr %b><p>a"
        % (broken, broken, broken),
        url="https://x.example/a",
    )
    assert page.text.strip() == "a"
    assert "canonical" not in page.meta
    assert not page.alternates


@pytest.mark.parametrize(
    ("content", "day"),
    [
        ("2019-05-03", "2019-05-03"),
        ("2019-05-03T22:05:00+13:00", "2019-05-03"),
        ("2019-05-03T22:05:00Z", None),
        ("3 May 2019", None),
    ],
)
def test_a_moment_in_greenwich_is_no_day(content: str, day: str | None) -> None:
    page = read_html(f"<meta property='article:modified_time' content='{content}'><p>a".encode())
    assert page.meta.get("modified") == day


@pytest.mark.parametrize(
    ("source", "alternates"),
    [
        ("<link rel=alternate hreflang=fr-CA href=/fr/a>", {"fr": "https://x.example/fr/a"}),
        ("<link rel=alternate hreflang=en href=/en/b><link rel=alternate hreflang=x-default href=/>", {}),
        ("<link rel=alternate type='application/rss+xml' hreflang=fr href=/feed>", {}),
        ("<h1>A <a class=tradlang href=Un-titre>[fr]</a></h1>", {"fr": "https://x.example/en/Un-titre"}),
        ("<ul class=langues><li><a href=-Francais-  lang=fr>Français</a></ul>", {}),
        ("<section id=wb-lng><a lang=fr href=contact-fra.html>F</a></section>", {"fr": "https://x.example/en/contact-fra.html"}),
        ("<a class=language-link hreflang=fr href=/fr/visas>FR</a>", {"fr": "https://x.example/fr/visas"}),
        ("<div class=nav-lang><a href=/de/visa.html>DE</a></div>", {"de": "https://x.example/de/visa.html"}),
        ("<ul><li><a href=/de/ya.html>Deutsch</a><li>English</ul>", {"de": "https://x.example/de/ya.html"}),
        ("<ul><li>Français<li><a href=/en/ya.html>English</a></ul>", {"en": "https://x.example/en/ya.html"}),
        ("<p><a href=/>Home</a> | <a href=/fr.htm>Français</a> | <a href=/links.htm>Links</a>", {}),
        ("<p>Read it <a hreflang=fr href=/doc>in the paper</a></p>", {}),
    ],
)  # fmt: skip
def test_other_languages(source: str, alternates: dict[str, str]) -> None:
    page = read_html(f"<html lang=en>{source}<p>a".encode(), url="https://x.example/en/page")
    assert page.alternates == alternates


def test_ten_thousand_nested_tags() -> None:
    for tag in ("div", "span", "b", "blockquote"):
        raw = f"<{tag}>" * 10_000 + "Tel.: 613 562-3788, day and night" + f"</{tag}>" * 10_000
        assert "613 562-3788" in read_html(raw.encode()).text
    assert "end" in read_html(b"<ul><li>x" * 10_000 + b"<p>end").text


def test_too_many_tags_are_refused() -> None:
    with pytest.raises(PageError, match="tags"):
        read_html(b"<p>" * (dom.MOST_TAGS + 1))


def test_a_page_with_a_picture_in_its_source_is_read() -> None:
    raw = b"<p>a picture <img alt=JPEG src='data:image/jpeg;base64," + b"A" * 3_000_000 + b"'> b"
    page = read_html(raw)
    assert page.text == "a picture JPEG b"
    assert max(len(v) for m in page.markup for v in m.attrs.values()) <= 1000


_PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<br>",
        "<h1>",
        "<div>",
        "</div>",
        "<a href=x>",
        "</a>",
        "12",
        "text ",
        "\xa0",
        "<pre>",
        "\n",
        "<nav>",
        "<!--",
        "&amp;",
        "<img alt=i>",
        "<form>",
        "<main>",
        "<dl><dt>",
        "<dd>",
        "é",
        "<b>",
        "<",
        "</pre>",
    ]
)


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_any_markup_gives_a_page_or_a_page_error(source: str) -> None:
    try:
        page = read_html(source.encode())
    except PageError:
        return
    assert all(0 <= m.start <= m.end <= len(page.text) for m in page.markup)
    assert not re.search(r"[\r\f]", page.text)
    assert page == read_html(source.encode())
