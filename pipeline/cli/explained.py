"""The verb that explains: a fact, a rule, a finding."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import existing, lang_option, root_option
from pipeline.messages import tell

if TYPE_CHECKING:
    from pipeline.review.explain.screens import Explained

#: As wide as a screen is where nobody says: in a pipe, in a file.
_COLUMNS = 100


@click.command()
@click.argument("entity", required=False, metavar="[ENTITY-ID]")
@root_option
@click.option("--rule", metavar="NAME", help="Explain a rule instead: what it looks for, and why.")
@click.option("--finding", metavar="ID", help="Explain a finding instead.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@lang_option
def explain(
    entity: str | None, root: Path, rule: str | None, finding: str | None, *, as_json: bool
) -> None:
    """Explain why a fact is what it is: evidence, rule, place, twin, history, on one screen."""
    from pipeline.review.explain import screens

    if len([name for name in (entity, rule, finding) if name is not None]) != 1:
        raise click.UsageError(tell("no-id"))
    if entity and "#finding:" in entity:
        entity, finding = None, entity
    told = _explained(existing(root), entity, rule, finding)
    if as_json:
        click.echo(screens.as_json(told), nl=False)
        return
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    columns = shutil.get_terminal_size((_COLUMNS, 24)).columns
    click.echo(screens.as_screen(told, columns, colour=colour), nl=False, color=colour)


def _explained(root: Path, entity: str | None, rule: str | None, finding: str | None) -> Explained:
    """What is known of what was asked for."""
    from pipeline.review.explain.fact import explain_fact
    from pipeline.review.explain.finding import explain_finding
    from pipeline.review.explain.rule import explain_rule

    if rule is not None:
        return explain_rule(root, rule)
    return (
        explain_finding(root, finding) if finding is not None else explain_fact(root, entity or "")
    )
