"""What all that is published has in common: fields described in English and French."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


def said(en: str, fr: str, **more: Any) -> Any:
    """A field described in both languages; the French one under `x-description-fr`."""
    return Field(description=en, json_schema_extra={"x-description-fr": fr}, **more)


class Described(BaseModel):
    """Part of what is published: no key that the schema does not name."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, json_schema_serialization_defaults_required=True
    )


def start_field() -> Any:
    """The field of a span's start."""
    return said(
        "First character, in code points of the text.",
        "Premier caractère, en points de code du texte.",
        ge=0,
    )


def end_field() -> Any:
    """The field of a span's end."""
    return said("One past the last character.", "Un après le dernier caractère.", ge=0)
