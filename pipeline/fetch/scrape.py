"""The only sockets of the program: questions go out, answers come in. Scrapy does the work.

One crawl for all sources: hosts are asked side by side, each one question at a time. What an
answer means, and what to ask next, is the asker's matter (`take`).
"""

from __future__ import annotations

import http.client
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import scrapy
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response

from pipeline import clock
from pipeline.fetch import polite, private
from pipeline.fetch.answer import Answer, Exchange
from pipeline.fetch.question import Asker, Question

_LOG = logging.getLogger(__name__)
_HERE = __name__.rpartition(".")[0]
_MOVED_FOR_GOOD = (301, 308)
_TERMINATED = 128 + signal.SIGTERM

Take = Callable[[Question, Answer], Iterable[Question]]
Record = Callable[[Exchange], None]


@dataclass(slots=True)
class Traffic:
    """What went over the wire: requests (robots.txt and retries too) and bytes of bodies."""

    requests: int = 0
    received: int = 0


def ask(questions: Iterable[Question], take: Take, asker: Asker, record: Record | None) -> Traffic:
    """Ask all questions, and those that `take` makes of each answer, until none is left.

    `take` is called in this thread, one answer at a time; an exception of it ends the asking and
    comes out here. May be called once in a process: Twisted's reactor starts once.
    """
    traffic = Traffic()
    faults: list[BaseException] = []
    with _stopped_by_signals() as caught:
        process = CrawlerProcess(_settings(asker))
        process.crawl(
            _Spider, questions=questions, take=take, record=record, traffic=traffic, faults=faults
        )
        if not caught:
            process.start(install_signal_handlers=False)
    if faults:
        raise faults[0]
    return traffic


@contextmanager
def _stopped_by_signals() -> Iterator[list[int]]:
    """End the asking at once on an interrupt or a termination, and pass that on.

    An exception out of a signal handler would be lost in the reactor; what is under way needs no
    goodbye, as nothing is kept of it before it is whole.

    Raises:
        KeyboardInterrupt: there was an interrupt.
        SystemExit: there was a termination (143, as shells have it).
    """
    caught: list[int] = []

    def stop(number: int, _: object) -> None:
        caught.append(number)
        reactor: Any = sys.modules.get("twisted.internet.reactor")
        if reactor and reactor.running:
            reactor.callFromThread(reactor.crash)  # `stop` would wait for what is under way
            reactor.callFromThread(reactor.getThreadPool().stop)

    heard = [n for n in (signal.SIGINT, signal.SIGTERM) if signal.getsignal(n) != signal.SIG_IGN]
    former = {number: signal.signal(number, stop) for number in heard}
    try:
        yield caught
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
    if signal.SIGINT in caught:
        raise KeyboardInterrupt
    if caught:
        raise SystemExit(_TERMINATED)


def _settings(asker: Asker) -> dict[str, Any]:
    return {
        "ALLOW_PRIVATE": asker.allow_private,
        "CONCURRENT_REQUESTS": 16,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "COOKIES_ENABLED": False,  # Scrapy would ask the network for a list of public suffixes
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"
        },
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            f"{_HERE}.polite.Robots": 100,
            "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
            f"{_HERE}.polite.Patience": 550,
            f"{_HERE}.private.PublicOnly": 800,
            f"{_HERE}.scrape.Wire": 990,
        },
        "DOWNLOAD_DELAY_JITTER": 0,  # a delay is the least there is between two requests
        "DOWNLOAD_HANDLERS": {
            **dict.fromkeys(("data", "file", "ftp", "s3")),
            **dict.fromkeys(("http", "https"), f"{_HERE}.polite.Handler"),
        },
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "HTTPERROR_ALLOW_ALL": True,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "METAREFRESH_MAXDELAY": 3,
        "REDIRECT_MAX_TIMES": 10,
        "REMOTE_CONTROL_ENABLED": False,
        "RETRY_GIVE_UP_LOG_LEVEL": "DEBUG",
        "RETRY_HTTP_CODES": [408, 429, 500, 502, 503, 504],
        "ROBOTSTXT_OBEY": True,
        "ROBOTSTXT_USER_AGENT": polite.PRODUCT,
        "TELNETCONSOLE_ENABLED": False,
        "TWISTED_DNS_RESOLVER": f"{_HERE}.private.PublicResolver",
        # On asyncio's loop, Scrapy 2.19 counts a request only some time after it took it from its
        # host's queue, and takes the next one meanwhile.
        "TWISTED_REACTOR": None,
        "USER_AGENT": asker.user_agent,
    }


