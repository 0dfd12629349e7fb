"""Files of `raw/`: tables read through a model, all written in one step."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

import tomli_w
from pydantic import BaseModel, ValidationError

from pipeline import disk
from pipeline.errors import PageError

Model = TypeVar("Model", bound=BaseModel)


def read(file: Path, model: type[Model]) -> Model | None:
    """The table of a file, None where there is no such file.

    Raises:
        PageError: it is no TOML, or not this table; the file's name and every fault.
    """
    try:
        return model.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PageError(f"{file.name}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PageError(f"{file.name}: {error}") from error
    except ValidationError as error:
        faults = ", ".join(f"{'.'.join(map(str, f['loc']))}: {f['msg']}" for f in error.errors())
        raise PageError(f"{file.name}: {faults}") from error


def dump(table: BaseModel) -> bytes:
    """The bytes of a table; what is empty or stands at its default is left out."""
    said: dict[str, Any] = table.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    return tomli_w.dumps(said).encode()


def write(file: Path, data: bytes) -> None:
    """Make a file hold these bytes, in one step: it is the old or the new, never half.

    Raises:
        OSError: the disk is full, the folder read-only, ...; the file stands as it was.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    disk.replace(file, data, file.with_name(f".{file.name}.aside"))
