"""What to ask, and what to do with each answer: keep it, remember it, ask for what it names.

The desk knows the sources and the store, and nothing of the network. Whatever it
has dealt with is on the disk before it asks on: a run that is killed loses one answer at most.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.errors import PageError
from pipeline.fetch import lists, outcome, twins
from pipeline.fetch.answer import Answer
from pipeline.fetch.judge import Verdict, judge
from pipeline.fetch.outcome import Seen
from pipeline.fetch.question import Question
from pipeline.ingest import addresses
from pipeline.messages import retell, tell
from pipeline.model import Ref
from pipeline.sources import Crawl, Source
from pipeline.store import crawled, snapshots, visits
from pipeline.store.crawled import Crawled
from pipeline.store.runs import Run
from pipeline.store.snapshots import Fetch, MediaType
from pipeline.store.visits import Remark, Visit

_LOG = logging.getLogger(__name__)
_NOT_MODIFIED = 304
_HEADERS = ("content-type", "content-language", "etag", "last-modified", "link")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page in one language; `found_on` is the page whose switch told its address."""

    source: Source
    ref: Ref
    found_on: Ref | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of pages that is followed, so many lists away from its first."""

    source: Source
    crawl: Crawl
    depth: int


@dataclass(slots=True)
class Desk:
    """The state of one run: what it looked at (`seen`), and what no list could tell it (`lost`).

    `resumed` counts the pages that a killed run had asked for.

    `rules` is the hash of the rules that would read the pages: an answer 'not modified' is only
    good news about a page that these rules have read and published.
    """

    root: Path
    sources: Sequence[Source]
    rules: str
    fetcher: str
    run: Run
    seen: dict[Ref, Visit] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    asked: set[Ref] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    resumed: int = 0

    def questions(self) -> Iterator[Question]:
        """What to begin with: every page with a known address, every list."""
        for source in self.sources:
            for page in source.pages:
                for language, url in page.urls.items():
                    if url:
                        yield from self._ask(
                            Wanted(source, Ref(source.name, page.id, language)), url
                        )
            for crawl in source.crawl:
                yield Question(crawl.start, source.fetch, Listing(source, crawl, 1))

    def take(self, question: Question, answer: Answer) -> list[Question]:
        """Deal with an answer; what it makes us ask next."""
        if isinstance(question.about, Listing):
            return list(self._list(question.about, answer))
        return list(self._page(question.about, answer))

    def _ask(self, wanted: Wanted, url: str) -> Iterator[Question]:
        """The question for a page, once; where it was dealt with already, what comes after it."""
        if wanted.ref in self.asked:
            return
        self.asked.add(wanted.ref)
        before = self._visit(wanted.ref)
        if before and self.run.made(before):
            self.seen[wanted.ref] = before
            self.resumed += 1
            yield from self._others(wanted, before)
        else:
            yield Question(url, wanted.source.fetch, wanted, self._validators(wanted, before, url))

    def _visit(self, ref: Ref) -> Visit | None:
        try:
            return visits.read(self.root, ref)
        except PageError as error:
            _LOG.warning("%s: %s: as if it had never been visited", ref, error)
            return None

    def _validators(self, wanted: Wanted, before: Visit | None, url: str) -> dict[str, str]:
        """Headers that let the server answer 'not modified', where that would be good news."""
        published = before.published if before else None
        if not before or not published or before.url != url or published.rules != self.rules:
            return {}
        kept = self._kept(wanted.ref)
        if kept is None or kept.sha256 != published.sha256:
            return {}
        said = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
        return {name: value for name, value in said.items() if value}

    def _kept(self, ref: Ref) -> Fetch | None:
        """The provenance of what is kept of a page, where bytes and provenance are whole."""
        snapshot = snapshots.find(self.root, ref)
        if snapshot is None:
            return None
        try:
            return snapshots.read_snapshot(snapshot)[1]
        except PageError:
            return None

    def _page(self, wanted: Wanted, answer: Answer) -> Iterator[Question]:
        kept, before = self._kept(wanted.ref), self._visit(wanted.ref)
        seen, verdict = look(wanted, answer, kept=kept is not None)
        remark = self._broken_switch(wanted, answer, verdict, before)
        if remark and wanted.found_on:
            self._add_remark(wanted.found_on, remark)
            if before is None:  # there never was such a page
                return
            if verdict.page:
                seen, verdict = Seen("refused", remark), Verdict(None)
        if verdict.media_type and not (kept and kept.sha256 == snapshots.digest(answer.body)):
            self._keep(wanted.ref, answer, verdict.media_type)
        whose = {"run": self.run.number, "found_on": str(wanted.found_on or "")}
        visit = outcome.after(before, answer, seen).model_copy(update=whose)
        self._remember(wanted.ref, visit)
        yield from self._others(wanted, visit)

    def _others(self, wanted: Wanted, visit: Visit) -> Iterator[Question]:
        """The page's other languages that its source wants and does not tell an address of."""
        if wanted.found_on:
            return
        source = wanted.source
        page = next((p for p in source.pages if p.id == wanted.ref.page), None)
        declared = {k: v for k, v in page.urls.items() if v} if page else {}
        declared.setdefault(wanted.ref.lang, visit.url)
        for language, url in twins.wanted(source.languages, declared, visit.alternates).items():
            if language not in declared:
                ref = replace(wanted.ref, lang=language)
                yield from self._ask(Wanted(source, ref, wanted.ref), url)

    def _broken_switch(
        self, wanted: Wanted, answer: Answer, verdict: Verdict, before: Visit | None
    ) -> Remark | None:
        """Why the address that a switch told is not the page's other language.

        Where it once was, no answer at all says nothing of the switch.
        """
        first = self.seen.get(wanted.found_on) if wanted.found_on else None
        if not wanted.found_on or first is None or answer.status == _NOT_MODIFIED:
            return None
        if before and not answer.status:
            return None
        names = (*first.known_as, first.url)
        side = Answer(asked=first.url, url=names[0], time="", redirects=names)
        return twins.confirm(
            twins.Side(wanted.found_on.lang, side, Verdict(None)),
            twins.Side(wanted.ref.lang, answer, verdict),
        )

    def _add_remark(self, ref: Ref, remark: Remark) -> None:
        visit = self.seen[ref]
        if remark not in visit.remarks:
            self._remember(ref, visit.model_copy(update={"remarks": (*visit.remarks, remark)}))

    def _keep(self, ref: Ref, answer: Answer, media_type: MediaType) -> None:
        fetch = Fetch(
            url=answer.asked,
            final_url=answer.url if answer.url != answer.asked else "",
            redirects=answer.redirects,
            status=answer.status,
            fetched=answer.time,
            fetcher=self.fetcher,
            media_type=media_type,
            charset=answer.charset,
            sha256=snapshots.digest(answer.body),
            size=len(answer.body),
            headers={name: answer.headers[name] for name in _HEADERS if name in answer.headers},
        )
        snapshots.keep(self.root, ref, answer.body, fetch)

    def _remember(self, ref: Ref, visit: Visit) -> None:
        visits.write(self.root, ref, visit)
        self.seen[ref] = visit
        _LOG.info(
            "%s: %s",
            ref,
            tell("visited", outcome=visit.outcome, why=retell(visit.why) if visit.why else ""),
            extra={"page": str(ref), "url": visit.url, "status": visit.status},
        )

    def compare_switches(self) -> None:
        """Once all is asked: remark where a source declares another address than the page tells."""
        for source in self.sources:
            for page in source.pages:
                for language in page.urls:
                    ref = Ref(source.name, page.id, language)
                    if ref in self.seen:
                        self._compare_switch(ref, page.urls)

    def _compare_switch(self, ref: Ref, urls: Mapping[str, str]) -> None:
        for language, url in self.seen[ref].alternates.items():
            other = self.seen.get(replace(ref, lang=language))
            if not urls.get(language) or other is None:
                continue
            known = (urls[language], other.url, *other.known_as)
            if not any(addresses.same(url, name) for name in known):
                remark = twins.differs(language, urls[language], url)
                if remark:
                    self._add_remark(ref, remark)

    def _list(self, listing: Listing, answer: Answer) -> Iterator[Question]:
        source, crawl = listing.source, listing.crawl
        try:
            named = lists.read(answer, crawl)
        except PageError as error:
            self.lost[crawl.start] = str(error)
            unread = tell("list-unread", url=answer.asked, why=str(error))
            _LOG.warning("%s: %s", source.name, unread)
            return
        yield from self._new_pages(source, crawl, named.pages)
        if listing.depth < crawl.depth:
            for url in named.lists:
                if url not in self.listed:
                    self.listed.add(url)
                    yield Question(url, source.fetch, replace(listing, depth=listing.depth + 1))

    def _new_pages(self, source: Source, crawl: Crawl, urls: Sequence[str]) -> Iterator[Question]:
        """The pages that a list names and that nobody has named before, as many as may be."""
        found = list(crawled.read(self.root, source.name))
        known = {addresses.key(p.url) for p in found}
        known |= {addresses.key(u) for p in source.pages for u in p.urls.values() if u}
        ids = {p.id for p in source.pages} | {p.id for p in found}
        fresh = []
        for url in urls:
            if sum(p.language == crawl.language for p in found) >= crawl.pages:
                break
            if addresses.key(url) in known:
                continue
            page = Crawled(id=_unused(url, ids), language=crawl.language, url=url)
            ids.add(page.id)
            known.add(addresses.key(url))
            found.append(page)
            fresh.append(page)
        if fresh:
            crawled.write(self.root, source.name, tuple(found))
        for page in fresh:
            ref = Ref(source.name, page.id, page.language)
            yield from self._ask(Wanted(source, ref), page.url)


