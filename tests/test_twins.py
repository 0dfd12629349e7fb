"""Where a page's other language is, and whether its switch led there."""

from __future__ import annotations

import pytest

from pipeline import messages
from pipeline.fetch.answer import Answer
from pipeline.fetch.judge import judge
from pipeline.fetch.twins import Side, confirm, differs, wanted

EN = "https://ca.ambafrance.org/Office-of-Homeland-Security-attache"
FR = "https://ca.ambafrance.org/Service-de-l-attache"
ENGLISH = """<p>The homeland security service of the embassy stands for the directorate of
international cooperation, and it answers to the Canadian services for all matters of technical and
operational cooperation.</p><p>It advises the ambassador in these fields. Requests must be sent by
post, together with the supporting documents and their translation into French, and an answer
may take a month.</p>"""
FRENCH = """<p>Le service de sécurité intérieure de l'ambassade représente la direction de la
coopération internationale, et il répond aux services canadiens pour toutes les questions de
coopération technique et opérationnelle.</p><p>Il conseille l'ambassadeur dans ces domaines. Les
demandes doivent être adressées par courrier, avec les pièces et leur traduction.</p>"""


def page(body: str, *links: tuple[str, str], canonical: str = "", lang: str = "") -> bytes:
    head = "".join(f"<link rel=alternate hreflang={code} href='{url}'>" for code, url in links)
    if canonical:
        head += f"<link rel=canonical href='{canonical}'>"
    return f"<html lang='{lang}'><head>{head}</head><body>{body}</body></html>".encode()


def side(
    lang: str, url: str, body: bytes, *, asked: str = "", status: int = 200, error: str = ""
) -> Side:
    asked = asked or url
    redirects = (asked,) if asked != url else ()
    kind = {"content-type": "text/html; charset=utf-8"}
    answer = Answer(asked, url, "", status, kind, body, redirects, error=error)
    return Side(lang, answer, judge(answer, lang=lang, languages=("en", "fr"), country="CA"))


FIRST = side("en", EN, page(ENGLISH, ("fr", FR), lang="en"))


# --- Where to ask ---------------------------------------------------------------------------------


def test_what_is_declared_stands_before_the_switch() -> None:
    assert wanted(("en", "fr"), {"en": EN}, {"fr": FR}) == {"en": EN, "fr": FR}
    assert wanted(("fr", "en"), {"en": EN, "fr": EN + "-2"}, {"fr": FR}) == {
        "fr": EN + "-2",
        "en": EN,
    }


def test_what_nobody_tells_is_not_asked() -> None:
    assert wanted(("en", "fr"), {"en": EN, "fr": ""}, {}) == {"en": EN}
    assert wanted(("en", "fr"), {"en": EN, "fr": ""}, {"fr": ""}) == {"en": EN}
    assert wanted(("en", "fr"), {"en": EN}, {"de": FR, "fr": "mailto:a@b.org"}) == {"en": EN}


def test_a_page_that_holds_both_languages_has_no_twin() -> None:
    assert wanted(("en", "fr"), {"en": EN}, {"fr": EN + "/#francais"}) == {"en": EN}


def test_an_office_may_have_a_host_in_each_language() -> None:
    english = "https://www.publicsafety.gc.ca/cnt/bt-lstng-prcss-eng.aspx"
    french = "https://www.securitepublique.gc.ca/cnt/bt-lstng-prcss-fra.aspx"
    assert wanted(("en", "fr"), {"en": english}, {"fr": french})["fr"] == french


def test_a_declared_address_that_is_not_the_switchs() -> None:
    remark = differs("fr", FR + "-2", FR)
    assert remark
    assert (remark.code, remark.severity) == ("switch-differs", "note")
    assert FR in remark.message
    assert FR + "-2" in remark.message
    assert differs("fr", FR, FR.replace("https", "http") + "/") is None
    assert differs("fr", FR, "") is None
    assert differs("fr", "", FR) is None


# --- Whether the switch was right -----------------------------------------------------------------


