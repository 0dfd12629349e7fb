"""What a monitor reads of a run: the heartbeat, and the figures in two text formats."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from prometheus_client import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as older_text

from pipeline.errors import StoreError
from pipeline.operate import files, heartbeat, metrics
from pipeline.operate.metrics import Figures

FIGURES = Figures(
    verb="refresh",
    code=5,
    seconds=12.5,
    ended="2026-11-27T04:00:00Z",
    pages={"ok": 198, "failed": 1, "held": 1},
    facts={"phone": 310, "fax": 90},
    findings={"warning": 12},
    requests=201,
    received=123_456,
    changed=3,
    held=1,
    succeeded="2026-11-26T04:00:00Z",
    root="/srv/rectoverso",
)
Parse = Callable[[str], Iterable[Metric]]
PARSERS = pytest.mark.parametrize("parse", [open_metrics, older_text], ids=["open", "older"])


def samples(text: str, parse: Parse) -> dict[tuple[str, str], float]:
    """Each value by its name and its last label, after the two that all have."""
    found = {}
    for family in parse(text):
        for sample in family.samples:
            labels = dict(sample.labels)
            assert labels.pop("verb") == "refresh"
            assert labels.pop("root") == "/srv/rectoverso"
            found[sample.name, "".join(labels.values())] = sample.value
    return found


@PARSERS
def test_the_figures_read_back_alike_in_both_formats(tmp_path: Path, parse: Parse) -> None:
    file = tmp_path / "rectoverso.prom"
    metrics.write(file, FIGURES)
    assert samples(file.read_text(), parse) == {
        ("rectoverso_last_run_exit_code", ""): 5,
        ("rectoverso_last_run_duration_seconds", ""): 12.5,
        ("rectoverso_last_run_timestamp_seconds", ""): 1_795_752_000,
        ("rectoverso_last_success_timestamp_seconds", ""): 1_795_665_600,
        ("rectoverso_last_run_requests", ""): 201,
        ("rectoverso_last_run_received_bytes", ""): 123_456,
        ("rectoverso_last_run_changed_facts", ""): 3,
        ("rectoverso_held_pages", ""): 1,
        ("rectoverso_pages", "ok"): 198,
        ("rectoverso_pages", "failed"): 1,
        ("rectoverso_pages", "held"): 1,
        ("rectoverso_facts", "phone"): 310,
        ("rectoverso_facts", "fax"): 90,
        ("rectoverso_findings", "warning"): 12,
    }


def test_every_figure_is_a_gauge_with_a_help_and_the_file_says_where_it_ends(
    tmp_path: Path,
) -> None:
    file = tmp_path / "rectoverso.prom"
    metrics.write(file, FIGURES)
    text = file.read_text()
    for family in open_metrics(text):  # type: ignore[no-untyped-call]
        assert family.type == "gauge"
        assert re.match(r"[A-Z].*\.$", family.documentation)
        assert family.name.startswith("rectoverso_")
        assert family.name.endswith(family.unit)
    assert text.endswith("# EOF\n")


@PARSERS
def test_a_label_may_hold_any_character(tmp_path: Path, parse: Parse) -> None:
    file = tmp_path / "rectoverso.prom"
    odd = 'a "b" \\ c\né'
    metrics.write(file, Figures("refresh", 0, 1, FIGURES.ended, facts={odd: 1}, root=FIGURES.root))
    assert samples(file.read_text(), parse)["rectoverso_facts", odd] == 1


def test_what_is_not_known_is_left_out(tmp_path: Path) -> None:
    file = tmp_path / "rectoverso.prom"
    metrics.write(file, Figures("refresh", 3, 1, FIGURES.ended, root=FIGURES.root))
    names = {name for name, _ in samples(file.read_text(), open_metrics)}
    assert "rectoverso_last_run_timestamp_seconds" in names
    assert "rectoverso_last_success_timestamp_seconds" not in names
    assert "rectoverso_pages" not in names


def test_a_heartbeat_says_when_what_and_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795752000")
    file = tmp_path / "heartbeat.json"
    for code in (3, 0):
        heartbeat.beat(file, verb="refresh", code=code)
        assert json.loads(file.read_bytes()) == {
            "time": "2026-11-27T04:00:00Z",
            "verb": "refresh",
            "exit": code,
        }
    assert [f.name for f in tmp_path.iterdir()] == ["heartbeat.json"]


def test_others_may_read_what_the_umask_lets_them(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        files.put(tmp_path / "file", b"")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o644


def test_no_folder_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be written: No such file"):
        heartbeat.beat(tmp_path / "mistyped" / "heartbeat.json", verb="refresh", code=0)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_file_is_not_replaced_by_one(tmp_path: Path) -> None:
    device = tmp_path / "device"
    device.symlink_to("/dev/null")
    with pytest.raises(StoreError, match="is not a regular file"):
        metrics.write(device, FIGURES)
    assert device.is_symlink()


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "rectoverso.prom"
    metrics.write(file, FIGURES)
    before = file.read_bytes()
    monkeypatch.setattr("pipeline.operate.files.os.fsync", full)
    with pytest.raises(StoreError, match="cannot be written: No space left on device"):
        metrics.write(file, Figures("refresh", 0, 1, FIGURES.ended))
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]
