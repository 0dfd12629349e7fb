"""How hosts are asked, proved by the log of the one who was asked."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
import trustme

from tests.embassy import pages
from tests.embassy.office import CONTACT, Office
from tests.embassy.site import Embassy, Request
from tests.embassy.world import Reply

GOOD = pages.article()
HOSTS = ("127.0.0.1", "127.0.0.2")
TICK = 0.1  # seconds that a question may be under way longer than the next one


def declare(
    office: Office,
    embassy: Embassy,
    *paths: str,
    hosts: tuple[str, ...] = HOSTS[:1],
    **fetch: Any,
) -> None:
    """A source of these paths on these hosts; each a good page, unless it answers already."""
    declared = {}
    for number, host in enumerate(hosts):
        for path in paths:
            name = path.strip("/").lower().replace("/", "-")
            declared[f"{name}-{number}"] = {"en": embassy.url(path, host)}
    office.declare(declared, fetch=fetch)


def in_order(requests: list[Request]) -> list[Request]:
    return sorted(requests, key=lambda request: request.start)


def gaps(requests: list[Request]) -> list[float]:
    """Seconds from the end of each answer to the next question."""
    ordered = in_order(requests)
    return [second.start - first.end for first, second in itertools.pairwise(ordered)]


def pauses(requests: list[Request]) -> list[float]:
    """Seconds from each question to the next."""
    ordered = in_order(requests)
    return [second.start - first.start for first, second in itertools.pairwise(ordered)]


#: A machine that has other things to do: every look at the clock takes some milliseconds.
BUSY = """
import time
from scrapy.core import downloader
def looked_at(real=time.monotonic):
    time.sleep(0.003)
    return real()
