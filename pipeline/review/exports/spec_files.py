"""New lines of specs, written below the context that they need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import StoreError


@dataclass(frozen=True, slots=True)
class SpecLine:
    """A new line, the file that it belongs into, and the `@` line that it needs above it."""

    file: str
    context: str
    line: str


def append(folder: Path, lines: Iterable[SpecLine]) -> int:
    """Write lines behind those of a folder of specs, each once below its context; how many.

    Raises:
        StoreError: a file cannot be read or written.
    """
    written = 0
    for file, new in _by_file(lines).items():
        path = folder / file
        try:
            there = path.read_text(encoding="utf-8") if path.exists() else ""
            known = set(_known(there))
            fresh = [x for x in new if (x.context, x.line) not in known]
            if fresh:
                folder.mkdir(parents=True, exist_ok=True)
                gap = "" if not there else "\n" if there.endswith("\n") else "\n\n"
                path.write_text(f"{there}{gap}{_below_contexts(fresh)}", encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{path}: cannot be extended: {error}") from error
        written += len(fresh)
    return written


def _by_file(lines: Iterable[SpecLine]) -> dict[str, list[SpecLine]]:
    files: dict[str, list[SpecLine]] = {}
    for line in dict.fromkeys(lines):
        files.setdefault(line.file, []).append(line)
    return files


def _known(content: str) -> Iterator[tuple[str, str]]:
    """The lines of a file of specs, each with its context."""
    context = "@"
    for line in content.splitlines():
        if line.startswith("@"):
            context = line.rstrip()
        elif line.strip() and not line.startswith("#"):
            yield context, line


def written(lines: Iterable[SpecLine]) -> str:
    """All lines, those of each file below its name."""
    parts = (f"# {file}\n{_below_contexts(new)}" for file, new in _by_file(lines).items())
    return "\n".join(parts)


def _below_contexts(lines: Iterable[SpecLine]) -> str:
    out: list[str] = []
    context = None
    for line in lines:
        if line.context != context:
            context = line.context
            out.append(context)
        out.append(line.line)
    return "".join(f"{line}\n" for line in out)