class _Spider(scrapy.Spider):
    """Turns questions into requests, and what becomes of them into answers."""

    name = polite.PRODUCT
    questions: Iterable[Question]
    take: Take
    record: Record | None
    traffic: Traffic
    faults: list[BaseException]

    async def start(self) -> AsyncIterator[Request]:
        for question in self.questions:
            yield self._request(question)

    def _request(self, question: Question) -> Request:
        manners = question.manners
        return Request(
            question.url,
            headers=dict(question.headers),
            callback=self.answered,
            errback=self.failed,
            dont_filter=True,
            meta={
                "question": question,
                "delay": manners.delay,
                "download_timeout": manners.timeout,
                "download_maxsize": manners.most_bytes,
                "max_retry_times": manners.retries,
            },
        )

    def answered(self, response: Response) -> Iterator[Request]:
        meta = response.meta
        question: Question = meta["question"]
        reasons = meta.get("redirect_reasons", [])
        yield from self._next(
            question,
            Answer(
                asked=question.url,
                url=response.url,
                time=clock.now(),
                status=response.status,
                headers={
                    name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
                    for name, values in response.headers.items()
                },
                body=response.body,
                redirects=tuple(meta.get("redirect_urls", ())),
                permanent=bool(reasons) and all(r in _MOVED_FOR_GOOD for r in reasons),
            ),
        )

    def failed(self, failure: Any) -> Iterator[Request]:
        request: Request = failure.request
        question: Question = request.meta["question"]
        fault: BaseException = failure.value
        yield from self._next(
            question,
            Answer(
                asked=question.url,
                url=request.url,
                time=clock.now(),
                redirects=tuple(request.meta.get("redirect_urls", ())),
                error=_in_words(fault),
                barred=_barred(fault),
            ),
        )

    def _next(self, question: Question, answer: Answer) -> Iterator[Request]:
        if self.faults:
            return
        try:
            questions = list(self.take(question, answer))
        except BaseException as fault:  # noqa: BLE001 - raised again by `ask`, outside the reactor
            self.faults.append(fault)
            if self.crawler.engine:
                self.crawler.engine.close_spider(self, "fault")
            return
        for following in questions:
            yield self._request(following)


class Wire:
    """Stands next to the network: counts what passes, and shows it to the archive as it was."""

    def __init__(self, crawler: Crawler) -> None:
        """The middleware of a crawl."""
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Wire:
        """The middleware of a crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Count a response, and hand it on untouched."""
        spider: Any = self.crawler.spider
        spider.traffic.requests += 1
        spider.traffic.received += len(response.body)
        if spider.record:
            spider.record(_exchange(request, response))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a request that got no response."""
        spider: Any = self.crawler.spider
        if not isinstance(exception, IgnoreRequest):
            spider.traffic.requests += 1
            _LOG.debug("%s: %s", request.url, _in_words(exception))


def _exchange(request: Request, response: Response) -> Exchange:
    return Exchange(
        url=request.url,
        time=clock.now(),
        method=request.method,
        asked=_pairs(request.headers),
        status=response.status,
        reason=http.client.responses.get(response.status, ""),
        headers=_pairs(response.headers),
        body=response.body,
        address=str(response.ip_address or ""),
    )


def _pairs(headers: Any) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    )


def _in_words(fault: BaseException) -> str:
    """A fault of the network in a line."""
    said = " ".join(str(fault).split())
    name = type(fault).__name__
    return said if isinstance(fault, IgnoreRequest) else f"{name}: {said}" if said else name


def _barred(fault: BaseException) -> str:
    """What kept us from asking: a rule of the host's or of ours, '' where it was the network."""
    said = str(fault)
    if said == polite.FORBIDDEN:
        return "robots"
    return "private-address" if private.REFUSED in said else ""
