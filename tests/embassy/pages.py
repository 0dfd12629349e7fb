"""Pages as SPIP makes them, in both languages, and pages that only look like an answer."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from html import escape

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "site": "La France au Canada/France in Canada",
        "home": "Home",
        "modified": "Last modified on",
        "top": "top of the page",
        "duty": "Tasks of the service",
        "text": (
            "As the advisor to the ambassador on all matters related to national security, the "
            "attaché oversees and coordinates bilateral cooperation in the fields of security and "
            "governance. He or she represents the Ministry of the Interior as a whole in the "
            "assigned country, takes part in missions to support the resident French community, "
            "and contributes, through these activities, to the security of both countries."
        ),
    },
    "fr": {
        "site": "La France au Canada/France in Canada",
        "home": "Accueil",
        "modified": "Dernière modification :",
        "top": "haut de la page",
        "duty": "Missions du service",
        "text": (
            "Conseiller de l’ambassadeur pour toutes les questions de sécurité intérieure, "
            "l’attaché anime et coordonne la coopération bilatérale dans les domaines de la "
            "sécurité et de la gouvernance. Il représente le ministère de l’Intérieur dans son "
            "ensemble dans le pays de sa compétence, participe aux missions de soutien à la "
            "communauté française et contribue, par son action, à la sécurité de chacun."
        ),
    },
}

PHONE, FAX = "1 613-562-3788", "1 613 562 3785"
MAIL = "ssi.ottawa-amba@diplomatie.gouv.fr"
ADDRESS = "42 Sussex Drive, Ottawa, Ontario, K1M 2C9"
MODIFIED = "02/11/2017"


def _icon(number: int) -> str:
    return (
        f"<span class='spip_document_{number} spip_documents spip_lien_ok'>"
        f"<img src='IMG/jpg/ico{number}.jpg' width='20' height='20' alt='JPEG' /></span>"
    )


def contact(*, phone: str = PHONE, fax: str = FAX, mail: str = MAIL, address: str = ADDRESS) -> str:
    """The block of icon lines that opens a page of contact; what is '' is left out."""
    link = f'<a href="mailto:{mail}" class="spip_mail">{mail}</a>' if mail else ""
    lines = [value for value in (address, phone, fax, link) if value]
    joined = "<br class='autobr' />\n".join(
        f"{_icon(900 + number)} {line}" for number, line in enumerate(lines)
    )
    return f"<p>{joined}</p>"


def frame(language: str, title: str, main: str, *, head: str = "", switch: str = "") -> str:
    """A page around its content: menus above, footer below."""
    words = _WORDS.get(language, _WORDS["en"])
    return f"""<!DOCTYPE html>
<html dir="ltr" lang="{language}">
<head><meta charset="utf-8" />
<title>{title} - {words["site"]}</title>
<meta name="generator" content="SPIP 3.1.6 [23641]" />
{head}<link rel="alternate" type="application/rss+xml" href="/spip.php?page=backend" />
</head>
<body id="top" class="page_article">
<header class="bandeau"><p class="logo"><a href="/">{words["site"]}</a></p>
<nav class="menu-principal"><ul><li><a href="/">{words["home"]}</a></li></ul></nav></header>
<main role="main"><div class="article" id="contenu">
<h1 class="titre">{title}{switch}</h1>
{main}
</div></main>
<footer class="pied"><ul class="menu-pied"><li><a href="/spip.php?page=plan">Plan</a></li>
<li><a href="/spip.php?page=login&amp;url=x" rel="nofollow">Log in</a></li></ul></footer>
</body></html>
"""


def article(  # noqa: PLR0913 - what a test may change of a page
    language: str = "en",
    title: str = "Homeland Security Service",
    *,
    canonical: str = "",
    others: Mapping[str, str] | None = None,
    block: str | None = None,
    text: str | None = None,
    modified: str = MODIFIED,
) -> str:
    """An article: contact block, a section of prose, the date of its last change.

    `others` are the addresses of its other languages: head links and the switch beside the title.
    """
    words = _WORDS.get(language, _WORDS["en"])
    others = others or {}
    head = f'<link rel="canonical" href="{escape(canonical)}" />\n' if canonical else ""
    head += "".join(
        f'<link rel="alternate" hreflang="{code}" href="{escape(url)}" />\n'
        for code, url in others.items()
    )
    switch = "".join(
        f' <a class="tradlang" href="{escape(url)}" hreflang="{code}" lang="{code}" '
        f'rel="alternate">[{code}]</a>'
        for code, url in others.items()
    )
    main = f"""<div class="texte">{contact() if block is None else block}
