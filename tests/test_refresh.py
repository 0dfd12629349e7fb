"""`refresh`, unattended: what is published, what is held, what stands, what is told."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from pipeline.model import Ref
from pipeline.publish.check import check
from pipeline.store import visits
from tests.embassy import pages
from tests.embassy.office import CONTACT, DAY, EPOCH, Office
from tests.embassy.site import Embassy
from tests.embassy.world import Reply

PAGES = ("service", "visas", "press")
EXPECT = {"phone": {"min": 1, "max": 3}, "email": {"min": 1}}
HOOK = "127.0.0.3"


def put(embassy: Embassy, name: str, version: str, **content: Any) -> None:
    """A page in both languages, with an ETag of its version."""
    embassy.twin_pages(f"/{name}", f"/{name}-fr", version=version, **content)


@pytest.fixture
def kept(embassy: Embassy, office: Office) -> Office:
    """An office of three pages in two languages, published, its requests forgotten."""
    for name in PAGES:
        put(embassy, name, "1")
    office.declare(
        {n: {"en": embassy.url(f"/{n}"), "fr": embassy.url(f"/{n}-fr")} for n in PAGES},
        expect=EXPECT,
        fetch={"retries": 0},
    )
    done = office.run("refresh")
    assert done.returncode == 0, done.stderr
    embassy.forget()
    return office


def whole(office: Office) -> bool:
    """Whether what is published is a release without a fault."""
    return not [f for f in check(office.root / "processed") if f.severity == "error"]


def facts(office: Office) -> dict[str, bytes]:
    """What is published of the pages themselves: not how following them goes."""
    return {
        name: data
        for name, data in office.processed().items()
        if name in ("entities.csv", "sections.csv", "contacts.csv") or name.endswith(".txt")
    }


def test_a_first_refresh_publishes(kept: Office) -> None:
    assert whole(kept)
    assert kept.values("service", "phone") == ["+16135623788"]
    assert kept.values("service", "fax", "fr") == ["+16135623785"]
    row = kept.status("service")
    assert row["state"] == "ok"
    assert row["last_success"] == row["last_change"] == "2026-11-27T04:00:00Z"
    assert (row["failures"], row["days_unchanged"]) == ("0", "0")
    assert (row["gone_since"], row["held_since"]) == ("", "")
    assert not list(kept.root.glob(".processed*"))


def test_an_unchanged_refresh_asks_once_a_page_and_writes_the_same(
    embassy: Embassy, kept: Office
) -> None:
    before = kept.processed()
    done = kept.run("refresh")
    assert done.returncode == 0, done.stderr
    assert sorted(embassy.paths()) == sorted(f"/{n}{s}" for n in PAGES for s in ("", "-fr"))
    for request in embassy.requests():
        if request.path != "/robots.txt":
            assert request.headers["if-none-match"] == '"1"'
            assert request.status == 304
    assert kept.processed() == before
    assert kept.visit("service").outcome == "not-modified"
    assert kept.run("refresh", "--skip-code").returncode == 99
    assert kept.processed() == before


def test_a_day_without_change_moves_no_fact(kept: Office) -> None:
    before = facts(kept)
    done = kept.run("refresh", epoch=EPOCH + DAY)
    assert done.returncode == 0, done.stderr
    assert facts(kept) == before
    row = kept.status("service")
    assert row["days_unchanged"] == "1"
    assert row["last_success"] == "2026-11-28T04:00:00Z"
    assert row["last_change"] == "2026-11-27T04:00:00Z"


def test_a_changed_phone_is_published(embassy: Embassy, kept: Office) -> None:
    other = kept.processed()["office/visas.en.json"]
    put(embassy, "service", "2", block=pages.contact(phone="1 613-562-3700"))
    done = kept.run("refresh", "--skip-code", epoch=EPOCH + DAY)
    assert done.returncode == 0, done.stderr
    assert kept.values("service", "phone") == ["+16135623700"]
    assert kept.processed()["office/visas.en.json"] == other
    assert kept.status("service")["last_change"] == "2026-11-28T04:00:00Z"
    assert kept.status("visas")["last_change"] == "2026-11-27T04:00:00Z"
    assert whole(kept)
    statuses = {request.path: request.status for request in embassy.requests()}
    assert (statuses["/service"], statuses["/visas"]) == (200, 304)


def test_a_page_gone_twice_keeps_its_last_facts(embassy: Embassy, kept: Office) -> None:
    before = facts(kept)
    embassy.gone("/press")
    for days, state, code in ((1, "failed", 5), (2, "gone", 0), (3, "gone", 0)):
        done = kept.run("refresh", epoch=EPOCH + days * DAY)
        assert done.returncode == code, done.stderr
        row = kept.status("press")
        assert row["state"] == state
        assert row["gone_since"] == ("2026-11-28T04:00:00Z" if state == "gone" else "")
        assert row["last_success"] == "2026-11-27T04:00:00Z"
        assert row["failures"] == str(days)
        assert facts(kept) == before
        assert whole(kept)
    put(embassy, "press", "1")
    assert kept.run("refresh", epoch=EPOCH + 4 * DAY).returncode == 0
    row = kept.status("press")
    assert (row["state"], row["gone_since"], row["failures"]) == ("ok", "", "0")


def told(embassy: Embassy) -> list[dict[str, object]]:
    """What the webhook was told since the last look."""
    requests = embassy.requests("/hook")
    embassy.forget()
    for request in requests:
        assert request.method == "POST"
        assert request.headers["content-type"].startswith("application/json")
    return [json.loads(request.body) for request in requests]


def test_an_outage_is_told_once_and_so_is_its_end(embassy: Embassy, kept: Office) -> None:
    embassy.page("/hook", "thanks", host=HOOK)
    hook = ("--notify", embassy.url("/hook", HOOK))
    before = facts(kept)
    assert kept.run("refresh", *hook, epoch=EPOCH + DAY).returncode == 0
    assert told(embassy) == []
    for name in ("/press", "/press-fr"):
        embassy.answer(name, Reply(status=500))
    assert kept.run("refresh", *hook, epoch=EPOCH + 2 * DAY).returncode == 5
    first = told(embassy)
    assert len(first) == 1, "one message a run, however many pages"
    assert "office/press.en" in json.dumps(first)
    assert kept.run("refresh", *hook, epoch=EPOCH + 3 * DAY).returncode == 5
    assert told(embassy) == []
    assert kept.status("press")["failures"] == "2"
    put(embassy, "press", "1")
    assert kept.run("refresh", *hook, epoch=EPOCH + 4 * DAY).returncode == 0
    last = told(embassy)
    assert len(last) == 1
    assert "office/press.en" in json.dumps(last)
    assert facts(kept) == before, "an outage is no change of data"


def test_what_could_not_be_told_is_told_next_time(embassy: Embassy, kept: Office) -> None:
    embassy.answer("/hook", Reply(status=500), host=HOOK)
    hook = ("--notify", embassy.url("/hook", HOOK))
    embassy.answer("/press", Reply(status=500))
    done = kept.run("refresh", *hook, epoch=EPOCH + DAY)
    assert done.returncode == 5, done.stderr
    assert told(embassy)
    embassy.page("/hook", "thanks", host=HOOK)
    kept.run("refresh", *hook, epoch=EPOCH + 2 * DAY)
    assert len(told(embassy)) == 1


def test_a_page_becomes_stale(embassy: Embassy, kept: Office) -> None:
    embassy.answer("/press", Reply(status=500))
    for days, stale in ((30, False), (31, True)):
        kept.run("refresh", epoch=EPOCH + days * DAY)
        assert kept.status("press")["stale"].lower() == str(stale).lower()
        assert kept.status("visas")["stale"].lower() == "false"


LONG = " ".join(f"Sentence {number} of a text that says nothing of use." for number in range(40))
#: What a page becomes, and the guards that object to it.
HELD: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "no phone": ({"block": pages.contact(phone="", fax="")}, ("expected", "collapse")),
    "little text": ({"text": "Nearly all of it has gone."}, ("collapse",)),
    "no facts": (
        {"block": "", "text": LONG, "modified": ""},
        ("expected", "zero-facts", "collapse"),
    ),
    "broken text": ({"text": f"{LONG} Télé\ufffdphone {{{{broken"}, ("leftovers",)),
}


@pytest.mark.parametrize("name", HELD)
def test_a_page_is_held_until_it_is_accepted(embassy: Embassy, kept: Office, name: str) -> None:
    before = facts(kept)
    content, guards = HELD[name]
    put(embassy, "visas", "2", block=pages.contact(phone="1 613-562-3700"))
    embassy.page("/press", pages.article(**content), etag='"2"')
    done = kept.run("refresh", epoch=EPOCH + DAY)
    assert done.returncode == 5, done.stderr
    assert all(f"{guard}: " in done.stderr for guard in guards)
    assert "office/press.en" in done.stderr
    after = facts(kept)
    assert after["office/press.en.txt"] == before["office/press.en.txt"]
    assert kept.values("press", "phone") == ["+16135623788"], "its last facts stand"
    assert kept.values("visas", "phone") == ["+16135623700"], "the others are published"
    row = kept.status("press")
    assert (row["state"], row["held_since"]) == ("held", "2026-11-28T04:00:00Z")
    assert "page-held" in {r["code"] for r in kept.table("findings")}

    embassy.forget()
    done = kept.run("refresh", epoch=EPOCH + 2 * DAY)
    assert done.returncode == 5, "a second look must not find all well"
    assert kept.status("press")["held_since"] == "2026-11-28T04:00:00Z"
    (request,) = embassy.requests("/press")
    assert request.headers.get("if-none-match") != '"2"', "a 304 would hide what is wrong"

    reason = "The office was rebuilt; seen by eye."
    accept = [word for guard in guards for word in ("--accept", f"{guard}:office/press.en")]
    done = kept.run("refresh", *accept, "--because", reason, epoch=EPOCH + 3 * DAY)
    assert done.returncode == 0, done.stderr
    row = kept.status("press")
    assert (row["state"], row["held_since"]) == ("ok", "")
    assert facts(kept)["office/press.en.txt"] != before["office/press.en.txt"]
    assert reason in {row["because"] for row in kept.table("changelog")}
    assert {row["guard"] for row in kept.table("changelog")} == set(guards)
    assert kept.run("refresh", epoch=EPOCH + 4 * DAY).returncode == 0, "it stays accepted"


def test_twins_that_come_to_disagree_are_told_and_published(embassy: Embassy, kept: Office) -> None:
    html = pages.article(
        others={"fr": embassy.url("/press-fr")}, block=pages.contact(phone="1 613-562-3700")
    )
    embassy.page("/press", html, etag='"2"')
    done = kept.run("refresh", epoch=EPOCH + DAY)
    assert done.returncode == 0, done.stderr
    assert any("office/press.en" in x and "twins" in x for x in done.stderr.splitlines())
    assert kept.values("press", "phone") == ["+16135623700"]


def test_a_page_that_is_whole_again_is_held_no_more(embassy: Embassy, kept: Office) -> None:
    before = facts(kept)
    embassy.page("/press", pages.article(text="Nearly all of it has gone."), etag='"2"')
    assert kept.run("refresh", epoch=EPOCH + DAY).returncode == 5
    put(embassy, "press", "1")
    assert kept.run("refresh", epoch=EPOCH + 2 * DAY).returncode == 0
    assert facts(kept) == before
    row = kept.status("press")
    assert (row["state"], row["held_since"], row["message"]) == ("ok", "", "")


@pytest.mark.parametrize("name", ["run.toml", "office/press.en.visit.toml", "office/press.en.toml"])
def test_what_is_broken_in_raw_is_begun_anew(embassy: Embassy, kept: Office, name: str) -> None:
    before = facts(kept)
    (kept.root / "raw" / name).write_text("number = [broken")
    done = kept.run("refresh", epoch=EPOCH + DAY)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert facts(kept) == before
    assert whole(kept)
    statuses = {request.path: request.status for request in embassy.requests()}
    assert statuses["/press"] == (304 if name == "run.toml" else 200)
    assert statuses["/visas"] == 304


def test_bytes_that_were_changed_by_hand_are_asked_for_again(
    embassy: Embassy, kept: Office
) -> None:
    before = facts(kept)
    file = kept.root / "raw" / "office" / "press.en.html"
    file.write_bytes(file.read_bytes()[:-100])
    done = kept.run("refresh", epoch=EPOCH + DAY)
    assert done.returncode == 0, done.stderr
    assert embassy.requests("/press")[0].status == 200
    assert facts(kept) == before


def test_accept_needs_a_reason_and_a_guard_that_exists(kept: Office) -> None:
    before = kept.processed()
    assert kept.run("refresh", "--accept", "expected:office/press.en").returncode == 2
    wrong = kept.run("refresh", "--accept", "colour:office/press.en", "--because", "x")
    assert wrong.returncode == 2
    assert "expected" in wrong.stderr
    assert kept.processed() == before


def test_a_guard_accepted_for_one_page_holds_another(embassy: Embassy, kept: Office) -> None:
    for name in ("/press", "/visas"):
        embassy.page(name, pages.article(text="Nearly all of it has gone."), etag='"2"')
    assert kept.run("refresh", epoch=EPOCH + DAY).returncode == 5
    accept = ("--accept", "collapse:office/press.en", "--because", "Seen by eye.")
    assert kept.run("refresh", *accept, epoch=EPOCH + DAY).returncode == 5
    assert kept.status("press")["state"] == "ok"
    assert kept.status("visas")["state"] == "held"


def test_a_refusal_of_the_whole_source_changes_nothing(embassy: Embassy, kept: Office) -> None:
    before = kept.processed()
    for name in PAGES:
        put(embassy, name, "2", block="", modified="")
    done = kept.run("refresh", epoch=EPOCH + DAY)
    assert done.returncode == 4, done.stderr
    assert "Traceback" not in done.stderr
    assert kept.processed() == before
    assert kept.run("refresh", epoch=EPOCH + 2 * DAY).returncode == 4


def test_a_host_that_is_down_leaves_the_release(embassy: Embassy, kept: Office) -> None:
    before = facts(kept)
    for name in PAGES:
        for path in (f"/{name}", f"/{name}-fr"):
            embassy.answer(path, Reply(status=500))
    done = kept.run("refresh", epoch=EPOCH + DAY)
    assert done.returncode == 3, done.stderr
    assert facts(kept) == before
    assert kept.visit("press").failures == 1


def test_two_at_once_one_wins(embassy: Embassy, kept: Office) -> None:
    embassy.answer("/press", Reply(hold=True))
    with kept.start("refresh") as first:
        while not embassy.requests("/robots.txt"):
            assert first.poll(0.01) is None, first.said()
        assert kept.run("fetch").returncode == 75
        assert kept.say(["extract", "--root", str(kept.root)]).returncode == 75
        second = kept.run("refresh")
        assert second.returncode == 75, second.stderr
        assert str(first.pid) in second.stderr
        assert "since" in second.stderr
        assert "Traceback" not in second.stderr
        put(embassy, "press", "1")
        done = first.wait()
    assert done.returncode == 0, done.stderr
    assert kept.run("refresh").returncode == 0, "the lock ends with its holder"


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupt_ends_a_run_that_waits(
    embassy: Embassy, kept: Office, sent: signal.Signals, code: int
) -> None:
    before = kept.processed()
    embassy.answer("/press", Reply(hold=True))
    with kept.start("refresh") as run:
        while not embassy.requests("/robots.txt"):
            assert run.poll(0.01) is None, run.said()
        run.send(sent)
        assert run.poll(10) == code, run.said()
        assert "Traceback" not in run.said()
    assert kept.processed() == before
    put(embassy, "press", "1")
    assert kept.run("refresh").returncode == 0


def test_a_lock_file_without_a_holder_locks_nothing(kept: Office) -> None:
    for file in kept.root.rglob("*lock*"):
        file.write_text("pid 1 since 2026-11-26T04:00:00Z\n")
    assert kept.run("refresh").returncode == 0


NO_SPACE = """
import errno, os
real = os.fsync
def full(descriptor):
    if {place!r} in os.readlink(f"/proc/self/fd/{{descriptor}}"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    real(descriptor)
os.fsync = full
"""


@pytest.mark.parametrize("place", ["press.en.next", "/raw/", "/.processed"])
def test_a_full_disk_leaves_the_release(embassy: Embassy, kept: Office, place: str) -> None:
    before = kept.processed()
    put(embassy, "press", "2", block=pages.contact(phone="1 613-562-3700"))
    kept.before = NO_SPACE.format(place=place)
    done = kept.run("refresh", epoch=EPOCH + DAY)
    kept.before = ""
    assert done.returncode == 2, done.stderr
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr
    assert kept.processed() == before
    assert not list(kept.root.glob(".processed*"))
    assert not list((kept.root / "raw").rglob("*.aside"))
    done = kept.run("refresh", epoch=EPOCH + DAY)
    assert done.returncode == 0, done.stderr
    assert kept.values("press", "phone") == ["+16135623700"]


def test_a_limit_of_file_sizes_leaves_the_release(embassy: Embassy, kept: Office) -> None:
    before = kept.processed()
    html = pages.article(block=pages.contact(phone="1 613-562-3700"), text=LONG * 30)
    embassy.page("/press", html, etag='"2"')
    kept.before = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"
    done = kept.run("refresh", epoch=EPOCH + DAY)
    kept.before = ""
    assert done.returncode == 2, done.stderr
    assert "File too large" in done.stderr
    assert kept.processed() == before
    assert kept.run("refresh", epoch=EPOCH + DAY).returncode == 0
    assert kept.values("press", "phone") == ["+16135623700"]


def test_other_rules_ask_for_the_page_again(embassy: Embassy, kept: Office) -> None:
    """A validator counts for the rules that published its page, for no others."""
    packaged = Path(pages.__file__).parents[2] / "pipeline" / "sites" / "ambafrance.toml"
    (kept.root / "sites").mkdir()
    (kept.root / "sites" / "ambafrance.toml").write_text(
        packaged.read_text().replace('date_order = "dmy"', 'date_order = "mdy"')
    )
    assert kept.run("refresh", epoch=EPOCH + DAY).returncode == 0
    asked = [request for request in embassy.requests() if request.path != "/robots.txt"]
    assert len(asked) == 6
    assert not [r for r in asked if "if-none-match" in r.headers]
    assert kept.values("press", "date") == ["2017-02-11"]
    embassy.forget()
    kept.run("refresh", epoch=EPOCH + DAY)
    assert {r.status for r in embassy.requests() if r.path != "/robots.txt"} == {304}


def test_a_304_for_bytes_that_are_lost_is_asked_again(embassy: Embassy, kept: Office) -> None:
    (kept.root / "raw" / "office" / "press.en.html").unlink()
    done = kept.run("refresh", epoch=EPOCH + DAY)
    assert done.returncode == 0, done.stderr
    (request,) = embassy.requests("/press")
    assert request.status == 200
    assert kept.kept("press")


def test_heartbeat_and_metrics(embassy: Embassy, kept: Office, tmp_path: Path) -> None:
    beat, metrics = tmp_path / "beat", tmp_path / "rectoverso.prom"
    more = ("--heartbeat", beat, "--metrics", metrics)
    assert kept.run("refresh", *more, epoch=EPOCH + DAY).returncode == 0
    assert "2026-11-28T04:00:00Z" in beat.read_text()
    text = metrics.read_text()
    assert text.endswith("# EOF\n")
    names = {family.name for family in text_string_to_metric_families(text)}  # type: ignore[no-untyped-call]
    assert names
    assert all(name.startswith("rectoverso_") for name in names)
    embassy.answer("/press", Reply(status=500))
    kept.run("refresh", *more, epoch=EPOCH + 2 * DAY)
    assert metrics.read_text() != text
    assert sorted(p.name for p in tmp_path.glob("rectoverso*")) == ["rectoverso.prom"]


def test_logs_in_json(kept: Office) -> None:
    done = kept.run("refresh", "--log-format", "json")
    assert done.stdout == ""
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert all(isinstance(line, dict) for line in lines)
    assert lines


def test_one_line_of_summary(kept: Office) -> None:
    done = kept.run("refresh")
    assert "6" in done.stderr.splitlines()[-1]
    assert kept.run("refresh", "--quiet").stderr == ""


def test_findings_can_end_with_1(kept: Office) -> None:
    assert kept.run("refresh", "--fail-on", "note").returncode == 1


def test_former_releases_are_kept_if_asked(embassy: Embassy, kept: Office) -> None:
    numbers = ("1 613-562-3700", "1 613-562-3701", "1 613-562-3702", "1 613-562-3703")
    for days, number in enumerate(numbers, 1):
        put(embassy, "press", str(days + 1), block=pages.contact(phone=number))
        assert kept.run("refresh", "--keep", "2", epoch=EPOCH + days * DAY).returncode == 0
    former = [
        f.parent for f in kept.root.rglob("datapackage.json") if f.parent != kept.root / "processed"
    ]
    assert len(former) == 2
    for folder in former:
        assert not [fault for fault in check(folder) if fault.severity == "error"]


def test_a_reader_never_sees_a_mixture(embassy: Embassy, kept: Office) -> None:
    """A reader that opens the folder once finds the tables that its package describes."""
    mixed: list[str] = []
    looks = 0
    done = threading.Event()

    def read(folder: int, name: str) -> bytes:
        with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
            return file.read()

    def look() -> None:
        nonlocal looks
        while not done.is_set():
            folder = os.open(kept.root / "processed", os.O_RDONLY)
            try:
                package = json.loads(read(folder, "datapackage.json"))
                for resource in package["resources"]:
                    data = read(folder, resource["path"])
                    if f"sha256:{hashlib.sha256(data).hexdigest()}" != resource["hash"]:
                        mixed.append(resource["path"])
            except FileNotFoundError:  # the release ended while it was read: read the next one
                continue
            finally:
                os.close(folder)
                looks += 1

    reader = threading.Thread(target=look)
    reader.start()
    try:
        put(embassy, "press", "2", block=pages.contact(phone="1 613-562-3700"))
        assert kept.run("refresh", epoch=EPOCH + DAY).returncode == 0
    finally:
        done.set()
        reader.join()
    assert looks > 10
    assert mixed == []


def test_a_contact_is_needed(embassy: Embassy, kept: Office) -> None:
    line = kept.arguments("refresh")
    at = line.index(CONTACT)
    del line[at - 1 : at + 1]
    assert kept.say(line).returncode == 2
    assert not embassy.requests()


def test_visits_say_what_was_published(kept: Office) -> None:
    visit = visits.read(kept.root, Ref("office", "press", "en"))
    assert visit
    assert visit.published
    assert visit.published.sha256 == kept.provenance("press").sha256
    assert visit.published.rules
