"""The options that several verbs share, and what they mean."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline import messages
from pipeline.errors import StoreError

SEVERITIES = ("note", "warning", "error")

Verb = TypeVar("Verb", bound=Callable[..., Any])

root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder that holds raw/, processed/, schemas/ (default: the current one).",
)
lang_option = click.option(
    "--lang",
    type=click.Choice(messages.LANGUAGES),
    default=messages.PUBLISHED,
    envvar="RECTOVERSO_LANG",
    show_envvar=True,
    show_default=True,
    expose_value=False,
    callback=lambda _, __, language: messages.speak(language),
    help="The language in which findings and what became of pages are told.",
)
quiet_option = click.option("--quiet", "-q", is_flag=True, help="Say nothing but errors.")
reviews_option = click.option(
    "--reviews",
    type=click.Path(path_type=Path, dir_okay=False),
    help="What reviewers decided (default: reviews.jsonl in the root, where it is there).",
)
fail_option = click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="never",
    show_default=True,
    help="Exit 1 where a finding is at least this bad.",
)


def together(*options: Callable[[Verb], Verb]) -> Callable[[Verb], Verb]:
    """Several options as one; the last of them is the first of the help."""

    def decorate(verb: Verb) -> Verb:
        for option in options:
            verb = option(verb)
        return verb

    return decorate


log_options = together(
    click.option("--verbose", "-v", is_flag=True, help="Say more, with times."),
    click.option(
        "--log-format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="Short lines for people, or one JSON object a line.",
    ),
)


def start_log(form: str, *, quiet: bool, verbose: bool) -> None:
    """Let what is logged go to stderr."""
    from pipeline.operate import logs

    logs.configure("json" if form == "json" else "text", quiet=quiet, verbose=verbose)


def say(message: str, **extras: object) -> None:
    """A line of talk, in the form that the verb's log has."""
    logging.getLogger(__name__).info(message, extra=extras)


def complain(message: str) -> None:
    """Why a verb ends; a line on stderr also where no log was started."""
    if logging.getLogger().handlers:
        logging.getLogger(__name__).error(message)
    else:
        click.echo(f"rectoverso: {message}", err=True)


def existing(root: Path) -> Path:
    """A folder of data that is there.

    Raises:
        StoreError: it is not.
    """
    if not root.is_dir():
        raise StoreError(f"{root}: no such folder")
    return root


def exit_on(level: str, severities: Iterable[str]) -> None:
    """Exit 1 where a finding is as bad as `level`, or worse."""
    if level != "never" and any(SEVERITIES.index(s) >= SEVERITIES.index(level) for s in severities):
        raise SystemExit(1)
