"""What we follow and how its pages are made is data: read strictly, every fault named at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import sources
from pipeline.errors import SourceError

SITE = """
name = "office"
hosts = ['(?:^|\\.)example\\.org$']
marks = ['^Example office$']
[[artifacts]]
name = "image-alt"
cause = "The alternative text of an image."
pattern = '^JPEG$'
examples = ["JPEG"]
never = ["the JPEG standard"]
"""
SOURCE = """
name = "office"
title = "An office"
site = "office"
country = "CA"
languages = ["en", "fr"]
[[pages]]
id = "contact"
urls = { en = "https://example.org/contact", fr = "" }
expect = { phone = { min = 1, max = 4 } }
"""


def root(folder: Path, site: str = SITE, source: str = SOURCE) -> Path:
    for kind, content in (("sites", site), ("sources", source)):
        (folder / kind).mkdir()
        (folder / kind / "office.toml").write_text(content, "utf-8")
    return folder


def test_an_office_is_one_file_and_a_template_another(tmp_path: Path) -> None:
    catalogue = sources.load(root(tmp_path))
    page = catalogue.sources["office"].pages[0]
    assert page.urls == {"en": "https://example.org/contact", "fr": ""}
    assert page.expect["phone"].max == 4
    assert catalogue.sites["office"].artifacts[0].name == "image-alt"


def test_the_packaged_ones_are_there_too(tmp_path: Path) -> None:
    catalogue = sources.load(root(tmp_path))
    assert catalogue.sources.keys() > sources.packaged().sources.keys()
    assert {"any", "ambafrance", "office"} <= catalogue.sites.keys()


def test_a_site_has_its_own_artifact_rules_first_then_those_of_any(tmp_path: Path) -> None:
    catalogue = sources.load(root(tmp_path))
    general = catalogue.sites["any"].artifacts
    assert general
    assert catalogue.sites["office"].artifacts[1:] == general


def test_a_file_of_the_root_stands_before_the_packaged_one(tmp_path: Path) -> None:
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "ambafrance.toml").write_text('name = "ambafrance"\nhome = "BE"\n')
    assert sources.load(tmp_path).sites["ambafrance"].home == "BE"


def test_all_faults_of_all_files_are_named_with_file_and_key(tmp_path: Path) -> None:
    site = SITE.replace("'^JPEG$'", "'^(JPEG$'").replace('never = ["the JPEG standard"]', "")
    source = SOURCE.replace('"CA"', '"Canada"').replace("min = 1", "min = 9")
    with pytest.raises(SourceError) as error:
        sources.load(root(tmp_path, site, source))
    faults = str(error.value).split("; ")
    for file, key, words in (
        ("sites/office.toml", "artifacts.0.pattern", "not a regular expression"),
        ("sites/office.toml", "artifacts.0.never", "required"),
        ("sources/office.toml", "country", "pattern"),
        ("sources/office.toml", "pages.0.expect.phone", "max 4 is below min 9"),
    ):
        said = [fault for fault in faults if fault.startswith(f"{file}: {key}: ")]
        assert len(said) == 1, faults
        assert words in said[0]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('name = "office"', 'name = "bureau"', "name: must be 'office', the file's name"),
        ('site = "office"', 'site = "nowhere"', "site: no such site 'nowhere' (there are: "),
        ('fr = ""', 'de = ""', "page 'contact' has a URL in 'de', not in languages"),
        ('title = "An office"', "title = An office", "sources/office.toml: "),
        ('"https://example.org/contact"', '"example.org"', "pages.0.urls.en"),
        ('"https://example.org/contact"', '"https://[example.org/"', "pages.0.urls.en"),
        ("expect = { phone", "expect = { telegram", "pages.0.expect.telegram"),
    ],
)
def test_a_fault_of_a_source(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert old in SOURCE
    with pytest.raises(SourceError) as error:
        sources.load(root(tmp_path, source=SOURCE.replace(old, new)))
    assert fault in str(error.value)
    assert "\n" not in str(error.value).split(fault)[0]


@pytest.mark.parametrize("url", ["http://x", "https://x.org:8080/é?a=b#c", "http://[::1]/"])
def test_an_address_that_can_be_asked(url: str) -> None:
    assert sources.is_url(url)


@pytest.mark.parametrize(
    "url",
    [
        *("", "x.org", "ftp://x.org/", "https://", "https:///a", "https://x.org/a b"),
        *("http://[x.org/", "http://x.org:port/", "http://x.org:99999/", "http://x.org/\ud800"),
    ],
)
def test_an_address_that_nobody_can_ask(url: str) -> None:
    assert not sources.is_url(url)


@pytest.mark.parametrize(
    ("url", "text", "name"),
    [
        ("https://www.example.org/a", "", "office"),
        ("https://example.org.evil.net/a", "", "any"),
        ("", "Welcome\nExample office\n", "office"),
        ("", "The Example office\n", "any"),
        ("https://ca.ambafrance.org/x", "Example office", "ambafrance"),
    ],
)
def test_a_site_is_recognised_by_its_host_else_by_its_marks(
    tmp_path: Path, url: str, text: str, name: str
) -> None:
    assert sources.recognise(sources.load(root(tmp_path)), url, text).name == name
