"""How a host is treated: its robots.txt, its wish for time, its tiredness.

Scrapy reads robots.txt (RFC 9309, wildcards through Protego), retries and delays; what it does
not do is added here: `Crawl-delay`, `Retry-After`, a pause that grows with each failure and holds
for the whole host, and RFC 9309's rule that a robots.txt that cannot be read forbids everything.
"""

from __future__ import annotations

import logging
import random
import time
from email.utils import parsedate_to_datetime
from typing import Any

from scrapy import Request, signals
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

PRODUCT = "rectoverso"
FORBIDDEN = "robots.txt forbids it"

#: Seconds; where a server wants more than the longest pause, the page waits for the next run.
_LONGEST_PAUSE = 120.0
_FIRST_PAUSE = 1.0
#: A pause works only on top of a delay, however short.
_LEAST_DELAY = 0.001
#: What a question's manners say of its answer; they are good for its host's robots.txt too.
_LIMITS = ("download_timeout", "download_maxsize", "max_retry_times")
_NOTHING_ALLOWED = b"User-agent: *\nDisallow: /\n"
_SERVER_FAULT = 500
_CLIENT_FAULT = 400


def host_of(request: Request) -> str:
    """The host that a request is for, as the downloader's queues are named."""
    return urlparse_cached(request).hostname or ""


def slow_down(crawler: Crawler, host: str, delay: float) -> None:
    """No two requests to a host in less than `delay` seconds; a longer delay stays."""
    downloader: Any = crawler.engine.downloader if crawler.engine else None
    rules = downloader.per_slot_settings.setdefault(host, {})
    rules["concurrency"] = 1
    rules["delay"] = max(delay, rules.get("delay", 0.0), _LEAST_DELAY)
    if host in downloader.slots:
        downloader.slots[host].delay = rules["delay"]


def pause(crawler: Crawler, host: str, seconds: float) -> None:
    """Nothing more is asked of a host for so long; what waits in its queue waits on."""
    downloader: Any = crawler.engine.downloader if crawler.engine else None
    slow_down(crawler, host, _LEAST_DELAY)
    if host in downloader.slots:
        slot = downloader.slots[host]
        slot.lastseen = max(slot.lastseen, time.monotonic() + seconds)


class Robots(RobotsTxtMiddleware):
    """robots.txt with its delay, and closed where it cannot be read."""

    def __init__(self, crawler: Crawler) -> None:
        """The middleware of a crawl."""
        super().__init__(crawler)
        self.closed: dict[str, str] = {}
        self.limits: dict[str, dict[str, Any]] = {}
        # What cannot be read is told by each page that it forbids, without a traceback.
        logging.getLogger(RobotsTxtMiddleware.__module__).setLevel(logging.CRITICAL)
        crawler.signals.connect(self.obey_delay, signals.robots_parsed)

    async def process_request(self, request: Request, spider: Any = None) -> None:  # noqa: ARG002
        """Let a request pass, or not.

        Raises:
            IgnoreRequest: the host forbids it, says nothing, or wants more time than a run has.
        """
        host = host_of(request)
        request.meta["download_slot"] = host  # a redirect brings the one that it came from
        slow_down(self.crawler, host, request.meta.get("delay", 0.0))
        netloc = urlparse_cached(request).netloc
        if request.meta.get("dont_obey_robotstxt"):
            request.meta.update(self.limits.get(netloc, {}))
            return
        meta = request.meta
        self.limits.setdefault(netloc, {name: meta[name] for name in _LIMITS if name in meta})
        await self.robot_parser(request)  # Scrapy tells what it read to the first who asks only
        parser: Any = self._parsers[netloc]
        if netloc in self.closed:
            raise IgnoreRequest(self.closed[netloc])
        if parser is not None and not parser.allowed(request.url, PRODUCT):
            raise IgnoreRequest(FORBIDDEN)

    def obey_delay(self, robotparser: Any, request: Request) -> None:
        """Slow down as robots.txt wants, before those that wait for it are asked."""
        delay = robotparser.rp.crawl_delay(PRODUCT) or 0.0
        if delay > _LONGEST_PAUSE:
            said = f"its robots.txt wants {delay:.0f} seconds between two questions"
            self.closed[urlparse_cached(request).netloc] = f"{said}: more than a run has"
        elif delay:
            slow_down(self.crawler, host_of(request), float(delay))

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= _SERVER_FAULT:
            self._close(netloc, f"HTTP {response.status}")
            response = response.replace(body=_NOTHING_ALLOWED)
        elif response.status >= _CLIENT_FAULT:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        self._close(netloc, str(exc) or type(exc).__name__)
        super()._robots_error(exc, netloc)

    def _close(self, netloc: str, why: str) -> None:
        self.closed[netloc] = f"its robots.txt cannot be read ({why}): nothing may be asked"


class Handler(HTTP11DownloadHandler):
    """Asks, and lets a host rest that is tired, before the next question leaves its queue.

    What the host asks for (`Retry-After`) holds for all its pages; where it asks for more than the
    longest pause, nothing more is asked of it in this run. Middlewares hear of an answer when the
    next question is on its way already.
    """

    def __init__(self, crawler: Crawler) -> None:
        """The handler of a crawl."""
        super().__init__(crawler)
        self.resting: dict[str, str] = {}
        self.tired = frozenset(int(c) for c in crawler.settings.getlist("RETRY_HTTP_CODES"))

    async def download_request(self, request: Request) -> Response:
        """The answer to a request.

        Raises:
            IgnoreRequest: the host wants to be left alone.
        """
        host = host_of(request)
        if host in self.resting:
            raise IgnoreRequest(self.resting[host])
        try:
            response = await super().download_request(request)
        except Exception:
            pause(self.crawler, host, _backoff(request))
            raise
        if response.status in self.tired:
            asked = _retry_after(response)
            if asked > _LONGEST_PAUSE:
                self.resting[host] = f"{host} wants to be left alone for {asked:.0f} seconds"
                asked = 0.0
            pause(self.crawler, host, max(asked, _backoff(request)))
        return response


class Patience(RetryMiddleware):
    """Retries, but where the server asks for more time than a run has."""

    def process_response(
        self,
        request: Request,
        response: Response,
        spider: Any = None,  # noqa: ARG002
    ) -> Request | Response:
        """The request again, or the response where that is no use."""
        if response.status not in self.retry_http_codes or _retry_after(response) > _LONGEST_PAUSE:
            return response
        return self._retry(request, f"HTTP {response.status}") or response


def _backoff(failed: Request) -> float:
    """Seconds of rest after a failure: twice as many each time, none where it was the last."""
    tries = failed.meta.get("retry_times", 0)
    if tries >= failed.meta.get("max_retry_times", 0):
        return 0.0
    return float(_FIRST_PAUSE * 2.0**tries * random.uniform(0.5, 1.5))  # noqa: S311 - no secret


def _retry_after(response: Response) -> float:
    """The seconds that a server asks for (RFC 9110: a number, or a moment), 0 where none."""
    said = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except ValueError:
        return 0.0
