"""Where the links of a page lead on the web."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from pipeline.urls import web_host

_PATH, _MORE = r"[\w~%+=,@!$&'()*/.-]", r"[\w~%+=,@!$&'()*/.:;?-]"
_QUERY = rf"(?:\?{_MORE}+)?(?:#{_MORE}+)?"
#: Addresses that resolving leaves as they are, and such that it only puts behind those of the page.
_ABSOLUTE = re.compile(rf"https?://[a-zA-Z0-9.-]+(?::\d+)?(?:/{_PATH}*)?{_QUERY}", re.ASCII)
_RELATIVE = re.compile(rf"/?\w{_PATH}*{_QUERY}", re.ASCII)
_NO_WEB = ("mailto:", "tel:", "javascript:", "#")


class Hrefs:
    """Resolves the links of one page, as `urljoin` does; plain ones in a fraction of its time."""

    def __init__(self, base: str) -> None:
        """The links of a page with this address."""
        self.base = base
        self._root, self._folder = (_resolve(base, end).removesuffix("x") for end in ("/x", "x"))
        self._sound = not base or bool(self._folder)

    def leads_to(self, href: str) -> str:
        """Where a link leads on the web, '' where it does not, or not away from its page."""
        href = href.strip()
        if not href or href.startswith(_NO_WEB):
            return ""
        if self._sound and _ABSOLUTE.fullmatch(href):
            return href
        before = self._root if href[0] == "/" else self._folder
        if before and _RELATIVE.fullmatch(href) and "//" not in href and "/." not in href:
            return before + href.removeprefix("/")
        return _resolve(self.base, href)


def _resolve(base: str, href: str) -> str:
    try:
        url = urljoin(base, href)
    except ValueError:
        return ""
    return url if web_host(url) else ""
