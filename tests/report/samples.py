"""The reports that the tests look at: gold pairs with a history, and pages that mean harm."""

from __future__ import annotations

from pathlib import Path

from pipeline import sources
from pipeline.review import releases
from pipeline.review.diff.review import review
from pipeline.review.releases import Release
from pipeline.review.report import build
from pipeline.review.report.overview import Comparison
from tests.report.offices import Offices, gold_pairs

PAIRS = ("01", "03", "09", "21", "112")
#: The page that the releases of `history` differ in, and a fact that is another there.
CHANGED = "office-01/security.en"
FAX = f"{CHANGED}#fax:+27124251610"

TITLE = "<script>harm()</script> & <b>“Office”</b>"
SCRIPT = "</script><script>window.harmed = 1</script><!-- <script>"
ASTRAL = (
    "Bienvenue 👩‍🚀🇨🇦 à l’ambassade 𝒜𝓂𝒷\n\nTél. : 613 562-3788 🎉\n\n"
    "🎉🎉 Ouvert le 3 mars 2019. 𝟙𝟚 bureaux, 76 embassies.\n"
)
BIDI = (
    "Contact\n\nTel.: 613 562-3788 \u202efdp.exe\u202c and \u2066hidden\u2069 end\x1b[31m\u200b.\n"
)
LONG = "x" * 20_000
MANY = 5_000


def history(root: Path) -> Offices:
    """Three releases: a fax, an address, a count change, a date goes, then an e-mail is new."""
    offices = Offices(root)
    for number in PAIRS:
        country, texts = gold_pairs()[number]
        offices.page(f"office-{number}/security", texts, country)
    offices.publish(keep=5)
    country, texts = gold_pairs()["01"]
    for old, new in (
        ("425 1609", "425 1610"),
        ("JPEG 250 Melk", "JPEG 252 Melk"),
        ("seventy-six", "seventy-seven"),
        ("signed on 28 February 2008", "signed"),
        ("Training comes next", "Training comes last"),
    ):
        assert old in texts["en"]
        texts["en"] = texts["en"].replace(old, new)
    offices.page("office-01/security", texts, country)
    offices.publish(keep=5)
    texts["en"] = texts["en"].replace("Demand rose", "Write to box@example.org. Demand rose")
    offices.page("office-01/security", texts, country)
    offices.publish(keep=5)
    return offices


def hostile(root: Path) -> Offices:
    """Pages whose texts would break out of the report, hide from it, or be too much for it."""
    offices = Offices(root)
    title = f"Office {SCRIPT}\n\nTel.: 613 562-3788\n\n{SCRIPT}\u2028 & more\n"
    offices.page("hostile/script", {"en": title, "fr": title.replace("Office", "Bureau")})
    offices.page("hostile/link", {"en": "Link\n\n613 562-3788\n"}, url="javascript:alert(1)")
    offices.page("hostile/bidi", {"en": BIDI})
    offices.page("hostile/astral", {"en": ASTRAL, "fr": ASTRAL})
    offices.page(
        "hostile/long", {"en": f"Call the office of the embassy.\n\n{LONG} 613 562-3788\n"}
    )
    offices.page("hostile/empty", {"en": "<html lang='en'><body></body></html>"})
    many = "\n".join(f"{n} embassies opened." for n in range(20_000, MANY + 20_000))
    offices.page("hostile/many", {"en": f"Many\n\n{many}\n"})
    offices.publish()
    return offices


def published(offices: Offices) -> Release:
    """The present release."""
    return releases.load(offices.root / "processed", "processed", offices.root)


def write(offices: Offices, file: Path, old: str = "") -> Path:
    """The report on the present release, since an old one where it is named."""
    new = published(offices)
    if not old:
        file.write_text(build.report(new), encoding="utf-8")
        return file
    with releases.opened(offices.root, old) as former:
        changes = review(former, new, sources.load(offices.root))
        file.write_text(build.report(new, Comparison(former, changes)), encoding="utf-8")
    return file
