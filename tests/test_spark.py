"""The recipe for Spark: the same records through `mapInPandas` as through `annotate`."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from types import ModuleType

import orjson
import pandas as pd
import pytest

from pipeline import sources
from pipeline.annotate import annotate
from tests.conftest import CHECKOUT

HTML = sorted((CHECKOUT / "tests" / "html").glob("*.html"))[:4]


@pytest.fixture(scope="module")
def recipe() -> ModuleType:
    found = importlib.util.spec_from_file_location(
        "spark_pages", CHECKOUT / "docs" / "recipes" / "spark_pages.py"
    )
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages() -> pd.DataFrame:
    rows = [{"id": file.stem, "html": file.read_text("utf-8", errors="replace")} for file in HTML]
    return pd.DataFrame([*rows, {"id": "empty", "html": ""}])


def expected(pages: pd.DataFrame) -> list[str]:
    jobs = [orjson.dumps(row) for row in pages.to_dict("records")]
    return [answer.decode() for answer, _ in annotate(jobs, sources.packaged())]


def test_batches_give_the_records_of_the_filter(recipe: ModuleType, pages: pd.DataFrame) -> None:
    batches = list(recipe.read_pages(iter([pages[:2], pages[2:]])))
    given = pd.concat(batches)
    assert list(given["id"]) == list(pages["id"])
    assert list(given["record"]) == expected(pages)
    assert "error" in orjson.loads(given["record"].iloc[-1])


@pytest.mark.filterwarnings("default")
def test_spark_gives_them_too(
    recipe: ModuleType, pages: pd.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two executors' worth of rows, from one Parquet to the other."""
    pytest.importorskip("pyspark", reason="pyspark is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    from pyspark.sql import SparkSession  # noqa: PLC0415 - it may be missing

    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join((str(CHECKOUT), str(CHECKOUT / "docs/recipes")))
    )
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setitem(sys.modules, "spark_pages", recipe)
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.sql.warehouse.dir", str(tmp_path)).getOrCreate()
    try:
        rows = spark.createDataFrame(pages).repartition(2)
        found = rows.mapInPandas(recipe.read_pages, recipe.RESULT).collect()
    finally:
        spark.stop()
    by_id = {row["id"]: row["record"] for row in found}
    assert [by_id[name] for name in pages["id"]] == expected(pages)
