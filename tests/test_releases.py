"""Releases to look at: from a folder, from those that were kept, from git."""

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.errors import StoreError
from pipeline.review import releases

HERE = Path(__file__).parents[1]
PAGE = "ca-ambafrance/homeland-security.en"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("raw", "processed"):
        shutil.copytree(HERE / folder, tmp_path / folder)
    return tmp_path


def commit(root: Path) -> None:
    mine = ["git", "-C", str(root), "-c", "user.name=t", "-c", "user.email=t@example.org"]
    subprocess.run([*mine[:3], "init", "-q"], check=True)
    subprocess.run([*mine, "add", "."], check=True)
    subprocess.run([*mine, "commit", "-q", "-m", "one"], check=True)


@pytest.mark.parametrize("name", ["processed", "."])
def test_a_folder_is_found_by_itself_or_by_the_root_above(root: Path, name: str) -> None:
    with releases.opened(root, name) as release:
        assert list(release.pages) == [PAGE]
        assert release.text(PAGE).startswith("Homeland Security Service")
        assert release.root is not None
        assert (release.root / "raw").is_dir()


def test_a_kept_release_is_found_by_its_number_and_the_last_as_latest(root: Path) -> None:
    for number in ("000001", "000002"):
        shutil.copytree(root / "processed", root / ".releases" / number)
    for name, folder in (("000001", "000001"), ("latest", "000002")):
        with releases.opened(root, name) as release:
            assert release.folder.name == folder


def test_a_git_revision_is_a_release_with_the_bytes_it_was_made_from(root: Path) -> None:
    commit(root)
    shutil.rmtree(root / "processed")
    with releases.opened(root, "HEAD") as release:
        assert list(release.pages) == [PAGE]
        assert release.root is not None
        assert list((release.root / "raw").glob("*/*.txt"))
        assert {row["kind"] for row in release.table("entities")} >= {"phone", "fax"}


@pytest.mark.parametrize("name", ["HEAD~9", "--upload-pack=touch x", "nowhere"])
def test_a_name_of_nothing_is_a_clear_error(root: Path, name: str) -> None:
    commit(root)
    with (
        pytest.raises(StoreError, match="neither a folder with a release"),
        releases.opened(root, name),
    ):
        pass


def test_no_kept_release_is_a_clear_error(root: Path) -> None:
    with pytest.raises(StoreError, match="no former release"), releases.opened(root, "latest"):
        pass


def test_an_id_that_stands_twice_is_refused_with_its_place(root: Path) -> None:
    file = root / "processed" / f"{PAGE}.json"
    fax = f"{PAGE}#fax:+16135623785"
    file.write_text(file.read_text().replace(f"{PAGE}#phone:+16135623788", fax))
    with pytest.raises(StoreError, match=r"homeland-security\.en\.json: the id .*fax.* twice"):
        releases.load(root / "processed", "x")


def test_a_page_that_stands_twice_is_refused_with_its_place(root: Path) -> None:
    folder = root / "processed" / "ca-ambafrance"
    shutil.copy(folder / "homeland-security.en.json", folder / "other.en.json")
    with pytest.raises(StoreError, match=r"other\.en\.json: the page id .* stands twice"):
        releases.load(root / "processed", "x")


def test_a_text_that_is_missing_is_named(root: Path) -> None:
    (root / "processed" / f"{PAGE}.txt").unlink()
    with pytest.raises(StoreError, match=r"homeland-security\.en\.json: its text .* missing"):
        releases.load(root / "processed", "x")


def test_what_is_wrong_in_a_revision_is_named_as_git_names_it(root: Path) -> None:
    (root / "processed" / f"{PAGE}.json").write_text("{}")
    commit(root)
    with (
        pytest.raises(StoreError, match=f"^HEAD:processed/{PAGE}.json: not a page record"),
        releases.opened(root, "HEAD"),
    ):
        pass


def test_a_record_of_another_version_is_refused(root: Path) -> None:
    (root / "processed" / f"{PAGE}.json").write_text("{}")
    with pytest.raises(StoreError, match="not a page record of this version"):
        releases.load(root / "processed", "x")