def look(wanted: Wanted, answer: Answer, *, kept: bool) -> tuple[Seen, Verdict]:
    """What an answer is; its verdict holds the page, where it is one."""
    seen = outcome.without_page(answer, kept=kept)
    if seen and answer.status not in outcome.WALLS:
        return seen, Verdict(None)
    verdict = judge(
        answer,
        lang=wanted.ref.lang,
        languages=wanted.source.languages,
        country=wanted.source.country,
    )
    if seen:  # a server's fault that may be a wall
        wall = verdict.remark and verdict.remark.code in outcome.WALL_CODES
        return (_refused(verdict) if wall else seen), Verdict(None)
    if verdict.page is None:
        return _refused(verdict), verdict
    names = (answer.url, verdict.page.meta.get("canonical", ""))
    known_as = tuple(dict.fromkeys(n for n in names if n and n != answer.asked))
    return Seen("new", alternates=verdict.alternates, known_as=known_as), verdict


def _refused(verdict: Verdict) -> Seen:
    remark = verdict.remark
    return Seen("refused", remark, (remark,)) if remark else Seen("refused")


def _unused(url: str, ids: set[str]) -> str:
    """The shortest name of a page that no other has; who had one before keeps it."""
    *shorter, longest = addresses.page_names(url)
    return next((name for name in shorter if name not in ids), longest)