@pytest.mark.parametrize(
    "back",
    [
        EN,
        EN.replace("https://", "http://www.") + "/#top",
        "/Office-of-Homeland-Security-attache",
        "http://www.ambafrance-ca.org/Office-of-Homeland-Security-attache",
    ],
)
def test_a_twin_that_leads_back(back: str) -> None:
    assert confirm(FIRST, side("fr", FR, page(FRENCH, ("en", back), lang="fr"))) is None


def test_a_twin_without_a_switch_is_accepted() -> None:
    assert confirm(FIRST, side("fr", FR, page(FRENCH, lang="fr"))) is None


def test_a_twin_leads_back_to_any_name_of_the_page() -> None:
    short = "https://ca.ambafrance.org/spip.php?article3185"
    body = page(ENGLISH, ("fr", FR), canonical=EN, lang="en")
    first = side("en", EN + "-3185", body, asked=short)
    for back in (short, EN, EN + "-3185"):
        assert confirm(first, side("fr", FR, page(FRENCH, ("en", back), lang="fr"))) is None


def test_hosts_that_swap() -> None:
    english = "https://www.publicsafety.gc.ca/cnt/list-eng.aspx"
    french = "https://www.securitepublique.gc.ca/cnt/list-fra.aspx"
    first = side("en", english, page(ENGLISH, ("fr", french), lang="en"))
    back = "https://www.securitepublique.gc.ca/cnt/list-eng.aspx"
    assert confirm(first, side("fr", french, page(FRENCH, ("en", back), lang="fr"))) is None
    assert confirm(first, side("fr", french, page(FRENCH, lang="fr"))) is None


@pytest.mark.parametrize(
    ("twin", "says"),
    [
        (side("fr", FR, b"", status=404), "no such page (404)"),
        (side("fr", FR, b"", status=410), "no such page (410)"),
        (side("fr", FR, b"", status=0, error="no such host"), "no such host"),
        (side("fr", "https://ca.ambafrance.org/-Francais-", page(FRENCH)), "first page"),
        (side("fr", "https://ca.ambafrance.org/", page(FRENCH), asked=FR), "first page"),
        (side("fr", FR, page(ENGLISH, lang="fr")), "'fr' was meant, the text is in 'en'"),
        (side("fr", FR, page(FRENCH, ("en", EN + "-2"), lang="fr")), EN + "-2"),
        (side("fr", "https://example.com/service", page(FRENCH, lang="fr")), "another site"),
    ],
    ids=["404", "410", "silent", "entry", "redirected", "language", "another-article", "site"],
)
def test_a_switch_that_is_broken(twin: Side, says: str) -> None:
    remark = confirm(FIRST, twin)
    assert remark
    assert remark.code == "switch-broken"
    assert says in remark.message
    assert EN in remark.message
    assert twin.answer.asked in remark.message
    assert twin.answer.url in remark.message
    assert "urls.fr" in remark.advice
    assert twin.answer.url in messages.say(remark.code, remark.details, "fr")


def test_a_servers_fault_says_nothing_of_the_switch() -> None:
    assert confirm(FIRST, side("fr", FR, b"<p>try again</p>", status=503)) is None


def test_what_may_not_be_asked_says_nothing_of_the_switch() -> None:
    barred = Answer(FR, FR, "", error="robots.txt says no", barred="robots")
    twin = Side("fr", barred, judge(barred, lang="fr", languages=("en", "fr"), country="CA"))
    assert confirm(FIRST, twin) is None


def test_the_twin_of_a_first_page_is_one() -> None:
    first = side("en", "https://x.org/en", page(ENGLISH, ("fr", "/fr"), lang="en"))
    assert confirm(first, side("fr", "https://x.org/fr", page(FRENCH, lang="fr"))) is None


def test_a_wall_before_the_twin_says_nothing_of_the_switch() -> None:
    wall = b"<title>Just a moment...</title><script>window._cf_chl_opt={};</script>"
    assert confirm(FIRST, side("fr", "https://example.com/service", wall)) is None
