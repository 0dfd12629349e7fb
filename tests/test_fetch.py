"""What `fetch` keeps, what it refuses, and what it says of it; the last good snapshot stands."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.embassy import pages
from tests.embassy.office import CONTACT, DAY, EPOCH, Office
from tests.embassy.runs import Done
from tests.embassy.site import HTML, Embassy, Request
from tests.embassy.world import Reply

GOOD = pages.article()
CHANGED = pages.article(text="The service has moved its office to the second floor. " * 8)
DEEP = "<div>" * 2_000 + "<p>Tel.: 613 562-3788</p>"
ASTRAY = pages.article(
    canonical="http://[x",
    others={"fr": "http://[::1/x", "de": "file:///etc", "it": "http://a:99999/"},
)
LIMIT = 1024 * 1024
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" * 40
#: Hosts of what takes its time, so that the others need not wait.
SLOW, SLOWER = "127.0.0.2", "127.0.0.3"


@dataclass(frozen=True)
class Case:
    """What an address answers at the second asking, and what must come of it."""

    replies: tuple[Reply, ...]
    outcome: str
    code: str = ""
    host: str = "127.0.0.1"
    patient: bool = False  # whether it is asked once more
    kept: bytes | None = None  # the bytes that stand then; None: those of the first asking


def html(body: str | bytes, **how: object) -> tuple[Reply, ...]:
    return (Embassy.html(body, **how),)


def led(to: str, status: int = 302) -> tuple[Reply, ...]:
    return (Reply(status=status, headers={"Location": to, "Content-Type": HTML}),)


def typed(body: bytes, media_type: str) -> tuple[Reply, ...]:
    return (Reply(body=body, headers={"Content-Type": media_type}),)


BAD: Mapping[str, Case] = {
    "internal-error": Case(html("Oops", status=500), "failed", patient=True),
    "unavailable": Case(html("Later", status=503), "failed"),
    "forbidden": Case(html("<p>Forbidden</p>", status=403), "failed"),
    "not-found": Case(html(pages.error_page(), status=404), "missing"),
    "gone-for-good": Case(html(pages.error_page(), status=410), "missing"),
    "error-with-200": Case(html(pages.error_page()), "refused", "error-page"),
    "login-with-200": Case(html(pages.login()), "refused", "login-page"),
    "login-after-redirect": Case(led("/spip.php?page=login"), "refused", "login-page"),
    "challenge-with-200": Case(html(pages.challenge()), "refused", "bot-challenge"),
    "challenge-with-403": Case(html(pages.challenge(), status=403), "refused", "bot-challenge"),
    "consent": Case(html(pages.consent()), "refused", "consent-page"),
    "nothing-at-all": Case(html(b""), "refused", "near-empty"),
    "near-empty": Case(html(pages.frame("en", "Service", "")), "refused", "near-empty"),
    "pdf": Case(typed(PDF, "application/pdf"), "refused", "wrong-media-type"),
    "pdf-as-html": Case(typed(PDF, "text/html"), "refused", "wrong-media-type"),
    "image-as-html": Case(typed(PNG, "text/html"), "refused", "wrong-media-type"),
    "other-language": Case(html(pages.article("fr")), "refused", "wrong-language"),
    "home-after-redirect": Case(led("/"), "refused", "redirected-home"),
    "reset": Case((Reply(reset=True),), "failed", patient=True),
    "reset-midway": Case(html(CHANGED, cut=500, reset=True), "failed"),
    "cut-short": Case(html(CHANGED, cut=500), "failed"),
    "chunks-cut-short": Case(html(CHANGED, cut=500, chunked=True, piece=100), "failed"),
    "length-too-long": Case(html(CHANGED, length=len(CHANGED.encode()) + 500), "failed"),
    "redirect-loop": Case(led("/redirect-loop"), "failed"),
    "redirect-to-file": Case(led("file:///etc/hostname"), "failed"),
    "redirect-to-ftp": Case(led("ftp://127.0.0.1/Service"), "failed"),
    "redirect-to-404": Case(led("/nowhere", 301), "missing"),
    "too-much-told": Case(html("x" * (LIMIT + 1)), "failed"),
    "too-much-untold": Case(html("x" * (LIMIT + 1), chunked=True, piece=100_000), "failed"),
    "bomb": Case(html(pages.bomb(40), headers={"Content-Encoding": "gzip"}), "failed"),
    "broken-gzip": Case(
        html(b"\x1f\x8b" + b"x" * 99, headers={"Content-Encoding": "gzip"}), "failed"
    ),
    "no-content": Case((Reply(status=204),), "failed"),
    "a-part": Case(html(CHANGED[:900], status=206), "failed"),
    "unauthorised": Case(html("<p>No.</p>", status=401), "failed"),
    "no-such-status": Case(html("<p>No.</p>", status=999), "failed"),
    "redirect-to-nowhere": Case((Reply(status=302),), "failed"),
    "redirect-to-nonsense": Case(led("http://[::1"), "failed"),
    "redirect-to-no-port": Case(led("http://127.0.0.1:99999/"), "failed"),
    "redirect-to-script": Case(led("javascript:alert(1)"), "failed"),
    "redirect-to-data": Case(led("data:text/html,<h1>Contact</h1>"), "failed"),
    "broken-brotli": Case(html(CHANGED, headers={"Content-Encoding": "br"}), "failed"),
    "endless-header": Case(html(CHANGED, headers={"X-Long": "x" * 70_000}), "failed"),
    "late": Case(html(CHANGED, wait=30), "failed", host=SLOW),
    "trickle": Case(html(CHANGED, piece=50, pause=0.4), "failed", host=SLOWER),
}

FINE: Mapping[str, Case] = {
    "unchanged": Case(html(GOOD), "same"),
    "changed": Case(html(CHANGED), "new", kept=CHANGED.encode()),
    "compressed": Case(
        html(gzip.compress(CHANGED.encode()), headers={"Content-Encoding": "gzip"}),
        "new",
        kept=CHANGED.encode(),
    ),
    "in-chunks": Case(html(CHANGED, chunked=True, piece=99), "new", kept=CHANGED.encode()),
    "503-then-well": Case(
        (*html("Later", status=503), *html(CHANGED)), "new", patient=True, kept=CHANGED.encode()
    ),
    "500-then-well": Case(
        (*html("Oops", status=500), *html(CHANGED)), "new", patient=True, kept=CHANGED.encode()
    ),
    "reset-then-well": Case(
        (Reply(reset=True), *html(CHANGED)), "new", patient=True, kept=CHANGED.encode()
    ),
    "cut-then-well": Case(
        (*html(CHANGED, cut=500), *html(CHANGED)), "new", patient=True, kept=CHANGED.encode()
    ),
    "lying-charset": Case(
        (
            Reply(
                body=CHANGED.encode("cp1252", "xmlcharrefreplace"),
                headers={"Content-Type": "text/html; charset=klingon"},
            ),
        ),
        "new",
        kept=CHANGED.encode("cp1252", "xmlcharrefreplace"),
    ),
    "length-too-short": Case(  # nobody can tell: the guards of a refresh hold back what is cut
        html(CHANGED, length=len(CHANGED.encode()) - 500), "new", kept=CHANGED.encode()[:-500]
    ),
    "xhtml": Case(typed(CHANGED.encode(), "application/xhtml+xml"), "new", kept=CHANGED.encode()),
    "no-type": Case((Reply(body=CHANGED.encode()),), "new", kept=CHANGED.encode()),
    "odd-type": Case(
        typed(CHANGED.encode(), "text/html;;;=; charset=="), "new", kept=CHANGED.encode()
    ),
    "odd-encoding": Case(
        html(CHANGED, headers={"Content-Encoding": "rot13"}), "new", kept=CHANGED.encode()
    ),
    "many-headers": Case(
        html(CHANGED, headers={f"X-{n}": "x" * 100 for n in range(300)}),
        "new",
        kept=CHANGED.encode(),
    ),
    "utf-16": Case(
        typed(CHANGED.encode("utf-16"), "text/html"), "new", kept=CHANGED.encode("utf-16")
    ),
    "deep": Case(html(DEEP), "new", kept=DEEP.encode()),
    "links-to-nonsense": Case(html(ASTRAY), "new", kept=ASTRAY.encode()),
    "moved-to-latin-1": Case(led("/caf\xe9"), "new", kept=CHANGED.encode()),
    "slow-but-in-time": Case(
        html(CHANGED, piece=1000, pause=0.1), "new", host=SLOW, kept=CHANGED.encode()
    ),
    "moved-for-good": Case(led("/new-place", 301), "new", "moved", kept=CHANGED.encode()),
    "moved-for-now": Case(led("/new-place", 302), "new", kept=CHANGED.encode()),
    "moved-to-another-host": Case(
        led("http://127.0.0.2:PORT/new-place", 301), "new", "moved", kept=CHANGED.encode()
    ),
}
CASES = {**BAD, **FINE}
GONE = ("not-found", "gone-for-good", "redirect-to-404")
STAYED = ("unavailable", "reset-midway", "login-with-200", "unchanged")


@dataclass
class Visited:
    """An office after three askings: all well, then each address with its fault, then again.

    What is asked once more where it fails is a source of its own.
    """

    embassy: Embassy
    office: Office
    patient: Office
    first: Done
    second: Done
    third: Done
    requests: list[Request] = field(default_factory=list)
    outcomes: dict[str, str] = field(default_factory=dict)
    codes: dict[str, set[str]] = field(default_factory=dict)
    failures: dict[str, int] = field(default_factory=dict)
    kept: dict[str, bytes | None] = field(default_factory=dict)

    def of(self, name: str) -> Office:
        """The source of a page."""
        return self.patient if CASES[name].patient else self.office


def declare(embassy: Embassy, office: Office, names: Iterable[str], retries: int = 0) -> None:
    """A source of those of the cases that are asked so often."""
    cases = {name: CASES[name] for name in names if CASES[name].patient == (retries > 0)}
    office.declare(
        {name: {"en": embassy.url(f"/{name}", case.host)} for name, case in cases.items()},
        fetch={"timeout": 5, "retries": retries, "most_bytes": LIMIT},
    )


def set_up(embassy: Embassy, reply: Callable[[str, Case], tuple[Reply, ...]]) -> None:
    for name, case in CASES.items():
        embassy.answer(f"/{name}", *reply(name, case))


def faulty(embassy: Embassy, case: Case) -> tuple[Reply, ...]:
    return tuple(
        Reply(
            status=reply.status,
            headers={
                name: value.replace("PORT", str(embassy.port))
                for name, value in reply.headers.items()
            },
        )
        if "Location" in reply.headers
        else reply
        for reply in case.replies
    )


@pytest.fixture(scope="module")
def visited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visited]:
    folder = tmp_path_factory.mktemp("fetch")
    (folder / "office").mkdir()
    office, patient = (Office(folder / "office", name) for name in ("office", "patient"))
    with Embassy.open(folder / "embassy") as embassy:
        declare(embassy, office, CASES)
        declare(embassy, patient, CASES, retries=1)
        embassy.page("/", pages.frame("en", "La France au Canada", "<p>Welcome.</p>" * 40))
        embassy.page("/spip.php?page=login", pages.login())
        for path in ("/new-place", "/caf%E9", "/caf%C3%A9"):
            embassy.page(path, CHANGED)
        set_up(embassy, lambda _, __: html(GOOD))
        first = office.run("fetch", patient.name)
        embassy.forget()
        set_up(embassy, lambda _, case: faulty(embassy, case))
        second = office.run("fetch", patient.name, epoch=EPOCH + DAY)
        done = Visited(embassy, office, patient, first, second, second, embassy.requests())
        for name in CASES:
            visit = done.of(name).visit(name)
            done.outcomes[name] = visit.outcome
            done.codes[name] = {remark.code for remark in visit.remarks}
            done.failures[name] = visit.failures
            done.kept[name] = done.of(name).kept(name)
        declare(embassy, office, (*GONE, *STAYED))
        done.third = office.run("fetch", epoch=EPOCH + 2 * DAY)
        yield done


def test_a_first_asking_keeps_bytes_and_where_they_came_from(visited: Visited) -> None:
    assert visited.first.returncode == 0, visited.first.stderr
    assert visited.first.stdout == ""
    assert visited.office.kept("not-found") == GOOD.encode()
    fetch = visited.office.provenance("not-found")
    assert fetch.url == visited.embassy.url("/not-found")
    assert fetch.address == fetch.url
    assert fetch.status == 200
    assert fetch.fetched == "2026-11-27T04:00:00Z"
    assert fetch.media_type == "text/html"
    assert fetch.charset.lower() == "utf-8"
    assert fetch.size == len(GOOD.encode())
    assert fetch.fetcher.startswith("rectoverso")


@pytest.mark.parametrize("name", CASES)
def test_an_answer_is_judged(visited: Visited, name: str) -> None:
    case = CASES[name]
    assert visited.outcomes[name] == case.outcome
    assert case.code in visited.codes[name] or not case.code
    assert visited.kept[name] == (GOOD.encode() if case.kept is None else case.kept)
    assert visited.failures[name] == (1 if name in BAD else 0)


def test_bad_pages_exit_5_and_are_named_without_a_traceback(visited: Visited) -> None:
    assert visited.second.returncode == 5, visited.second.stderr
    assert "Traceback" not in visited.second.stderr
    for name in BAD:
        assert f"{visited.of(name).name}/{name}.en" in visited.second.stderr


def test_provenance_stands_with_its_bytes(visited: Visited) -> None:
    for name, case in CASES.items():
        fetched = visited.of(name).provenance(name).fetched
        is_new = case.outcome == "new"
        assert fetched == ("2026-11-28T04:00:00Z" if is_new else "2026-11-27T04:00:00Z"), name


def test_redirects_are_recorded(visited: Visited) -> None:
    embassy = visited.embassy
    fetch = visited.office.provenance("moved-for-good")
    assert fetch.url == embassy.url("/moved-for-good")
    assert fetch.final_url == embassy.url("/new-place")
    assert fetch.redirects == (embassy.url("/moved-for-good"),)
    other = visited.office.provenance("moved-to-another-host")
    assert other.final_url == embassy.url("/new-place", "127.0.0.2")
    assert "moved" not in visited.codes["moved-for-now"]


def test_a_page_gone_twice_is_gone_since_the_first_time(visited: Visited) -> None:
    assert visited.third.returncode == 5, visited.third.stderr
    for name in GONE:
        visit = visited.office.visit(name)
        assert visit.outcome == "missing"
        assert visit.missing_since == visit.gone_since == "2026-11-28T04:00:00Z"
        assert visit.failures == 2
        assert "gone" in {remark.code for remark in visit.remarks}
        assert visited.office.kept(name) == GOOD.encode()
        assert "gone" not in visited.codes[name]


def test_what_is_not_gone_is_not_called_gone(visited: Visited) -> None:
    for name in STAYED:
        assert visited.office.visit(name).gone_since == ""


def test_a_page_that_failed_keeps_when_it_last_did_well(visited: Visited) -> None:
    visit = visited.office.visit("unavailable")
    assert visit.succeeded == "2026-11-27T04:00:00Z"
    assert visit.visited == "2026-11-29T04:00:00Z"
    assert visit.failures == 2
    assert visit.status == 503
    same = visited.office.visit("unchanged")
    assert same.succeeded == "2026-11-29T04:00:00Z"
    assert same.changed == "2026-11-27T04:00:00Z"


def test_retries_are_counted(visited: Visited) -> None:
    def tries(name: str) -> int:
        return len([r for r in visited.requests if r.path == f"/{name}"])

    assert tries("internal-error") == 2
    assert tries("500-then-well") == 2
    assert 2 <= tries("reset") <= 4  # Twisted asks anew where a kept connection is found closed
    assert tries("unavailable") == 1
    assert tries("not-found") == 1
    assert tries("unchanged") == 1
    assert tries("login-with-200") == 1
    assert tries("redirect-loop") < 30


def test_nothing_of_a_limit_is_read_in_vain(visited: Visited) -> None:
    """A body beyond the limit is not read to its end, one that lasts too long is left."""
    for request in visited.requests:
        if request.path in ("/late", "/trickle"):
            assert 4 < request.end - request.start < 12, request
    assert not [r for r in visited.requests if r.path == "/bomb" and r.sent > LIMIT]


#: Where the switch of a page leads, and what is remarked on the page.
TWINS: Mapping[str, str] = {
    "by-switch": "",
    "by-link": "",
    "to-nowhere": "switch-broken",
    "to-home": "switch-broken",
    "to-another": "switch-broken",
    "to-itself": "",
}


@pytest.fixture
def twins(embassy: Embassy, office: Office) -> Done:
    for name in ("by-switch", "by-link"):
        embassy.twin_pages(f"/{name}", f"/{name}-fr")
    embassy.page("/by-switch", pages.article(others={"fr": "by-switch-fr"}))
    linked = pages.article(others={"fr": embassy.url("/by-link-fr")})
    embassy.page(
        "/by-link", linked[: linked.index(' <a class="tradlang"')] + linked[linked.index("</h1>") :]
    )
    embassy.page("/", pages.frame("fr", "La France au Canada", "<p>Bienvenue à tous.</p>" * 40))
    embassy.page("/to-nowhere", pages.article(others={"fr": "/nulle-part"}))
    embassy.page("/to-home", pages.article(others={"fr": "/"}))
    embassy.page("/to-another", pages.article(others={"fr": "/autre-article"}))
    embassy.page(
        "/autre-article",
        pages.article("fr", "Visite du ministre", others={"en": "/Minister-s-visit"}),
    )
    embassy.page("/to-itself", pages.article(others={"fr": "/to-itself"}))
    office.declare({name: {"en": embassy.url(f"/{name}")} for name in TWINS})
    return office.run("fetch")


def test_the_page_itself_leads_to_its_twin(twins: Done, embassy: Embassy, office: Office) -> None:
    for name in ("by-switch", "by-link"):
        assert office.kept(name, "fr"), twins.stderr
        assert office.provenance(name, "fr").url == embassy.url(f"/{name}-fr")
        assert office.visit(name, "fr").found_on == f"office/{name}.en"
        assert office.visit(name).alternates["fr"] == embassy.url(f"/{name}-fr")
        assert "switch-broken" not in office.codes(name)
    for name, code in TWINS.items():
        assert office.kept(name), name
        assert office.codes(name) == ({code} if code else set()), name
        assert (office.kept(name, "fr") is None) == (not name.startswith("by-")), name
    assert embassy.paths().count("/by-switch-fr") == 1


def test_a_twin_that_is_declared_and_known_is_asked_for_once(
    embassy: Embassy, office: Office
) -> None:
    embassy.twin_pages("/Service", "/Le-service", version="1")
    office.declare({"page": {"en": embassy.url("/Service"), "fr": embassy.url("/Le-service")}})
    assert office.run("fetch").returncode == 0
    assert sorted(embassy.paths()) == ["/Le-service", "/Service"]
    assert office.visit("page", "fr").found_on == ""


def kept_urls(office: Office) -> list[str]:
    folder = office.root / "raw" / office.name
    names = [f.name.rsplit(".", 2)[:2] for f in folder.glob("*.html")]
    return sorted(office.provenance(page, lang).url for page, lang in names)


def crawl(embassy: Embassy, start: str, **how: object) -> dict[str, object]:
    return {"start": embassy.url(start), "language": "en", "follow": "/Article-", **how}


def articles(embassy: Embassy, count: int) -> list[str]:
    paths = [f"/Article-{number}" for number in range(1, count + 1)]
    for path in paths:
        embassy.page(path, pages.article(title=path[1:].replace("-", " ")))
    return paths


def test_a_list_is_followed_with_its_pagination(embassy: Embassy, office: Office) -> None:
    paths = articles(embassy, 5)
    start, second = "/-Security-", "/-Security-?debut_articles=2"
    third = "/-Security-?debut_articles=4"
    more = [f"-Security-?debut_articles={n}#pagination_articles" for n in (2, 4)]
    embassy.page(start, pages.rubric("en", "Security", [p[1:] for p in paths[:2]], more=more))
    embassy.page(second, pages.rubric("en", "Security", [p[1:] for p in paths[1:4]], more=more))
    away = [paths[4][1:], "/Visa-7", f"http://127.0.0.2:{embassy.port}/Article-9", "mailto:a@b.ca"]
    embassy.page(third, pages.rubric("en", "Security", away, more=more))
    office.declare({}, crawl=[crawl(embassy, start)])
    done = office.run("fetch")
    assert done.returncode == 0, done.stderr
    assert kept_urls(office) == sorted(embassy.url(path) for path in paths)
    asked = embassy.paths()
    assert len(asked) == len(set(asked)) == 8
    assert not embassy.requests(host="127.0.0.2")


def test_a_crawl_stays_within_its_number_of_pages(embassy: Embassy, office: Office) -> None:
    paths = articles(embassy, 5)
    embassy.page("/-Security-", pages.rubric("en", "Security", paths))
    office.declare({}, crawl=[crawl(embassy, "/-Security-", pages=3)])
    office.run("fetch")
    assert len(kept_urls(office)) == 3


def test_a_list_of_lists_is_read_as_deep_as_allowed(embassy: Embassy, office: Office) -> None:
    paths = articles(embassy, 3)
    more = "?debut_articles=1#pagination_articles"
    embassy.page("/-Security-", pages.rubric("en", "S", [paths[0]], more=[f"/-Security-{more}"]))
    deeper = "/-Security-?debut_articles=2#pagination_articles"
    embassy.page("/-Security-?debut_articles=1", pages.rubric("en", "S", [paths[1]], more=[deeper]))
    embassy.page("/-Security-?debut_articles=2", pages.rubric("en", "S", [paths[2]]))
    office.declare({}, crawl=[crawl(embassy, "/-Security-", depth=2)])
    office.run("fetch")
    assert kept_urls(office) == [embassy.url(path) for path in paths[:2]]


@pytest.mark.parametrize("via", ["sitemap", "feed"])
def test_a_sitemap_or_a_feed_names_pages(embassy: Embassy, office: Office, via: str) -> None:
    paths = articles(embassy, 3)
    links = [embassy.url(path) for path in paths] + [
        embassy.url("/Visa-7"),
        embassy.url("/Article-1", "127.0.0.2"),
    ]
    start = {"sitemap": "/sitemap.xml", "feed": "/spip.php?page=backend"}[via]
    xml = pages.sitemap(links) if via == "sitemap" else pages.feed(links)
    embassy.text(start, xml, "text/xml" if via == "sitemap" else "text/html")
    office.declare({}, crawl=[crawl(embassy, start, via=via)])
    done = office.run("fetch")
    assert done.returncode == 0, done.stderr
    assert kept_urls(office) == sorted(embassy.url(path) for path in paths)
    assert not embassy.requests(host="127.0.0.2")


def test_a_source_that_does_not_answer_at_all_exits_3(embassy: Embassy, office: Office) -> None:
    with Embassy.open(office.root / "closed") as other:
        office.declare({"page": {"en": other.url("/Service")}}, fetch={"retries": 0})
    done = office.run("fetch")
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert office.visit("page").outcome == "failed"
    assert office.kept("page") is None
    del embassy


def test_no_contact_is_a_fault_of_usage(embassy: Embassy, office: Office) -> None:
    embassy.page("/Service", GOOD)
    office.declare({"page": {"en": embassy.url("/Service")}})
    line = office.arguments("fetch")
    at = line.index("--contact")
    del line[at : at + 2]
    done = office.say(line)
    assert done.returncode == 2
    assert "--contact" in done.stderr
    assert not embassy.requests()


@pytest.mark.parametrize("contact", ["", "nobody", "https://example.org/\r\nX: y"])
def test_a_contact_must_be_an_address(embassy: Embassy, office: Office, contact: str) -> None:
    embassy.page("/Service", GOOD)
    office.declare({"page": {"en": embassy.url("/Service")}})
    line = [contact if word == CONTACT else word for word in office.arguments("fetch")]
    assert office.say(line).returncode == 2
    assert not embassy.requests()


def test_logs_in_json_are_one_object_a_line(embassy: Embassy, office: Office) -> None:
    embassy.page("/Service", GOOD)
    embassy.gone("/Other")
    office.declare({n: {"en": embassy.url(f"/{n.title()}")} for n in ("service", "other")})
    done = office.run("fetch", "--log-format", "json")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert lines
    assert any("office/other.en" in json.dumps(line) for line in lines)


def test_quiet_says_nothing_but_errors(embassy: Embassy, office: Office) -> None:
    embassy.page("/Service", GOOD)
    office.declare({"service": {"en": embassy.url("/Service")}})
    done = office.run("fetch", "--quiet")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_was_exchanged_is_written_as_warc(
    embassy: Embassy, office: Office, tmp_path: Path
) -> None:
    squeezed = gzip.compress(GOOD.encode())
    embassy.page("/Service", squeezed, headers={"Content-Encoding": "gzip"})
    embassy.redirect("/Old", "/Service")
    embassy.gone("/Lost")
    office.declare({n: {"en": embassy.url(f"/{n.title()}")} for n in ("old", "lost")})
    file = tmp_path / "exchange.warc.gz"
    office.run("fetch", "--warc", file)
    with file.open("rb") as stream:
        records = [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.raw_stream.read())
            for r in ArchiveIterator(stream, check_digests="raise")
        ]
    answered = {(kind, url) for kind, url, _ in records if kind in ("request", "response")}
    for path in ("/Old", "/Service", "/Lost"):
        assert ("request", embassy.url(path)) in answered
        assert ("response", embassy.url(path)) in answered
    body = next(b for kind, url, b in records if kind == "response" and url.endswith("/Service"))
    assert body == squeezed


def test_conditional_requests_only_for_what_was_published(embassy: Embassy, office: Office) -> None:
    """A validator counts once its page was published: before, a 304 could hide a failure."""
    embassy.page("/Service", GOOD, etag='"1"', last_modified="Thu, 02 Nov 2017 10:00:00 GMT")
    office.declare({"page": {"en": embassy.url("/Service")}})
    for _ in range(2):
        assert office.run("fetch").returncode == 0
    assert [r.status for r in embassy.requests("/Service")] == [200, 200]
    assert not any("if-none-match" in r.headers for r in embassy.requests())
    assert office.visit("page").outcome == "same"
    assert office.visit("page").etag == '"1"'
