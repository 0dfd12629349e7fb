"""The verbs that hold releases against each other: diff, replay, changelog, textconv."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import (
    existing,
    lang_option,
    quiet_option,
    root_option,
    together,
)
from pipeline.messages import tell
from pipeline.model import is_of

if TYPE_CHECKING:
    from pipeline.review.change import Change, Op, Tier
    from pipeline.review.releases import Step

_COLOURS: dict[Op, str] = {
    "added": "green",
    "removed": "red",
    "changed": "yellow",
    "moved": "cyan",
    "renamed": "cyan",
    "restated": "bright_black",
}

_form_options = together(
    click.option("--summary", "form", flag_value="summary", help="One line, for a commit's title."),
    click.option("--markdown", "form", flag_value="markdown", help="For a pull request."),
    click.option("--json", "form", flag_value="json", help="One change a line, as JSON."),
)
_choice_options = together(
    click.option("--exit-code", is_flag=True, help="Exit 1 where there is a change to be shown."),
    click.option(
        "--page",
        "pages",
        multiple=True,
        metavar="NAME",
        help="Only of this source, page (source/page), or version (source/page.language).",
    ),
    click.option(
        "--tier",
        type=click.Choice(["auto", "notify", "approve"]),
        default="notify",
        show_default=True,
        help="Only changes that ask for at least so much attention.",
    ),
)


_SIGNS = (
    "Signs: + added, − removed, ~ changed, = renamed, > in another section, "
    "· the same, found otherwise."
)


@click.command(epilog=_SIGNS)
@click.argument("releases", nargs=-1, metavar="OLD [NEW]")
@root_option
@click.option("--latest", is_flag=True, help="OLD is the release that the present one replaced.")
@_form_options
@_choice_options
@lang_option
@quiet_option
def diff(
    releases: tuple[str, ...],
    root: Path,
    form: str | None,
    tier: Tier,
    pages: tuple[str, ...],
    *,
    latest: bool,
    exit_code: bool,
    quiet: bool,
) -> None:
    """Show what changed between two releases: folders, kept numbers, or git revisions.

    NEW is processed/ where it is left out.
    """
    from pipeline.publish.release import FOLDER
    from pipeline.review import releases as opening
    from pipeline.review.diff.review import review
    from pipeline.sources import load

    names = [*([opening.LATEST] if latest else []), *releases]
    if not 1 <= len(names) <= 2:  # noqa: PLR2004 - old and new
        raise click.UsageError("name the old release and perhaps the new one (or use --latest)")
    existing(root)
    old, new = names if len(names) > 1 else (names[0], str(root / FOLDER))
    with opening.opened(root, old) as before, opening.opened(root, new) as after:
        changes = review(before, after, load(after.root or root))
    _show(changes, form, tier, pages, quiet=quiet, exit_code=exit_code)


@click.command(epilog=_SIGNS)
@click.argument("release", required=False, metavar="[RELEASE]")
@root_option
@_form_options
@_choice_options
@lang_option
@quiet_option
def replay(
    release: str | None,
    root: Path,
    form: str | None,
    tier: Tier,
    pages: tuple[str, ...],
    *,
    exit_code: bool,
    quiet: bool,
) -> None:
    """Show what the rules of today would change in a release, from the bytes that it was made from.

    RELEASE is a git revision, or a folder with raw/ and processed/; without it, those of the
    present. Nothing is written.
    """
    from pipeline.publish.release import FOLDER
    from pipeline.review import releases as opening
    from pipeline.review.diff import replay as replaying
    from pipeline.review.diff.review import review

    with opening.opened(existing(root), release or str(root / FOLDER)) as published:
        catalogue = replaying.rules_for(published, root)
        made = replaying.replay(published, catalogue)
        changes = review(published, made.release, catalogue)
    if made.unread:
        click.echo(tell("not-read-anew", pages=", ".join(made.unread)), err=True)
    _show(changes, form, tier, pages, quiet=quiet, exit_code=exit_code)


@click.command()
@click.argument("span", required=False, metavar="[OLD..NEW]")
@root_option
@click.option("--markdown", "marked", is_flag=True, help="For a file that is rendered.")
@lang_option
def changelog(span: str | None, root: Path, *, marked: bool) -> None:
    """Tell in sentences what readers of the pages are told otherwise, the newest release first.

    OLD..NEW are git revisions; without them, the releases that were kept and the present one.
    """
    from pipeline.review import releases as opening
    from pipeline.review.diff.changelog import sentences
    from pipeline.review.diff.review import review
    from pipeline.review.untrusted import code, visible
    from pipeline.sources import load

    existing(root)
    old, dots, new = (span or "").partition("..")
    if span and not (old and dots):
        raise click.UsageError(f"'{span}': a range of revisions is meant: OLD..NEW")
    steps = opening.revised(root, old, new or "HEAD") if span else opening.kept(root)
    silent = True
    for step in reversed(steps):
        with opening.opened(root, step.old) as before, opening.opened(root, step.new) as after:
            changes = review(before, after, load(after.root or root))
            told = list(sentences(changes, before, after, code if marked else visible))
        if told:
            silent = False
            click.echo(f"## {visible(_heading(step))}\n")
            click.echo("\n".join(f"- {sentence}" for sentence in told) + "\n")
    if silent:
        click.echo(tell("no-fact-changed", more=""), err=True)


def _heading(step: Step) -> str:
    if step.day:
        return tell("log-revision", day=step.day, revision=step.new, subject=step.subject)
    return tell("log-release", number=step.new) if step.new.isdigit() else tell("log-present")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def textconv(file: Path) -> None:
    """Show a published file so that git can compare it: facts in the text, no offsets.

    Set once: git config diff.rectoverso.textconv "rectoverso textconv"
    """
    from pipeline.review.textconv import textconv as converted

    click.echo(converted(file.read_bytes(), file.name), nl=False)


def _show(
    changes: Sequence[Change],
    form: str | None,
    tier: Tier,
    pages: Sequence[str],
    *,
    quiet: bool,
    exit_code: bool,
) -> None:
    """Show the changes that are asked for, in the form that is asked for; exit 1 if that is."""
    from pipeline.review.diff.summary import in_a_line
    from pipeline.review.diff.tiers import at_least

    wanted = [
        change for change in changes if not pages or any(is_of(change.page, n) for n in pages)
    ]
    shown = at_least(wanted, tier)
    if not quiet:
        _print(shown, form)
    if not quiet and form is None:
        click.echo(in_a_line(shown), err=True)
        if len(wanted) > len(shown):
            left = tell("changes-left-out", number=len(wanted) - len(shown))
            click.echo(left, err=True)
    if exit_code and shown:
        raise SystemExit(1)


def _print(changes: Sequence[Change], form: str | None) -> None:
    from pipeline.review.diff.forms import lines, markdown, text
    from pipeline.review.diff.summary import in_a_line

    if form == "summary":
        click.echo(in_a_line(changes))
    elif form == "markdown":
        click.echo(markdown.markdown(changes), nl=False)
    elif form == "json":
        for row in lines.lines(changes):
            click.echo(row)
    else:
        colour = False if os.environ.get("NO_COLOR") else None
        for line in text.lines(changes):
            click.echo(_styled(line.text, line.change), color=colour)


def _styled(line: str, change: Change | None) -> str:
    if change is None:
        return click.style(line, bold=True)
    return click.style(line, fg=_COLOURS[change.op], bold=change.tier == "approve")