downloader.monotonic = looked_at
"""


@pytest.mark.parametrize("machine", ["idle", "busy"])
def test_one_at_a_time_for_a_host_while_hosts_are_asked_side_by_side(
    embassy: Embassy, office: Office, machine: str
) -> None:
    office.before = BUSY if machine == "busy" else ""
    paths = [f"/Page-{number}" for number in range(5)]
    for path in paths:
        embassy.page(path, GOOD, wait=0.15)
    other = embassy.url("/Page-0", HOSTS[1])
    embassy.answer("/Page-0", Reply(status=302, headers={"Location": other}), host=HOSTS[0])
    declare(office, embassy, *paths, hosts=HOSTS)
    assert office.run("fetch").returncode == 0
    for host in HOSTS:
        of_host = embassy.requests(host=host)
        assert {request.path for request in of_host} == {*paths, "/robots.txt"}
        assert min(gaps(of_host)) >= 0, f"two requests at a time to {host}"
    one, two = (in_order(embassy.requests(host=host)) for host in HOSTS)
    together = [1 for a in one for b in two if a.start < b.end and b.start < a.end]
    assert together, "the hosts were asked one after the other"


def test_the_same_host_under_two_sources_is_still_asked_one_at_a_time(
    embassy: Embassy, office: Office
) -> None:
    for number in range(4):
        embassy.page(f"/Page-{number}", GOOD, wait=0.1)
    declare(office, embassy, "/Page-0", "/Page-1")
    other = Office(office.root, "other")
    declare(other, embassy, "/Page-2", "/Page-3")
    done = office.run("fetch", "other")
    assert done.returncode == 0, done.stderr
    assert len(embassy.paths()) == 4
    assert min(gaps(embassy.requests())) >= 0


def test_the_delay_is_kept(embassy: Embassy, office: Office) -> None:
    paths = [f"/Page-{number}" for number in range(4)]
    for path in paths:
        embassy.page(path, GOOD)
    embassy.answer(paths[1], Reply(status=500), embassy.html(GOOD))
    declare(office, embassy, *paths, delay=0.5)
    assert office.run("fetch").returncode == 0
    assert len(embassy.paths()) == 5
    assert min(pauses(embassy.requests())) >= 0.5 - TICK


def test_a_crawl_delay_of_robots_stands_above_ours(embassy: Embassy, office: Office) -> None:
    embassy.text("/robots.txt", "User-agent: *\nCrawl-delay: 0.5\nDisallow: /local/\n")
    paths = [f"/Page-{number}" for number in range(3)]
    for path in paths:
        embassy.page(path, GOOD)
    declare(office, embassy, *paths)
    assert office.run("fetch").returncode == 0
    assert sorted(embassy.paths()) == paths
    assert min(pauses(embassy.requests())) >= 0.5 - TICK


def test_a_crawl_delay_that_no_run_has_time_for_closes_the_host(
    embassy: Embassy, office: Office
) -> None:
    embassy.text("/robots.txt", "User-agent: *\nCrawl-delay: 3600\n")
    for path in ("/One", "/Two"):
        embassy.page(path, GOOD)
    declare(office, embassy, "/One", "/Two")
    assert office.run("fetch").returncode == 3
    assert embassy.paths() == []
    assert "3600 seconds" in office.visit("one-0").message


def test_our_own_delay_stands_where_robots_asks_for_less(embassy: Embassy, office: Office) -> None:
    embassy.text("/robots.txt", "User-agent: *\nCrawl-delay: 0\n")
    for path in ("/One", "/Two"):
        embassy.page(path, GOOD)
    declare(office, embassy, "/One", "/Two", delay=0.5)
    assert office.run("fetch").returncode == 0
    assert min(pauses(embassy.requests())) >= 0.5 - TICK


def tired(
    embassy: Embassy, office: Office, status: int, said: str, **fetch: Any
) -> tuple[Request, list[Request]]:
    """The answer of a host that wants to rest, and what it was asked afterwards."""
    paths = ("/One", "/Two", "/Three")
    for path in paths:
        embassy.page(path, GOOD)
    embassy.answer("/Two", Reply(status=status, headers={"Retry-After": said}), embassy.html(GOOD))
    declare(office, embassy, *paths, **fetch)
    office.run("fetch", epoch=None)
    (wants,) = [request for request in embassy.requests() if request.status == status]
    return wants, [request for request in embassy.requests() if request.start > wants.start]


@pytest.mark.parametrize(("status", "form"), [(429, "seconds"), (503, "date")])
def test_retry_after_is_obeyed(embassy: Embassy, office: Office, status: int, form: str) -> None:
    """By all pages of the host: it is the host that wants to rest."""
    moment = time.time() + 4
    said = {"seconds": "2", "date": formatdate(moment, usegmt=True)}[form]
    wants, later = tired(embassy, office, status, said)
    assert len(later) > 1
    assert office.visit("two-0").outcome == "new"
    if form == "seconds":
        assert min(request.start for request in later) >= wants.end + 2 - TICK
    else:
        assert min(request.clock for request in later) >= int(moment)


def test_retry_after_holds_for_the_host_where_nothing_is_retried(
    embassy: Embassy, office: Office
) -> None:
    wants, later = tired(embassy, office, 429, "2", retries=0)
    assert later
    assert office.visit("two-0").outcome == "failed"
    assert min(request.start for request in later) >= wants.end + 2 - TICK


def test_a_host_that_wants_hours_is_left_alone(embassy: Embassy, office: Office) -> None:
    began = time.monotonic()
    _, later = tired(embassy, office, 429, "86400")
    assert time.monotonic() - began < 30
    assert later == []
    assert office.visit("two-0").outcome == "failed"
    outcomes = [office.visit(f"{name}-0") for name in ("one", "three")]
    left = [visit for visit in outcomes if visit.outcome == "failed"]
    assert left
    assert all("left alone" in visit.message for visit in left)


def test_waits_grow_and_are_not_alike(embassy: Embassy, office: Office) -> None:
    embassy.answer("/One", Reply(status=500))
    declare(office, embassy, "/One", hosts=HOSTS, retries=2)
    office.run("fetch")
    waits = [gaps(embassy.requests("/One", host)) for host in HOSTS]
    for first, second in waits:
        assert 0.5 - TICK <= first <= 2
        assert 1 - TICK <= second <= 4
    assert waits[0] != pytest.approx(waits[1], abs=0.01)


ROBOTS = """\
User-agent: othersbot
Disallow: /

