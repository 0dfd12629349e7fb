"""Numbers of twenty countries however they are written, their typed parts, and hostile lines."""

from __future__ import annotations

import itertools

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import sources
from pipeline.artifacts import find_artifacts
from pipeline.extract.emails import find_emails
from pipeline.extract.phones import find_phones
from pipeline.model import Artifact, Markup, Mention, Page
from pipeline.reading import Reading
from tests.timing import seconds

REGIONS = (
    *("FR", "CA", "US", "GB", "CH", "BE", "DE", "IT", "ES", "PT"),
    *("MA", "SN", "KE", "MG", "TN", "JP", "AU", "NZ", "IN", "BR"),
)
FORMATS = (
    phonenumbers.PhoneNumberFormat.NATIONAL,
    phonenumbers.PhoneNumberFormat.INTERNATIONAL,
    phonenumbers.PhoneNumberFormat.E164,
)
LABELS = ("Tel: ", "Telephone: ", "Tél. : ", "Téléphone : ", "Phone ", "Fax: ", "Télécopie : ")


def find(
    text: str, country: str = "", site: str = "any", markup: tuple[Markup, ...] = ()
) -> list[Mention]:
    page = Page(text, country=country, markup=markup, html=bool(markup))
    chosen = sources.packaged().sites[site]
    return find_phones(Reading.of(page, chosen, find_artifacts(page, chosen)))


def only(text: str, country: str = "", site: str = "any") -> Mention:
    (mention,) = find(text, country, site)
    return mention


def link(text: str, shown: str, href: str) -> tuple[Markup, ...]:
    start = text.index(shown)
    return (Markup(start, start + len(shown), "a", {"href": href}),)


# --- typed parts -------------------------------------------------------------------------------


def test_parts_of_a_number() -> None:
    phone = only("Tél. : +33 (0)1 43 17 12 34", "FR")
    assert phone.details["country"] == "FR"
    assert phone.details["number_type"] == "fixed_line"
    assert phone.details["valid"] is True
    assert phone.details["label"] == "Tél"
    assert phone.details["link"] == "tel:+33-1-43-17-12-34"


def test_an_extension_is_in_value_and_link() -> None:
    phone = only("Tel: 613-555-0147 ext. 12", "CA")
    assert phone.value == "+16135550147;ext=12"
    assert phone.details["extension"] == "12"
    assert phone.details["link"].endswith(";ext=12")


def test_a_mobile_and_a_free_number_have_their_type() -> None:
    assert only("Portable : 06 12 34 56 78", "FR").details["number_type"] == "mobile"
    assert only("Tel: 1-800-555-0199", "CA").details["number_type"] == "toll_free"


def test_a_number_that_no_plan_knows_is_kept_where_its_label_calls_it_one() -> None:
    phone = only("Tel: 613-555-014", "CA")
    assert phone.details["valid"] is False
    assert find("The code is 613-555-014.", "CA") == []


@pytest.mark.parametrize(
    ("text", "country", "rule"),
    [
        ("Tel: 613-555-0147", "CA", "label-phone"),
        ("Fax: 613-555-0147", "CA", "label-fax"),
        ("Call us at 613-555-0147", "CA", "call-verb"),
        ("+1 613 555 0147", "CA", "prefix"),
        ("613-555-0147", "CA", "national"),
        ("Dial 911", "CA", "short-code"),
        ("1 800 O-Canada", "CA", "vanity"),
        ("City\tFax\nHalifax\t902-555-0171", "CA", "column-header"),
    ],
)
def test_the_rule_says_what_decided(text: str, country: str, rule: str) -> None:
    assert only(text, country).rule == rule


def test_the_second_of_a_label_for_both_is_an_inferred_fax() -> None:
    phone, fax = find("Tel/Fax : 01 43 17 12 34 / 01 43 17 12 35", "FR")
    assert (phone.kind, phone.basis) == ("phone", "stated")
    assert (fax.kind, fax.basis, fax.rule) == ("fax", "inferred", "label-both")


# --- the icon block ----------------------------------------------------------------------------

BLOCK = "JPEG 1 Rue du Port, Ottawa\nJPEG 613 555-0147\nJPEG 613 555-0190\nJPEG x@site.example\n"


def icon_block(text: str, site: str, country: str = "CA") -> list[Mention]:
    page = Page(text, country=country)
    starts = [i for i in range(len(text)) if text.startswith("JPEG", i)]
    artifacts = [Artifact(i, i + 4, "image-alt") for i in starts]
    reading = Reading.of(page, sources.packaged().sites[site], artifacts)
    return find_phones(reading.without(find_emails(reading)))


def test_the_second_number_of_an_icon_block_is_the_fax() -> None:
    phone, fax = icon_block(BLOCK, "ambafrance")
    assert (phone.value, phone.kind) == ("+16135550147", "phone")
    assert (fax.value, fax.kind) == ("+16135550190", "fax")
    assert (fax.rule, fax.basis, fax.resolved_by) == ("icon-block", "inferred", "site")


def test_a_number_in_an_icon_block_may_be_grouped_in_any_way() -> None:
    block = BLOCK.replace("613 555-0147", "21 355 70 42").replace("613 555-0190", "21 355 70 43")
    phone, fax = icon_block(block, "ambafrance", "PT")
    assert (phone.value, fax.value) == ("+351213557042", "+351213557043")
    assert icon_block("JPEG 21 355 70 42\nJPEG 2 pages\n", "ambafrance", "PT") == []


