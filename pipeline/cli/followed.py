"""The verbs that ask the web: fetch, refresh, init."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__, messages
from pipeline.cli.engines import engine_options, workforce
from pipeline.cli.options import (
    complain,
    existing,
    exit_on,
    fail_option,
    lang_option,
    log_options,
    quiet_option,
    reviews_option,
    root_option,
    say,
    start_log,
    together,
)
from pipeline.errors import FetchError, PageError, PipelineError

if TYPE_CHECKING:
    from pipeline.fetch.question import Asker
    from pipeline.operate.metrics import Figures
    from pipeline.verbs.fetching import Fetched
    from pipeline.verbs.refreshing import Refreshed

UNCHANGED = 99
_CONTACT = re.compile(r"https?://\S+|(?:mailto:)?[^@\s]+@[^@\s]+\.[^@\s]+")


def _contact(_: click.Context, __: click.Parameter, said: str) -> str:
    if not _CONTACT.fullmatch(said):
        raise click.BadParameter("give an address of the web or a mailbox")
    return said


_web_options = together(
    click.option(
        "--allow-private",
        is_flag=True,
        help="Let addresses be asked that are no public ones (loopback, intranets).",
    ),
    click.option(
        "--contact",
        required=True,
        envvar="RECTOVERSO_CONTACT",
        show_envvar=True,
        callback=_contact,
        help="Page or mailbox where a server's owner finds you; part of the User-Agent.",
    ),
)


def _asker(contact: str, archive: Path | None, *, allow_private: bool) -> Asker:
    from pipeline.fetch.question import Asker

    return Asker(contact, __version__, allow_private=allow_private, archive=archive)


_warc_option = click.option(
    "--warc",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write all that is exchanged into this WARC file (.warc or .warc.gz).",
)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@root_option
@_web_options
@_warc_option
@lang_option
@log_options
@quiet_option
def fetch(
    sources: tuple[str, ...],
    root: Path,
    contact: str,
    warc: Path | None,
    log_format: str,
    *,
    allow_private: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Ask for the pages of the sources, and keep in raw/ what answers well."""
    from pipeline.operate.lock import lock
    from pipeline.sources import load
    from pipeline.store import runs
    from pipeline.verbs import fetching

    start_log(log_format, quiet=quiet, verbose=verbose)
    catalogue = load(existing(root))
    with lock(root, "fetch"):
        asker = _asker(contact, warc, allow_private=allow_private)
        fetched = fetching.fetch(root, catalogue, sources, asker)
        runs.finish(root, fetched.run)
    say(fetched.in_a_line())
    _exit_for(fetched)


def _exit_for(fetched: Fetched) -> None:
    if fetched.unreachable:
        raise SystemExit(FetchError.exit_code)
    if fetched.failed or fetched.lost_lists:
        raise SystemExit(PageError.exit_code)


_file = click.Path(path_type=Path, dir_okay=False)
_refresh_options = together(
    click.option("--notify", metavar="URL", help="POST a change of state as JSON to it."),
    click.option("--metrics", type=_file, help="Write the run's figures as OpenMetrics text."),
    click.option("--heartbeat", type=_file, help="Write a sign of life at the end of each run."),
    click.option("--skip-code", is_flag=True, help="Exit 99 where nothing changed."),
    click.option("--because", default="", help="Why --accept is right; part of the changelog."),
    click.option(
        "--accept",
        multiple=True,
        metavar="GUARD:PAGE",
        help="Let a page pass a guard, for the bytes that are kept of it now.",
    ),
    click.option(
        "--keep",
        type=click.IntRange(min=0),
        default=0,
        show_default=True,
        help="How many former releases stay in .releases/.",
    ),
)


