"""The parts of an address, which may be none: pages write what they like into their links."""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urlsplit


def parts_of(url: str) -> SplitResult | None:
    """The parts of an address, None where it is none (`http://[quay`)."""
    try:
        return urlsplit(url.strip())
    except ValueError:
        return None


def path_names(parts: SplitResult) -> list[str]:
    """The names in the path, in their order, as they read."""
    return [unquote(name) for name in parts.path.split("/") if name]


def web_host(url: str) -> str:
    """The host of an address of the web, '' where it is none."""
    parts = parts_of(url)
    if parts is None or parts.scheme not in ("http", "https"):
        return ""
    return parts.hostname or ""