User-agent: *
Disallow: /spip.php?page=login
Disallow: /*?var_mode=
Disallow: /private*/secret$
Disallow: /local/
Allow: /local/public
"""
ALLOWED = ("/Service", "/private-house/secret-garden", "/local/public", "/spip.php?article12")
DISALLOWED = (
    "/spip.php?page=login",
    "/Service?var_mode=calcul",
    "/private-house/secret",
    "/local/x",
)


def test_robots_with_wildcards(embassy: Embassy, office: Office) -> None:
    embassy.text("/robots.txt", ROBOTS)
    declared = {}
    for number, path in enumerate((*ALLOWED, *DISALLOWED)):
        embassy.page(path, GOOD)
        declared[f"page-{number}"] = {"en": embassy.url(path)}
    office.declare(declared)
    done = office.run("fetch")
    assert done.returncode == 5, done.stderr
    assert sorted(embassy.paths()) == sorted(ALLOWED)
    assert len(embassy.requests("/robots.txt")) == 1
    for number in range(len(ALLOWED)):
        assert office.visit(f"page-{number}").outcome == "new"
    for number in range(len(ALLOWED), len(declared)):
        assert "robots" in office.codes(f"page-{number}")
        assert office.kept(f"page-{number}") is None


def test_robots_counts_after_a_redirect_too(embassy: Embassy, office: Office) -> None:
    embassy.text("/robots.txt", "User-agent: *\nDisallow: /closed/\n", host="127.0.0.1")
    embassy.text("/robots.txt", "User-agent: *\nDisallow: /\n", host="127.0.0.2")
    embassy.redirect("/One", "/closed/house")
    embassy.redirect("/Two", embassy.url("/open", "127.0.0.2"))
    for path in ("/closed/house", "/open"):
        embassy.page(path, GOOD)
    declare(office, embassy, "/One", "/Two")
    office.run("fetch")
    assert sorted(embassy.paths()) == ["/One", "/Two"]
    for name in ("one-0", "two-0"):
        assert "robots" in office.codes(name)
        assert office.kept(name) is None


def test_a_group_of_our_own_stands_before_the_one_of_all(embassy: Embassy, office: Office) -> None:
    embassy.text(
        "/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: rectoverso\nDisallow: /local/\n"
    )
    embassy.page("/Service", GOOD)
    declare(office, embassy, "/Service")
    assert office.run("fetch").returncode == 0
    assert embassy.paths() == ["/Service"]


@pytest.mark.parametrize("status", [404, 403, 410])
def test_robots_that_is_not_there_allows_all(embassy: Embassy, office: Office, status: int) -> None:
    embassy.gone("/robots.txt", status=status)
    embassy.page("/Service", GOOD)
    declare(office, embassy, "/Service")
    assert office.run("fetch").returncode == 0
    assert embassy.paths() == ["/Service"]


@pytest.mark.parametrize(
    "reply",
    [Reply(status=500), Reply(status=503), Reply(reset=True), Reply(wait=30)],
    ids=["500", "503", "reset", "late"],
)
def test_robots_that_cannot_be_reached_disallows_all(
    embassy: Embassy, office: Office, reply: Reply
) -> None:
    """RFC 9309, 2.3.1.4: unreachable means complete disallow."""
    embassy.answer("/robots.txt", reply)
    embassy.page("/Service", GOOD)
    declare(office, embassy, "/Service", timeout=1, retries=0)
    done = office.run("fetch")
    assert done.returncode == 3, done.stderr
    assert embassy.paths() == []
    assert "robots.txt" in office.visit("service-0").message


def test_robots_that_moved_is_followed(embassy: Embassy, office: Office) -> None:
    embassy.redirect("/robots.txt", "/rules.txt")
    embassy.text("/rules.txt", "User-agent: *\nDisallow: /local/\n")
    for path in ("/Service", "/local/x"):
        embassy.page(path, GOOD)
    declare(office, embassy, "/Service", "/local/x")
    office.run("fetch")
    assert "/Service" in embassy.paths()
    assert "/local/x" not in embassy.paths()


def test_we_say_who_we_are(embassy: Embassy, office: Office) -> None:
    embassy.page("/Service", GOOD)
    declare(office, embassy, "/Service")
    office.run("fetch")
    asked = embassy.requests()
    assert {request.path for request in asked} == {"/robots.txt", "/Service"}
    for request in asked:
        agent = request.headers["user-agent"]
        assert agent.startswith("rectoverso/")
        assert CONTACT in agent
        assert "Mozilla" not in agent
        assert "cookie" not in request.headers
        assert "referer" not in request.headers


def test_cookies_are_not_kept(embassy: Embassy, office: Office) -> None:
    for path in ("/One", "/Two"):
        embassy.page(path, GOOD, headers={"Set-Cookie": "id=1; Path=/"})
    declare(office, embassy, "/One", "/Two")
    office.run("fetch")
    assert not any("cookie" in request.headers for request in embassy.requests())


def test_a_fragment_is_not_sent_and_a_page_not_asked_for_twice(
    embassy: Embassy, office: Office
) -> None:
    embassy.page("/Service", GOOD)
    office.declare({n: {"en": embassy.url(f"/Service#{n}")} for n in ("one", "two")})
    office.run("fetch")
    assert set(embassy.paths()) == {"/Service"}


LITERALS = (
    "http://2130706433:{port}/Service",
    "http://0x7f000001:{port}/Service",
    "http://0x7f.1:{port}/Service",
    "http://0177.0.0.1:{port}/Service",
    "http://127.1:{port}/Service",
    "http://127.0.0.1:{port}/Service",
    "http://localhost:{port}/Service",
    "http://localhost.:{port}/Service",
    "http://[::1]:{port}/Service",
    "http://[::ffff:127.0.0.1]:{port}/Service",
    "http://[::ffff:7f00:1]:{port}/Service",
    "http://0.0.0.0:{port}/Service",
    "http://0:{port}/Service",
    "http://user@127.0.0.1:{port}/Service",
    "http://１２７.0.0.1:{port}/Service",
    "http://10.0.0.1:{port}/Service",
    "http://192.168.1.1:{port}/Service",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00::1]:{port}/Service",
    "http://100.64.0.1:{port}/Service",
)


def test_private_addresses_are_refused_in_every_writing(embassy: Embassy, office: Office) -> None:
    embassy.page("/Service", GOOD)
    literals = [literal.format(port=embassy.port) for literal in LITERALS]
    office.declare(
        {f"page-{number}": {"en": url} for number, url in enumerate(literals)},
        fetch={"retries": 2},
    )
    began = time.monotonic()
    done = office.run("fetch", private=False)
    assert time.monotonic() - began < 30, "refusals are no reason to wait"
    assert done.returncode == 3, done.stderr
    assert not embassy.requests()
    for number, url in enumerate(literals):
        visit = office.visit(f"page-{number}")
        assert visit.outcome == "failed", url
        assert office.kept(f"page-{number}") is None
        if "localhost." not in url:  # no resolver knows that one
            assert office.codes(f"page-{number}") == {"private-address"}, url


RESOLVER = """
import socket
for name in ("getaddrinfo", "gethostbyname"):
    def looked_up(host, *rest, real=getattr(socket, name), **more):
        return real("127.0.0.1" if host == "embassy.example" else host, *rest, **more)
    setattr(socket, name, looked_up)
