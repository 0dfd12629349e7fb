"""What the start tags of a page say: read once for all that are alike."""

from __future__ import annotations

import re

#: As the serialiser writes it; a name holds any sign but these, `=` as its first alone.
_ATTRIBUTE = re.compile(r' (=?[^ =]*)="([^"]*)"')
#: What the serialiser escapes in texts, and in attributes; `&amp;` last, as what it gives is none.
_IN_TEXTS = (("&lt;", "<"), ("&gt;", ">"), ("&#13;", "\r"), ("&amp;", "&"))
_IN_ATTRIBUTES = (("&quot;", '"'), ("&#9;", "\t"), ("&#10;", "\n"), *_IN_TEXTS)


def unescape(text: str) -> str:
    """The characters that the serialiser escaped in a text."""
    for escaped, char in _IN_TEXTS:
        text = text.replace(escaped, char)
    return text


def _unescape_value(value: str) -> str:
    if "&" in value:
        for escaped, char in _IN_ATTRIBUTES:
            value = value.replace(escaped, char)
    return value


class Tag:
    """A start tag: its name ('' for an end tag), what it says, and what chrome says of it.

    `source` is what stands between its angle brackets; tags that read alike are one and the same.
    What chrome says is there once it was asked whether the tag is `unseen`: whether it is `main`
    content, a `note` to it, or `heard` alone; `frame` once that was asked.
    """

    heard: bool
    main: bool
    note: bool

    __slots__ = ("_attrs", "alone", "frame", "heard", "main", "name", "note", "source", "unseen")

    def __init__(self, source: str) -> None:
        """A tag of which nothing but the name is known yet."""
        self.source = source
        self.alone = source[-1] == "/"
        named = source.find(" ")
        if named < 0:  # an end tag, or a tag without attributes
            self.name = source.rstrip("/") if source[0] != "/" else ""
        else:
            self.name = source[:named]
        self.unseen: bool | None = None
        self.frame: int | None = None
        self._attrs: dict[str, str] | None = None

    @property
    def attrs(self) -> dict[str, str]:
        """The attributes, in their order; read when they are first asked."""
        if self._attrs is None:
            attrs = dict(_ATTRIBUTE.findall(self.source)) if '"' in self.source else {}
            if "&" in self.source:
                attrs = {name: _unescape_value(value) for name, value in attrs.items()}
            self._attrs = attrs
        return self._attrs

    def get(self, attribute: str) -> str:
        """What an attribute says, '' where it says nothing or is not there."""
        return self.attrs.get(attribute, "")

    def leads(self) -> bool:
        """Whether it says where a link leads: in most links that is the first that they say."""
        if self.source.startswith('a href="'):
            return not self.source.startswith('a href=""')
        return "href=" in self.source and bool(self.get("href"))

    def names(self) -> list[str]:
        """The classes and the id, in lower case."""
        return f"{self.get('class')} {self.get('id')}".lower().split()
