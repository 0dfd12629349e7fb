"""What a human is told about contact lines."""

from __future__ import annotations

import pytest

from pipeline import sources
from pipeline.artifacts import find_artifacts
from pipeline.extract.emails import find_emails
from pipeline.extract.phones import find_phones
from pipeline.findings import contacts
from pipeline.model import Document, Finding, Markup, Mention, Page
from pipeline.reading import Reading


def look(
    text: str, country: str = "CA", markup: tuple[Markup, ...] = (), site: str = "ambafrance"
) -> list[Finding]:
    page = Page(text, country=country, language="en", markup=markup, html=bool(markup))
    chosen = sources.packaged().sites[site]
    artifacts = tuple(find_artifacts(page, chosen))
    reading = Reading.of(page, chosen, artifacts)
    emails = find_emails(reading)
    mentions: list[Mention] = [*emails, *find_phones(reading.without(emails))]
    document = Document(page, "en", "", None, {}, artifacts, (), tuple(mentions))
    return [finding for check in contacts.CHECKS for finding in check(document, reading)]


def codes(text: str, country: str = "CA", markup: tuple[Markup, ...] = ()) -> list[str]:
    return [finding.code for finding in look(text, country, markup)]


@pytest.mark.parametrize(
    "text",
    [
        "Fax:",
        "Fax :\n\nOpening hours",
        "Tel: 613-555-0147\nFax:",
        "Tel: 613-555-0147 - Fax:",
        "Email :\n\nPublished in spring",
        "Messagerie : \nLundi",
        "Téléphone :",
        "Tél. :\nFax : 613-555-0147",
        "Tél. (vacances) :",
        "- E-mail:",
        "Fax:\tOttawa\n".replace("Ottawa", ""),
    ],
)
def test_a_label_without_a_value(text: str) -> None:
    assert codes(text) == ["empty-label"]


@pytest.mark.parametrize(
    "text",
    [
        "Fax: 613-555-0147",
        "Fax:\n613-555-0147",
        "Fax :\n\n613-555-0147",
        "E-mail:\nx@site.example",
        "Fax: n/a",
        "Fax: -",
        "Fax: none",
        "We can send it by fax:\nask at the desk",
        "Telephone",
        "The fax: a short history",
        "Tel:\t613-555-0147",
    ],
)
def test_a_label_with_its_value_is_fine(text: str) -> None:
    assert "empty-label" not in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Email: [email protected]",
        "This email address is being protected from spambots. You need JavaScript enabled.",
        "Cette adresse e-mail est protégée contre les robots spammeurs.",
        "E-mail: (the address appears when JavaScript is on)",
    ],
)
def test_a_hidden_mailbox(text: str) -> None:
    assert "hidden-email" in codes(text)


def test_a_mailbox_hidden_by_a_content_network_or_shown_as_a_picture() -> None:
    text = "Write to us today"
    link = Markup(0, 17, "a", {"href": "/cdn-cgi/l/email-protection", "class": "__cf_email__"})
    assert codes(text, markup=(link,)) == ["hidden-email"]
    text = "E-mail: "
    signed = "Write to quay.officeharbour.ca, or call."
    at = signed.index("harbour")
    assert codes(signed, markup=(Markup(at, at, "img", {"alt": ""}),)) == ["hidden-email"]
    assert codes("Boats. Lit", markup=(Markup(6, 6, "img", {"alt": ""}),)) == []
    picture = Markup(8, 8, "img", {"alt": ""})
    assert codes(text, markup=(picture,)) == ["empty-label", "hidden-email"]


def test_a_mailbox_that_a_script_writes() -> None:
    text = "E-mail: "
    script = Markup(7, 7, "script", {})
    assert codes(text, markup=(script,)) == ["empty-label", "hidden-email"]


def test_a_mailbox_in_a_link_alone() -> None:
    text = "Write to us, or to sea@port.example"
    link = Markup(0, 11, "a", {"href": "mailto:Quay@Port.example?subject=Fees"})
    (finding,) = look(text, "CA", (link,))
    assert finding.details == {
        "case": "link",
        "shown": "Write to us",
        "linked": "quay@port.example",
    }
    shown = Markup(0, 11, "a", {"href": "mailto:sea@port.example"})
    share = Markup(0, 11, "a", {"href": "mailto:?subject=Fees"})
    assert codes(text, markup=(shown, share)) == []


@pytest.mark.parametrize(
    "text", ["Our page needs JavaScript.", "E-mail: x@site.example", "Spam by e-mail is rare."]
)
def test_nothing_hidden(text: str) -> None:
    assert "hidden-email" not in codes(text)


def test_a_link_that_dials_another_number() -> None:
    text = "Notary: 020 7946 0168"
    link = Markup(8, 21, "a", {"href": "tel:+442079460186"})
    (finding,) = look(text, "GB", (link,))
    assert (finding.code, finding.start, finding.end) == ("phone-mismatch", 8, 21)
    assert "020 7946 0168" in finding.message
    assert "+442079460186" in finding.message


def test_a_link_around_two_numbers_dials_one_of_them() -> None:
    text = "020 7946 0168 or 020 7946 0186"
    link = Markup(0, len(text), "a", {"href": "tel:+442079460186"})
    assert codes(text, "GB", (link,)) == []


def test_a_number_that_no_plan_knows() -> None:
    (finding,) = look("Tel: 613-555-014")
    assert (finding.code, finding.severity) == ("invalid-number", "warning")


def test_a_fax_by_its_place_says_how_it_was_inferred() -> None:
    block = "JPEG 1 Rue du Port\nJPEG 613 555-0147\nJPEG 613 555-0190\nJPEG x@site.example\n"
    (finding,) = (f for f in look(block) if f.code == "inferred-fax")
    assert finding.severity == "note"
    assert "613 555-0190" in finding.message
    assert "icon" in finding.message
    assert "template" in finding.message


@pytest.mark.parametrize(
    "text",
    ["Email: visas@", "Email: visas@embassy", "Email: visas at", "Email: visas [at] site"],
)
def test_an_address_that_was_cut_off(text: str) -> None:
    found = [f for f in look(text) if f.code == "cut-email"]
    assert [text[f.start : f.end][:5] for f in found] == ["visas"]


@pytest.mark.parametrize(
    "text",
    ["Follow @embassy", "Email: visas@embassy.example", "He works at home", "3 kg @ 4", "Look at"],
)
def test_an_address_that_is_whole_or_none(text: str) -> None:
    assert "cut-email" not in codes(text)


def test_every_finding_says_what_to_do() -> None:
    text = "Fax:\nTel: 613-555-014\nEmail: visas@\nEmail: [email protected]"
    found = look(text)
    assert {f.code for f in found} == {"empty-label", "invalid-number", "cut-email", "hidden-email"}
    assert all(f.message and f.advice for f in found)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