"""


def test_a_name_that_resolves_to_a_private_address_is_refused(
    embassy: Embassy, office: Office
) -> None:
    office.before = RESOLVER
    embassy.page("/Service", GOOD)
    office.declare({"page": {"en": f"http://embassy.example:{embassy.port}/Service"}})
    assert office.run("fetch", private=False).returncode == 3
    assert not embassy.requests()
    done = office.run("fetch")
    assert done.returncode == 0, done.stderr
    assert office.kept("page") == GOOD.encode()


PUBLIC = """
import ipaddress
for name in ("is_global", "is_private", "is_loopback", "is_reserved"):
    def told(self, real=getattr(ipaddress.IPv4Address, name), name=name):
        return name == "is_global" if str(self) == "127.0.0.3" else real.fget(self)
    setattr(ipaddress.IPv4Address, name, property(told))
"""


def test_nothing_public_leads_to_a_private_address(embassy: Embassy, office: Office) -> None:
    """By a redirect, a language switch, a list: 127.0.0.3 stands for a public host here."""
    office.before = PUBLIC
    public = "127.0.0.3"
    inside = [literal.format(port=embassy.port) for literal in LITERALS]
    embassy.page("/Service", GOOD, host=public)
    embassy.page("/Switch", pages.article(others={"fr": inside[5]}), host=public)
    embassy.page("/-List-", pages.rubric("en", "List", [inside[5]]), host=public)
    urls = {"service": embassy.url("/Service", public), "switch": embassy.url("/Switch", public)}
    refresh = f'<meta http-equiv="refresh" content="0;url={inside[5]}" />'
    embassy.page("/Refresh", GOOD.replace("<title>", f"{refresh}<title>"), host=public)
    urls["refresh"] = embassy.url("/Refresh", public)
    for number, url in enumerate(inside):
        embassy.redirect(f"/Led-{number}", url, host=public)
        urls[f"led-{number}"] = embassy.url(f"/Led-{number}", public)
    office.declare(
        {name: {"en": url} for name, url in urls.items()},
        crawl=[{"start": embassy.url("/-List-", public), "language": "en", "follow": "Service"}],
        fetch={"retries": 0},
    )
    done = office.run("fetch", private=False)
    assert done.returncode == 5, done.stderr
    assert {request.host for request in embassy.requests()} == {public}
    assert office.kept("service") == GOOD.encode()
    assert office.kept("switch", "fr") is None
    for number, url in enumerate(inside):
        assert office.visit(f"led-{number}").outcome == "failed", url


def test_a_robots_that_leads_to_a_private_address_is_not_followed(
    embassy: Embassy, office: Office
) -> None:
    office.before = PUBLIC
    public = "127.0.0.3"
    embassy.redirect("/robots.txt", embassy.url("/robots.txt", "127.0.0.1"), host=public)
    embassy.page("/Service", GOOD)
    office.declare({"page": {"en": embassy.url("/Service", public)}}, fetch={"retries": 0})
    assert office.run("fetch", private=False).returncode == 3
    assert [(r.host, r.path) for r in embassy.requests()] == [(public, "/robots.txt")]


@pytest.fixture
def certified(tmp_path: Path) -> Iterator[tuple[Embassy, Path]]:
    """A site behind TLS, and the certificate of the authority that nobody knows."""
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    certificate, key, ca = (tmp_path / name for name in ("cert.pem", "key.pem", "ca.pem"))
    issued.private_key_pem.write_to_path(str(key))
    for number, blob in enumerate(issued.cert_chain_pems):
        blob.write_to_path(str(certificate), append=number > 0)
    authority.cert_pem.write_to_path(str(ca))
    with Embassy.open(tmp_path / "certified", (certificate, key)) as site:
        site.page("/Service", GOOD)
        yield site, ca


def test_a_certificate_that_nobody_vouches_for_is_refused(
    certified: tuple[Embassy, Path], office: Office
) -> None:
    embassy, _ = certified
    office.declare({"page": {"en": embassy.url("/Service", "localhost")}}, fetch={"retries": 0})
    done = office.run("fetch")
    assert done.returncode == 3, done.stderr
    assert "certificate" in office.visit("page").message
    assert not embassy.requests()
    assert office.kept("page") is None


def test_a_certificate_is_verified_against_the_authorities_of_the_system(
    certified: tuple[Embassy, Path], office: Office
) -> None:
    embassy, authority = certified
    office.environment["SSL_CERT_FILE"] = str(authority)
    office.declare(
        {
            "page": {"en": embassy.url("/Service", "localhost")},
            "misnamed": {"en": embassy.url("/Service", "127.0.0.2")},
        },
        fetch={"retries": 0},
    )
    done = office.run("fetch")
    assert office.kept("page") == GOOD.encode(), done.stderr
    assert office.kept("misnamed") is None
    assert {request.host for request in embassy.requests()} == {"localhost"}
