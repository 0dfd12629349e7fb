"""What changed in the goldens of whole pages since the last commit: `python -m tests.goldens`.

Goldens hold the same text with other marks, so that what differs was done by the rules. Their line
diff shows a paragraph of thousands of characters for one fact; this shows the fact.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from pipeline.model import Artifact, Document, Mention, Page, Ref, Section, Span, fold_spaces, mask
from pipeline.notation import Annotated, Mark, load
from pipeline.records import PageRecord, Provenance, record
from pipeline.review.change import Change
from pipeline.review.diff import compare
from pipeline.review.diff.forms import text
from pipeline.review.diff.summary import in_a_line
from pipeline.review.diff.tiers import with_tiers
from pipeline.review.releases import Release, Unwritten
from tests.conftest import CHECKOUT

FOLDER = "tests/test_pages"
_NOWHERE = Provenance(
    url="", media_type="text/plain", charset="utf-8", sha256="", size=0, raw="", unknown=()
)


def changes(old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    """The changes between two states of the goldens, by their names."""
    found = compare(_release(old), _release(new))
    return with_tiers((replace(change, cause="rules") for change in found), {})


def _release(files: Mapping[str, str]) -> Release:
    pages = (_page(name.removesuffix(".ann"), content) for name, content in files.items())
    return Unwritten.of("goldens", {page.id: (page, text_) for page, text_ in pages})


def _page(name: str, content: str) -> tuple[PageRecord, str]:
    """A golden as the record of a page, so far as it tells one."""
    told = load(content)
    ref = Ref("goldens", name, told.meta.get("language", "und"))
    artifacts = [Artifact(m.start, m.end, m.value) for m in told.marks if m.kind == "artifact"]
    facts = [m for m in told.marks if m.kind not in ("artifact", "heading")]
    document = Document(
        page=Page(told.text, ref=ref),
        language=ref.lang,
        title=told.meta.get("title", ""),
        modified=None,
        alternates=dict.fromkeys(told.meta.get("alternates", "").split(), ""),
        artifacts=tuple(artifacts),
        sections=tuple(_sections(told, mask(told.text, artifacts))),
        mentions=tuple(_mention(mark, told.text) for mark in facts),
    )
    return record(document, str(ref), _NOWHERE, with_text=False), told.text


def _sections(told: Annotated, clean: str) -> list[Section]:
    heads = [m for m in told.marks if m.kind == "heading"]
    places = [0, *(head.start for head in heads), len(told.text)]
    starts: list[Mark | None] = [None, *heads]
    return [
        Section(
            start,
            end,
            title=fold_spaces(clean[head.start : head.end]) if head else "",
            level=int(head.value) if head else 0,
            language="und",
            heading=Span(head.start, head.end) if head else None,
            rule="",
        )
        for head, (start, end) in zip(starts, pairwise(places), strict=True)
        if start < end
    ]


def _mention(mark: Mark, text_: str) -> Mention:
    """A fact; of an address the notation tells no value but its characters."""
    value = mark.value or fold_spaces(text_[mark.start : mark.end])
    return Mention(mark.start, mark.end, mark.kind, value, rule="")  # type: ignore[arg-type]


def _committed() -> dict[str, str]:
    def git(*words: str) -> str:
        line = ["git", "-C", str(CHECKOUT), *words]
        return subprocess.run(line, check=True, capture_output=True).stdout.decode()

    names = git("ls-tree", "-r", "--name-only", "HEAD", "--", FOLDER).splitlines()
    return {name.rpartition("/")[2]: git("show", f"HEAD:{name}") for name in names}


def main() -> None:
    """Print what changed."""
    files = sorted((CHECKOUT / FOLDER).glob("*.ann"))
    now = {file.name: file.read_bytes().decode() for file in files}
    found = changes(_committed(), now)
    sys.stdout.writelines(f"{line.text}\n" for line in text.lines(found))
    sys.stderr.write(f"{in_a_line(found)}\n")


if __name__ == "__main__":
    main()