def test_labels_stand_above_the_place_in_an_icon_block() -> None:
    text = BLOCK.replace("JPEG 613 555-0147", "JPEG Fax: 613 555-0147")
    fax, phone = icon_block(text, "ambafrance")
    assert (fax.kind, fax.rule) == ("fax", "label-fax")
    assert phone.kind == "phone"


# --- links -------------------------------------------------------------------------------------


def test_a_link_with_another_number_is_told_and_the_visible_one_counts() -> None:
    text = "Notary: 020 7946 0168"
    (phone,) = find(text, "GB", markup=link(text, "020 7946 0168", "tel:+442079460186"))
    assert phone.value == "+442079460168"
    assert phone.details["linked"] == "+442079460186"


@pytest.mark.parametrize(
    "href",
    ["tel:+442079460168", "tel:02079460168", "tel:+44%2020%207946%200168", "tel:+442079460168,3"],
)
def test_a_link_with_the_same_number_is_no_news(href: str) -> None:
    text = "Notary: 020 7946 0168"
    (phone,) = find(text, "GB", markup=link(text, "020 7946 0168", href))
    assert "linked" not in phone.details


def test_a_number_in_a_link_alone_is_none() -> None:
    text = "Please ring the duty officer."
    assert find(text, "GB", markup=link(text, "ring the duty officer", "tel:+447700900142")) == []


def test_a_cell_knows_its_column_and_a_definition_its_term() -> None:
    text = "613 555 0190\n613 555 0147"
    cell = Markup(0, 12, "td", {"header": "Fax / Halifax"})
    term = Markup(13, 13, "dt", {})
    fax, phone = find(text, "CA", markup=(cell, term))
    assert (fax.kind, fax.rule) == ("fax", "column-header")
    assert phone.kind == "phone"


# --- any valid number --------------------------------------------------------------------------


@st.composite
def labelled(draw: st.DrawFn) -> tuple[str, str, str, str]:
    region = draw(st.sampled_from(REGIONS))
    kind = draw(
        st.sampled_from(
            [phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE]
        )
    )
    example = phonenumbers.example_number_for_type(region, kind)
    assert example is not None
    digits = str(example.national_number)
    tail = draw(st.integers(min_value=0, max_value=999))
    changed = phonenumbers.PhoneNumber(
        country_code=example.country_code,
        national_number=int(digits[:-3] + f"{tail:03d}"),
        italian_leading_zero=example.italian_leading_zero,
    )
    if not phonenumbers.is_valid_number_for_region(changed, region):
        changed = example
    written = phonenumbers.format_number(changed, draw(st.sampled_from(FORMATS)))
    value = phonenumbers.format_number(changed, phonenumbers.PhoneNumberFormat.E164)
    return region, draw(st.sampled_from(LABELS)), written, value


@given(labelled(), st.sampled_from(["", "\n", " ", ".", " (mornings)", "\nFax:"]))
def test_any_valid_number_with_a_label_is_found(case: tuple[str, str, str, str], end: str) -> None:
    region, label, written, value = case
    (mention,) = find(f"{label}{written}{end}", region)
    assert mention.value == value
    assert mention.of(f"{label}{written}{end}") == written
    assert mention.details["valid"] is True


# --- hostile input -----------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("Tel: ", "Fax : ", "Call ", "ext. ", "+", "+33 ", "00", "(0)", "(", ")", "[", "-", " - "),
        *(
            "/",
            ".",
            ",",
            " ",
            "\n",
            "\t",
            "01 43 17 12 34",
            "613-555-0147",
            "4152",
            "112",
            "1 800 ",
        ),
        *("O-Canada", "JPEG", "02/11/2017", "€", "%", "h", "N° ", "SIRET ", "x", "#", "⁠", "٣"),
        *("police ", "12", "2012", "0", "9"),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["", *REGIONS]))
def test_nothing_raises_and_every_span_is_sound(text: str, country: str) -> None:
    page = Page(text, country=country)
    site = sources.packaged().sites["ambafrance"]
    artifacts = find_artifacts(page, site)
    found = find_phones(Reading.of(page, site, artifacts))
    for before, after in itertools.pairwise(found):
        assert before.end <= after.start
    for mention in found:
        assert mention.kind in {"phone", "fax"}
        assert mention.of(text).strip() == mention.of(text)
        assert any(c.isdigit() for c in mention.of(text))
        assert mention.value.lstrip("+").partition(";ext=")[0].isdigit()
        for artifact in artifacts:
            shared = range(max(mention.start, artifact.start), min(mention.end, artifact.end))
            assert not any(text[i].isdigit() for i in shared)


@pytest.mark.parametrize(
    "piece",
    [
        "0",
        "01 ",
        "1-",
        "(",
        "+3",
        "1/",
        "12.",
        "Tel ",
        "Tel: ",
        "a1-",
        "[(",
        "police ",
        "\n1",
        "99,",
    ],
)
def test_time_grows_with_the_text_alone(piece: str) -> None:
    def took(length: int) -> float:
        text = piece * (length // len(piece))
        return seconds(lambda: find(text, "FR"))

    took(2_000)
    short, long = max(took(20_000), 0.01), took(80_000)
    assert long < 12 * short + 0.2