<h3 class="spip">{words["duty"]}</h3>
<p>{words["text"] if text is None else text}</p></div>
<p class="date">{words["modified"]} {modified}</p>
<p class="haut"><a href="#top">{words["top"]}</a></p>"""
    return frame(language, title, main, head=head, switch=switch)


def rubric(language: str, title: str, links: Sequence[str], *, more: Sequence[str] = ()) -> str:
    """A list of articles and its pagination."""
    items = "\n".join(
        f'<li class="item"><a href="{escape(link)}" class="link-type-01">Article {n}</a>'
        "<p>As the advisor to the ambassador on all matters&nbsp;(...)</p></li>"
        for n, link in enumerate(links)
    )
    pages = "".join(
        f'<a href="{escape(link)}" class="lien_pagination">{n}</a> '
        for n, link in enumerate(more, 1)
    )
    return frame(
        language,
        title,
        f'<ul class="menu-liste">{items}</ul>\n<a id="pagination_articles"></a>'
        f'<p class="pagination">{pages}</p>',
    )


def sitemap(links: Sequence[str]) -> str:
    """A sitemap as SPIP's template writes it."""
    rows = "\n".join(
        f"<url><loc>{escape(link)}</loc><priority>0.5</priority></url>" for link in links
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}\n</urlset>\n'
    )


def feed(links: Sequence[str]) -> str:
    """The feed of the newest articles."""
    rows = "\n".join(
        f"<item><title>Article {n}</title><link>{escape(link)}</link>"
        f'<guid isPermaLink="true">{escape(link)}</guid>'
        "<dc:date>2017-11-02T10:00:00Z</dc:date></item>"
        for n, link in enumerate(links)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Embassy</title>'
        f"<link>/</link>\n{rows}\n</channel></rss>\n"
    )


def login(language: str = "en") -> str:
    """A wall that asks who one is."""
    return frame(
        language,
        "Log in",
        '<div class="formulaire_login"><form method="post" action="/spip.php?page=login">'
        '<p>You must log in to read this page.</p><label for="l">User name</label>'
        '<input type="text" name="var_login" id="l" /><label for="p">Password</label>'
        '<input type="password" name="password" id="p" /><input type="submit" value="Log in" />'
        "</form></div>",
    )


def challenge() -> str:
    """A page that wants to see a browser."""
    return """<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta name="robots" content="noindex,nofollow" /><meta http-equiv="refresh" content="390" /></head>
<body><div class="main-wrapper" role="main"><h1>ca.ambafrance.org</h1>
<h2 id="challenge-running">Checking if the site connection is secure</h2>
<noscript>Enable JavaScript and cookies to continue</noscript>
<div id="challenge-body-text">ca.ambafrance.org needs to review the security of your connection
before proceeding.</div></div>
<script>(function(){window._cf_chl_opt={cvId:'2',cType:'managed'};
var s=document.createElement('script');s.src='/cdn-cgi/challenge-platform/h/b/orchestrate';
document.head.appendChild(s);})();</script></body></html>
"""


def consent() -> str:
    """A wall that asks for consent before anything is shown."""
    return """<!DOCTYPE html><html lang="en"><head><title>Before you continue</title></head>
<body><div id="consent-page" class="consent"><h1>Before you continue</h1>
<p>We use cookies and data to deliver and maintain our services, and to measure audience
engagement and site statistics. If you choose to accept all, we will also use cookies to develop
and improve new services.</p>
<form action="/consent/save" method="post"><button name="set_ae" value="1">Accept all</button>
<button name="set_ae" value="0">Reject all</button></form></div></body></html>
"""


def error_page(language: str = "en") -> str:
    """What a server shows instead of a page, with a status that says all is well."""
    return frame(
        language,
        "Error 404",
        '<div class="texte"><p>Page not found. The page you requested does not exist or is no '
        "longer available. Please check the address or go back to the home page.</p></div>",
    )


def bomb(megabytes: int) -> bytes:
    """Some kilobytes that become this many megabytes: gzip of white space."""
    head = b"<!DOCTYPE html><html><body><p>"
    return gzip.compress(head + b" " * (megabytes * 1024 * 1024), compresslevel=6, mtime=0)
