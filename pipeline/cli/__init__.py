r"""The command `rectoverso`: verb first, data on stdout, talk on stderr, exit codes for schedulers.

\b
0 done · 1 findings at or above --fail-on, or differences · 2 usage or configuration ·
3 a source could not be reached · 4 refused by a guard · 5 some pages failed ·
75 locked by another run · 99 unchanged (with --skip-code) · 130 interrupted
"""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

import click

from pipeline import __version__
from pipeline.cli import checked, compared, explained, exported, followed, published, reporting
from pipeline.cli.options import complain
from pipeline.engine.collector import collect_seldom
from pipeline.errors import PipelineError

INTERRUPTED, TERMINATED = 130, 143


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="rectoverso")
def cli() -> None:
    """From the pages of bilingual institutions to checked, traceable facts."""


for verb in (
    *(followed.fetch, followed.refresh, followed.init),
    *(published.extract, checked.check, published.show, published.schemas),
    *(published.annotate, published.compare),
    explained.explain,
    *(exported.export, exported.import_spans, exported.contacts),
    *(compared.diff, compared.replay, compared.changelog, compared.textconv),
    reporting.report,
):
    cli.add_command(verb)


def _terminate(*_: object) -> NoReturn:
    raise SystemExit(TERMINATED)


def main() -> NoReturn:
    """Run the command; whatever goes wrong is one line on stderr and an exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    collect_seldom()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else it looks through all wheels
    try:
        sys.exit(cli.main(standalone_mode=False))
    except PipelineError as error:
        complain(str(error))
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        complain("interrupted; what is published stands as it was")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
