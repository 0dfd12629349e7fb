"""What reviewers decided: read, held against a release, heard by the guards."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from pipeline import sources
from pipeline.errors import Refused, StoreError
from pipeline.publish import guards
from pipeline.publish.check import check
from pipeline.publish.faults import Fault
from pipeline.publish.guards import Candidate
from pipeline.records import PageRecord
from pipeline.review.decisions import judge
from pipeline.review.exports import sarif
from pipeline.store import reviews
from pipeline.store.reviews import Decisions
from pipeline.verbs import publishing
from pipeline.verbs.publishing import Outcome, Wishes
from tests.conftest import CHECKOUT, Run, tree
from tests.embassy import pages
from tests.embassy.office import Office
from tests.embassy.site import Embassy
from tests.exports.conftest import PAGE, TEXT, publish
from tests.test_agreement import keep
from tests.test_guards import WHOLE, made

FAX = f"{PAGE}#fax:61356237850"
SHOWN = "613 562-37850"
INVALID = f"{PAGE}#finding:invalid-number"
SCHEMA = json.loads((CHECKOUT / "schemas/review.schema.json").read_text())


def line(name: str, quote: str, decision: str = "accept", **more: str) -> str:
    said = {"id": name, "quote": quote, "decision": decision, "reason": "", "at": ""}
    return json.dumps({**said, **more}, ensure_ascii=False)


def write(root: Path, *lines: str) -> Path:
    file = root / "reviews.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def judged(root: Path, *lines: str, language: str = "en") -> list[Fault]:
    """What `check` tells of an office once these decisions are made."""
    folder = root / "processed"
    return judge(folder, check(folder), reviews.read(write(root, *lines)), language)


def of(faults: list[Fault], code: str) -> Fault:
    (found,) = (fault for fault in faults if fault.code == code)
    return found


# --- The file -------------------------------------------------------------------------------------


def test_a_line_as_the_report_writes_it_is_read(tmp_path: Path) -> None:
    told = line(FAX, SHOWN, "reject", reason="called: a modem", at="2026-11-27T10:11:12.345Z")
    decision = reviews.read(write(tmp_path, told)).on(FAX, SHOWN)
    assert decision
    assert (decision.decision, decision.reason) == ("reject", "called: a modem")
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(told))


def test_of_two_lines_on_the_same_the_later_stands(tmp_path: Path) -> None:
    write(tmp_path, line(FAX, SHOWN, "reject"), line(FAX, "other", "reject"), line(FAX, SHOWN))
    found = reviews.find(tmp_path)
    assert {key.quote: (n, d.decision) for key, (n, d) in found.lines.items()} == {
        SHOWN: (3, "accept"),
        "other": (2, "reject"),
    }


def test_blank_lines_a_mark_and_line_ends_of_editors_are_nothing(tmp_path: Path) -> None:
    file = write(tmp_path, line(FAX, SHOWN))
    file.write_bytes(b"\xef\xbb\xbf\r\n" + file.read_bytes().replace(b"\n", b"\r\n\r\n"))
    assert reviews.read(file).on(FAX, SHOWN)


def test_a_quote_may_hold_what_ends_lines_elsewhere(tmp_path: Path) -> None:
    quote = "640 Alder Street\nOttawa\u2028\u0085"
    assert reviews.read(write(tmp_path, line(FAX, quote))).on(FAX, quote)


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert not reviews.find(tmp_path).lines
    with pytest.raises(StoreError, match=r"there\.jsonl: cannot be read: No such file"):
        reviews.find(tmp_path, tmp_path / "there.jsonl")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("{", "not a line of JSON"),
        ("[]", "it: Input should be"),
        (line("", "x"), "id: String should have at least 1 character"),
        (line(FAX, SHOWN, "maybe"), "decision: Input should be 'accept' or 'reject'"),
        (line(FAX, SHOWN, at="yesterday"), "at: String should match"),
        (line(FAX, SHOWN, at="2026-13-45T10:00:00Z"), "at: month must be in 1..12"),
        (line(FAX, SHOWN, at="2026-11-27T10:00:00"), "at: String should match"),
        (line(FAX, SHOWN, who="me"), "who: Extra inputs are not permitted"),
        ('{"id": "a#b"}', "quote: Field required; decision: Field required"),
        ('{"id": "\udce9"}', "not a line of JSON in UTF-8"),
    ],
)
def test_a_line_that_is_no_decision_is_named(tmp_path: Path, wrong: str, said: str) -> None:
    file = tmp_path / "reviews.jsonl"
    file.write_bytes(f"{line(FAX, SHOWN)}\n{wrong}\n".encode(errors="surrogateescape"))
    with pytest.raises(StoreError) as caught:
        reviews.read(file)
    assert str(caught.value).startswith(f"{file}: line 2: ")
    assert said in str(caught.value)


# --- `check` --------------------------------------------------------------------------------------


def test_an_accepted_finding_counts_no_more(office_root: Path) -> None:
    faults = judged(office_root, line(INVALID, SHOWN, reason="the site says so"))
    assert of(faults, "invalid-number").accepted == "the site says so"
    assert {f.code for f in faults if f.accepted is None} == {"leftover-markup", "ambiguous-date"}


def test_an_accepted_fact_takes_what_was_found_about_it_along(office_root: Path) -> None:
    faults = judged(office_root, line(FAX, SHOWN, reason="it is so"))
    assert of(faults, "invalid-number").accepted == "it is so"
    assert of(faults, "ambiguous-date").accepted is None


def test_what_was_said_of_the_finding_counts_more_than_what_was_said_of_its_fact(
    office_root: Path,
) -> None:
    faults = judged(office_root, line(FAX, SHOWN), line(INVALID, SHOWN, "reject"))
    assert of(faults, "invalid-number").accepted is None


@pytest.mark.parametrize(("language", "word"), [("en", "rejected it: a modem"), ("fr", "a refusé")])
def test_a_rejected_fact_that_is_published_is_an_error(
    office_root: Path, language: str, word: str
) -> None:
    said = line(FAX, SHOWN, "reject", reason="a modem")
    fault = of(judged(office_root, said, language=language), "fact-rejected")
    assert (fault.severity, fault.where) == ("error", FAX)
    assert word in fault.message
    assert "reviews.jsonl" in fault.advice
    assert fault.place
    assert TEXT[fault.place.start : fault.place.end] == SHOWN


def test_a_decision_lapses_with_the_characters_it_was_on(office_root: Path) -> None:
    faults = judged(office_root, line(FAX, "613 562 37850", "reject"), line(f"{PAGE}#fax:+1", "1"))
    changed, gone = (f for f in faults if f.code == "decision-lapsed")
    assert not [f for f in faults if f.code == "fact-rejected"]
    assert "on '613 562 37850', the page now has '613 562-37850'" in changed.message
    assert "nothing of that id" in gone.message
    assert (changed.severity, gone.severity) == ("note", "note")
    assert [f.place.line for f in (changed, gone) if f.place] == [1, 2]


def test_what_was_decided_anew_or_rejected_and_is_gone_is_told_no_more(office_root: Path) -> None:
    faults = judged(
        office_root,
        line(FAX, "613 562 37850", "reject"),
        line(FAX, SHOWN),
        line(f"{PAGE}#phone:+1", "1", "reject"),
        line(f"{PAGE}#section:gone", "Gone"),
        line("office/other.en", "a page"),
    )
    assert not [f for f in faults if f.code in ("decision-lapsed", "fact-rejected")]


def test_check_reads_the_decisions_beside_the_folder(office_root: Path, run: Run) -> None:
    strict = ("check", "--root", office_root, "--fail-on", "warning")
    assert run(*strict).returncode == 1
    write(office_root, line(INVALID, SHOWN), line(f"{PAGE}#finding:leftover-markup", "}}"))
    done = run(*strict)
    assert done.returncode == 0, done.stdout
    assert "accepted  office/reach.en#finding:invalid-number" in done.stdout
    assert done.stderr == "0 errors, 0 warnings, 1 note, 2 accepted\n"
    elsewhere = (office_root / "reviews.jsonl").rename(office_root / "ours.jsonl")
    assert run(*strict).returncode == 1
    assert run(*strict, "--reviews", elsewhere).returncode == 0
    assert run("check", office_root / "processed", "--reviews", "none.jsonl").returncode == 2


def test_a_broken_folder_is_checked_all_the_same(office_root: Path) -> None:
    (office_root / "processed" / f"{PAGE}.json").write_text("{}")
    faults = judged(office_root, line(FAX, SHOWN))
    assert {"schema", "decision-lapsed"} <= {f.code for f in faults}
    assert sarif.log(faults, "en")


# --- The guards -----------------------------------------------------------------------------------

BEFORE, AFTER = "2026-11-01T00:00:00Z", "2026-11-03T00:00:00+02:00"
FETCHED = "2026-11-02T00:00:00Z"


def page(text: str, fetched: str = "", sha256: str = "") -> PageRecord:
    record = made(text)
    told = {"fetched": fetched, "sha256": sha256}
    return record.model_copy(update={"provenance": record.provenance.model_copy(update=told)})


def objections(tmp_path: Path, former: str | None, now: PageRecord, *lines: str) -> set[str]:
    before = page(former, sha256="old") if former is not None else None
    decisions = reviews.read(write(tmp_path, *lines)) if lines else Decisions()
    candidate = Candidate(now, WHOLE, before, decisions=decisions)
    judged_by = {"collapse", "zero-facts", "rejected"}
    return {o.guard.name for o in guards.object_to(candidate)} & judged_by


WITHOUT_FAX = WHOLE.replace("Fax: 613 562-3785\n", "")
LOST = f"{made('').id}#fax:+16135623785", "613 562-3785"


def test_a_loss_that_was_accepted_is_none(tmp_path: Path) -> None:
    now = page(WITHOUT_FAX, FETCHED, "new")
    assert objections(tmp_path, WHOLE, now) == {"collapse"}
    assert objections(tmp_path, WHOLE, now, line(*LOST, at=AFTER)) == set()


def test_who_accepted_the_fact_did_not_accept_its_loss(tmp_path: Path) -> None:
    said = line(*LOST, at=BEFORE)
    assert objections(tmp_path, WHOLE, page(WITHOUT_FAX, FETCHED, "new"), said) == {"collapse"}


@pytest.mark.parametrize(("fetched", "sha256"), [("", "new"), (FETCHED, "old")])
def test_where_the_time_tells_nothing_an_acceptance_lets_nothing_go(
    tmp_path: Path, fetched: str, sha256: str
) -> None:
    now = page(WITHOUT_FAX, fetched, sha256)
    assert objections(tmp_path, WHOLE, now, line(*LOST, at=AFTER)) == {"collapse"}


def test_other_characters_were_not_let_go(tmp_path: Path) -> None:
    said = line(LOST[0], "613.562.3785", at=AFTER)
    assert objections(tmp_path, WHOLE, page(WITHOUT_FAX, FETCHED, "new"), said) == {"collapse"}


def test_a_rejected_fact_that_is_gone_is_no_loss_whatever_the_time(tmp_path: Path) -> None:
    now = page(WITHOUT_FAX)
    assert objections(tmp_path, WHOLE, now, line(*LOST, "reject")) == set()


def test_the_last_fact_of_a_page_can_be_let_go(tmp_path: Path) -> None:
    only, bare = "Consulate\n\nFax: 613 562-3785\n", page("Consulate\n\nOpen every day.\n")
    assert "zero-facts" in objections(tmp_path, only, bare)
    assert "zero-facts" not in objections(tmp_path, only, bare, line(*LOST, "reject"))


def test_a_rejected_fact_that_is_found_again_is_objected_to(tmp_path: Path) -> None:
    assert objections(tmp_path, None, page(WHOLE), line(*LOST, "reject")) == {"rejected"}
    assert objections(tmp_path, WHOLE, page(WHOLE), line(*LOST, "reject")) == {"rejected"}
    other = line(LOST[0], "613.562.3785", "reject")
    assert objections(tmp_path, WHOLE, page(WHOLE), other) == set()


# --- What is published ----------------------------------------------------------------------------


def again(root: Path) -> Outcome:
    wishes = Wishes(reviews.find(root))
    return publishing.publish(root, sources.load(root), [], wishes=wishes)


def test_a_page_with_a_rejected_fact_is_held_at_its_last_record(office_root: Path) -> None:
    keep(office_root, "office", "reach", "en", TEXT.replace("12 agents", "13 agents"))
    write(office_root, line(FAX, SHOWN, "reject", reason="a modem"))
    outcome = again(office_root)
    (failure,) = outcome.failures
    assert (failure.code, failure.details["guard"]) == ("page-held", "rejected")
    assert "a reviewer rejected it (a modem), and it is found again as '613" in failure.message
    assert "12 agents" in (office_root / "processed" / f"{PAGE}.txt").read_text()
    before = tree(office_root / "processed")
    assert not again(office_root).changed
    assert tree(office_root / "processed") == before


def test_a_page_that_was_never_published_is_held_as_well(tmp_path: Path) -> None:
    publish(tmp_path, TEXT)
    for file in (tmp_path / "processed" / "office").iterdir():
        file.unlink()
    write(tmp_path, line(FAX, SHOWN, "reject"))
    outcome = again(tmp_path)
    assert [f.id for f in outcome.failures] == [PAGE]
    assert not outcome.figures.pages


def test_a_decision_taken_back_lets_the_page_out(office_root: Path) -> None:
    keep(office_root, "office", "reach", "en", TEXT.replace("12 agents", "13 agents"))
    write(office_root, line(FAX, SHOWN, "reject"))
    assert again(office_root).failures
    write(office_root, line(FAX, SHOWN, "reject"), line(FAX, SHOWN, "accept"))
    assert not again(office_root).failures
    assert "13 agents" in (office_root / "processed" / f"{PAGE}.txt").read_text()


def test_a_source_that_guards_refuse_as_a_whole_is_refused_still(office_root: Path) -> None:
    keep(office_root, "office", "reach", "en", "Consulate\n\nFax: 613 562-37850\n")
    write(office_root, line(FAX, SHOWN, "reject"))
    with pytest.raises(Refused, match="collapse"):
        again(office_root)


def test_extract_and_refresh_read_the_decisions(embassy: Embassy, office: Office) -> None:
    def reach(phone: str, version: str) -> None:
        block = pages.contact(phone=phone)
        embassy.twin_pages("/service", "/service-fr", version=version, block=block)

    reach("1 613-562-3788", "1")
    office.declare({"service": {"en": embassy.url("/service"), "fr": embassy.url("/service-fr")}})
    assert office.run("refresh").returncode == 0
    reach("1 613-562-3700", "2")
    rejected = ("office/service.en#phone:+16135623700", "1 613-562-3700", "reject")
    write(office.root, line(*rejected, reason="a private number"))
    done = office.run("refresh")
    assert done.returncode == 5, done.stderr
    assert "a private number" in office.status("service")["message"]
    assert office.values("service", "phone") == ["+16135623788"]
    assert office.values("service", "phone", "fr") == ["+16135623700"]
    assert office.say(["extract", "--root", str(office.root)]).returncode == 5
    (office.root / "reviews.jsonl").write_text("nonsense\n")
    for verb in (office.run("refresh"), office.say(["extract", "--root", str(office.root)])):
        assert verb.returncode == 2
        assert "reviews.jsonl: line 1: not a line of JSON" in verb.stderr
