"""What `init` does: ask for one page, and propose the TOML of its source."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pipeline import clock
from pipeline.errors import FetchError, SourceError, StoreError
from pipeline.fetch.answer import Answer
from pipeline.fetch.question import Asker, Question
from pipeline.sources import Catalogue, Manners, is_url

_OK = 200


def propose(url: str, catalogue: Catalogue, asker: Asker, *, name: str) -> str:
    """The TOML of a source that holds the page, commented.

    Raises:
        FetchError: the page did not answer well.
        SourceError: it is no address.
    """
    if not is_url(url):
        raise SourceError(f"'{url}': no address of the web (http://… or https://…)")
    from pipeline.fetch import propose as proposal  # noqa: PLC0415 - as in fetching.py
    from pipeline.fetch import scrape  # noqa: PLC0415

    answers: list[Answer] = []

    def take(_: Question, answer: Answer) -> list[Question]:
        answers.append(answer)
        return []

    scrape.ask([Question(url, Manners())], take, asker, None)
    answer = answers[0]
    if answer.status != _OK:
        raise FetchError(f"{url}: {answer.error or f'HTTP {answer.status}'}")
    return proposal.propose(answer, catalogue, name=name, today=clock.now()[:10])


def write(root: Path, proposed: str) -> Path:
    """Keep a proposal beside the data, under its own name.

    Raises:
        StoreError: there is a source of that name already, or it cannot be written.
    """
    file = root / "sources" / f"{tomllib.loads(proposed)['name']}.toml"
    try:
        file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8") as out:
            out.write(proposed)
    except OSError as error:
        raise StoreError(f"{file}: cannot be written: {error.strerror}") from error
    return file