@click.command()
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@root_option
@_web_options
@_refresh_options
@_warc_option
@engine_options
@reviews_option
@fail_option
@lang_option
@log_options
@quiet_option
def refresh(
    sources: tuple[str, ...],
    root: Path,
    contact: str,
    keep: int,
    accept: tuple[str, ...],
    because: str,
    heartbeat: Path | None,
    metrics: Path | None,
    notify: str | None,
    warc: Path | None,
    workers: int,
    dask: str | None,
    reviews: Path | None,
    fail_on: str,
    log_format: str,
    *,
    profile: bool,
    allow_private: bool,
    skip_code: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Fetch, read, guard, compare and publish, or leave processed/ as it was."""
    from pipeline.operate import heartbeat as life
    from pipeline.operate import metrics as figures
    from pipeline.operate.lock import lock
    from pipeline.sources import load
    from pipeline.store.reviews import find
    from pipeline.verbs import publishing, refreshing

    start_log(log_format, quiet=quiet, verbose=verbose)
    begun = time.monotonic()
    made: Refreshed | None = None
    code = PipelineError.exit_code
    with lock(existing(root), "refresh"):
        try:
            refreshing.accept(root, accept, because)
            decisions = find(root, reviews)
            with workforce(workers, dask, profile=profile, quiet=quiet) as force:
                made = refreshing.refresh(
                    root,
                    load(root),
                    sources,
                    _asker(contact, warc, allow_private=allow_private),
                    tell=lambda *said: _tell(notify, *said),
                    wishes=publishing.Wishes(
                        decisions, keep=keep, engine=force.engine, watch=force.watch
                    ),
                )
            code = made.code
            say(made.in_a_line(), exit=code)
            if made.refusal:
                complain(messages.tell("refused", why=made.refusal))
        except PipelineError as error:
            code = error.exit_code
            raise
        finally:
            if heartbeat:
                life.beat(heartbeat, verb="refresh", code=code)
            if metrics:
                figures.write(metrics, _figures(root, made, code, time.monotonic() - begun))
    if code:
        raise SystemExit(code)
    exit_on(fail_on, made.outcome.figures.findings if made and made.outcome else ())
    if skip_code and made and made.outcome and not made.outcome.changes:
        raise SystemExit(UNCHANGED)


def _tell(url: str | None, transitions: Any, summary: str) -> bool:
    """Say which pages changed their state; whether whoever wants to know it was told."""
    from pipeline.operate import notify

    for t in transitions:
        state = {"page": t.page, "before": t.before, "after": t.after}
        say(messages.tell("state-changed", **state, why=t.message), **state)
    failed = notify.notify(url, transitions, summary) if url else ""
    if failed:
        complain(failed)
    return not failed


def _figures(root: Path, made: Refreshed | None, code: int, seconds: float) -> Figures:
    from pipeline import clock
    from pipeline.operate.metrics import Figures
    from pipeline.review.diff.summary import facts_of

    outcome = made.outcome if made else None
    states = Counter(outcome.figures.states if outcome else {})
    return Figures(
        verb="refresh",
        code=code,
        seconds=seconds,
        ended=clock.now(),
        pages=states,
        facts=outcome.figures.facts if outcome else Counter(),
        findings=outcome.figures.findings if outcome else Counter(),
        requests=made.fetched.traffic.requests if made else 0,
        received=made.fetched.traffic.received if made else 0,
        changed=len(facts_of(outcome.changes)) if outcome else 0,
        held=states["held"],
        succeeded=clock.now() if outcome else "",
        root=str(root.resolve()),
    )


@click.command()
@click.argument("url", metavar="URL")
@root_option
@click.option("--name", default="", help="The source's name (default: made of the host).")
@click.option("--write", is_flag=True, help="Write it into sources/ instead of stdout.")
@_web_options
@log_options
@quiet_option
def init(
    url: str,
    root: Path,
    name: str,
    contact: str,
    log_format: str,
    *,
    write: bool,
    allow_private: bool,
    verbose: bool,
    quiet: bool,
) -> None:
    """Look at one page, and propose a source's TOML with what it holds."""
    from pipeline.sources import load
    from pipeline.verbs import proposing

    start_log(log_format, quiet=quiet, verbose=verbose)
    asker = _asker(contact, None, allow_private=allow_private)
    proposed = proposing.propose(url, load(existing(root)), asker, name=name)
    if write:
        click.echo(str(proposing.write(root, proposed)), err=True)
    else:
        click.echo(proposed, nl=False)
