"""Which addresses are asked at all: public ones, unless told otherwise.

A page's link or a redirect must not make us ask a machine of our own network. An address in
figures is looked at before it is asked, a name when it is resolved, so that what was looked at is
what is connected to.
"""

from __future__ import annotations

import ipaddress
from typing import Any

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from pipeline.fetch.polite import host_of

REFUSED = "it is no public address"


def is_public(address: str) -> bool:
    """Whether an IP address is one that everybody can reach; False for what is no IP address."""
    try:
        read = ipaddress.ip_address(address.strip("[]").partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(read, "ipv4_mapped", None)
    return (mapped or read).is_global and not read.is_multicast


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return False
    return True


class PublicOnly:
    """Requests for an address in figures, redirects among them, and names that resolve to one."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PublicOnly:
        """The middleware, where private addresses are refused."""
        if crawler.settings.getbool("ALLOW_PRIVATE"):
            raise NotConfigured
        return cls()

    def process_request(self, request: Request, spider: Any = None) -> None:  # noqa: ARG002
        """Let a request pass, or not.

        Raises:
            IgnoreRequest: its host is the figures of a private address.
        """
        host = host_of(request)
        if _is_literal(host) and not is_public(host):
            raise IgnoreRequest(f"{host}: {REFUSED}")

    def process_exception(self, request: Request, exception: Exception, spider: Any = None) -> None:  # noqa: ARG002
        """Say why a name could not be resolved, where it was we who would not have it.

        Raises:
            IgnoreRequest: the name's address is a private one.
        """
        address = _PRIVATE_NAMES.get(host_of(request))
        if address:
            raise IgnoreRequest(f"{host_of(request)} ({address}): {REFUSED}") from exception


#: Twisted tells of a failed look-up only that it failed.
_PRIVATE_NAMES: dict[str, str] = {}


class PublicResolver(CachingThreadedResolver):
    """Names, of which only public addresses are told."""

    allow_private = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> PublicResolver:
        """The resolver; with `ALLOW_PRIVATE` it tells all."""
        made = super().from_crawler(crawler, reactor)
        made.allow_private = crawler.settings.getbool("ALLOW_PRIVATE")
        return made

    def getHostByName(self, name: str, timeout: Any = ()) -> Any:  # noqa: N802 - Twisted's name
        """The address of a name, later; an error where it is private."""
        return super().getHostByName(name, timeout).addCallback(self._insist, name)

    def _insist(self, address: str, name: str) -> str:
        if not self.allow_private and not is_public(address):
            _PRIVATE_NAMES[name] = address
            raise DNSLookupError(f"{name} ({address}): {REFUSED}")
        return address
