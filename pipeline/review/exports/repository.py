"""Where a file stands in its repository: what a forge calls it in a pull request."""

from __future__ import annotations

from pathlib import Path


def path_in_repository(file: str) -> str:
    """The path from the top of the git work tree that holds a file, with `/` between folders.

    Outside of any: from the current folder where it is below that, otherwise as it is.
    """
    absolute = Path(file).absolute()
    tops = [folder for folder in absolute.parents if (folder / ".git").exists()]
    for top in (*tops[:1], Path.cwd()):
        if absolute.is_relative_to(top):
            return absolute.relative_to(top).as_posix()
    return Path(file).as_posix()
