"""The pipeline on the gold pages never falls below what it reached once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Span
from pipeline.notation import load
from tests.scoring import floors, gold, html
from tests.scoring.__main__ import sheets
from tests.scoring.gold import Item, match
from tests.scoring.measures import Sheet, Tally, in_line, table
from tests.scoring.undecidable import Undecidable

HEADER = "country: FR\nlang: fr\ntitle: Contact\nmodified:\n---\n"


def test_no_figure_is_below_its_floor() -> None:
    scored = sheets()
    fallen = list(floors.below(scored, floors.read()))
    assert not fallen, "\n".join([*fallen, "", *table(scored)])


def test_every_undecidable_case_is_of_a_gold_page_and_says_why() -> None:
    folder = Path(__file__).parent / "gold"
    for page, kind, text in Undecidable.load().cases():
        if page.startswith("html/"):
            continue
        plain = load((folder / f"{page}.ann").read_text(encoding="utf-8"))
        known = {*gold.FACTS, "artifact", "heading", *gold.HEADER}
        assert kind in known
        assert text in " ".join(plain.text.split()) or kind in gold.HEADER


def record(text: str, *facts: tuple[str, str, str], **more: object) -> gold.Record:
    """What `annotate` would answer that found these (kind, characters, value)."""
    entities = [
        {"kind": k, "start": (at := text.index(c)), "end": at + len(c), "value": v}
        for k, c, v in facts
    ]
    return gold.NOTHING | {"entities": entities, "title": "Contact", "language": "fr"} | more


def marks(marked: str, *facts: tuple[str, str, str], **more: object) -> Sheet:
    """The marks of one page that the annotated text describes."""
    page = load(HEADER + marked)
    sheet = Sheet("by-hand")
    gold.score_page(sheet, "page", page, record(page.text, *facts, **more), Undecidable([]))
    return sheet


@pytest.mark.parametrize(
    ("marked", "fact", "counts"),
    [
        ("le ⟦date 2019-05-03|3 mai 2019⟧", ("date", "3 mai 2019", "2019-05-03"), (1, 0, 0)),
        ("le ⟦date 2019-05-03|3 mai 2019⟧", ("date", "3 mai 2019", "2019-03-05"), (0, 1, 1)),
        ("le ⟦date 2019-05-03|3 mai 2019⟧", ("date", "le 3 mai 2019", "2019-05-03"), (1, 0, 0)),
        ("le ⟦date 2019-05-03|3 mai 2019⟧", ("date", "2019", "2019-05-03"), (0, 1, 1)),
        ("⟦count 2 agents|deux agents du poste⟧", ("count", "deux", "2 ?"), (1, 0, 0)),
        ("⟦count 2 agents|deux agents⟧", ("count", "deux agents", "3 agents"), (0, 1, 1)),
        ("⟦phone ?|555-01⟧", ("phone", "555-01", "+33155501"), (1, 0, 0)),
        ("⟦fax +3315|15⟧", ("phone", "15", "+3315"), (0, 1, 0)),
        ("⟦email a@b.fr|A@b.fr⟧", ("email", "A@b.fr", "A@B.FR"), (1, 0, 0)),
        ("⟦address|1 rue X, 75001 PARIS⟧", ("address", "PARIS", "?"), (0, 1, 1)),
        ("⟦address|1 rue X, 75001 PARIS⟧", ("address", "X, 75001 PARIS", "?"), (1, 0, 0)),
    ],
)
def test_a_fact_is_right_by_kind_place_and_value(
    marked: str, fact: tuple[str, str, str], counts: tuple[int, int, int]
) -> None:
    kind = load(HEADER + marked).marks[0].kind
    tally = marks(marked, fact).tally(kind)
    assert (tally.right, tally.missed, tally.extra) == counts


def test_a_gold_fact_is_found_once_only() -> None:
    wanted = [Item(0, 10, "2019")]
    found = [Item(0, 9, "2019"), Item(0, 10, "2019")]
    assert match("date", wanted, found) == (1, [], [found[0]])


def test_artifacts_are_scored_by_character_white_space_apart() -> None:
    sheet = marks("⟦artifact|[fr] |⟧ Texte", artifacts=[{"start": 0, "end": 4}])
    assert sheet.tally("artifact").counts == {"right": 4, "missed": 1, "extra": 0}


def test_title_language_and_date_are_right_or_wrong() -> None:
    sheet = marks("Texte", title="Contact ", language="en")
    assert sheet.share("title").figures == {"accuracy": 1.0}
    assert sheet.share("lang").figures == {"accuracy": 0.0}
    assert [e.line for e in sheet.errors] == ["'fr', not 'en'"]


def test_an_error_is_shown_in_its_line() -> None:
    sheet = marks("Un.\nOuvert le ⟦date --05-03|3 mai⟧ au public.\nDeux.")
    assert [str(e) for e in sheet.errors] == [
        "missed page  Ouvert le ⟦date --05-03|3 mai⟧ au public."
    ]


def test_a_mark_over_a_line_end_is_shown_on_one_line() -> None:
    text = "a\nrue X\nPARIS\nb"
    span = Span(text.index("rue"), text.index("\nb"))
    assert in_line(text, span, "address") == "⟦address|rue X␤PARIS⟧"


def test_an_undecidable_error_counts_and_says_why() -> None:
    page = load(HEADER + "le ⟦date --05-03|3 mai⟧")
    listed = Undecidable([{"page": "p", "kind": "date", "text": "3 mai", "reason": "unclear"}])
    sheet = Sheet("by-hand")
    gold.score_page(sheet, "p", page, record(page.text), listed)
    assert sheet.tally("date").missed == 1
    assert sheet.errors[0].undecidable == "unclear"


def test_html_facts_are_compared_by_value_with_repeats() -> None:
    expected = {
        "entities": [["count", "2 agents", ""], ["count", "2 agents", ""], ["phone", "+331", ""]],
        "headings": [[1, "L’accueil"]],
        "findings": ["hidden-email", "a-free-one"],
        "must_contain": ["Bonjour"],
        "must_not_contain": ["JPEG"],
        "title": "Contact",
        "language": "fr",
        "modified": None,
        "alternates": {},
    }
    found = gold.NOTHING | {
        "entities": [{"kind": "count", "value": "2 personnes"}, {"kind": "phone", "value": "+332"}],
        "sections": [{"title": "L'accueil", "heading": {"start": 0, "end": 1}}],
        "text": "JPEG Bonjour",
        "artifacts": [{"start": 0, "end": 4}],
        "title": "Contact",
        "language": "fr",
    }
    sheet = Sheet("html")
    html.score_page(sheet, "html/00", expected, found, Undecidable([]))
    assert sheet.tally("count").counts == {"right": 1, "missed": 1, "extra": 0}
    assert sheet.tally("phone").counts == {"right": 0, "missed": 1, "extra": 1}
    assert sheet.tally("heading").figures["f1"] == 1.0
    assert sheet.tally("finding").missed == 1
    assert all(sheet.share(q).figures["accuracy"] == 1.0 for q in ("kept", "dropped", "title"))


def test_floors_are_written_down_and_held(tmp_path: Path) -> None:
    sheet = Sheet("gold", {"date": Tally(right=2, missed=1)})
    floors.write([sheet], file := tmp_path / "floors.toml")
    held = floors.read(file)
    assert held == {"gold": {"date": {"precision": 1.0, "recall": 0.666, "f1": 0.8}}}
    assert not list(floors.below([sheet], held))
    worse = Sheet("gold", {"date": Tally(right=1, missed=2)})
    assert "gold date recall: 0.3333 is below 0.666" in list(floors.below([worse], held))
    assert "gold fax f1: no floor" in list(floors.below([Sheet("gold", {"fax": Tally(1)})], held))
