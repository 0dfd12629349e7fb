# ruff: noqa: INP001 - a script to copy, no package
"""Reads pages on Spark: the same function, a batch of rows at a time, on every executor.

    spark-submit spark_pages.py s3a://bucket/pages.parquet s3a://bucket/records.parquet

The table has the columns `id` and `html` (and `url`, where it is known); what comes back are `id`
and `record`, the JSON that `rectoverso annotate` writes, or `{"id", "error"}` for what cannot be
read. Executors need the package: an image or `--archives` with it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import orjson
import pandas as pd  # noqa: TID251 - what Spark hands to a function

from pipeline import sources
from pipeline.annotate import annotate

RESULT = "id string, record string"


def read_pages(batches: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """For `mapInPandas`: a record for each row. Rules are loaded once for all batches."""
    catalogue = sources.packaged()
    for batch in batches:
        jobs = [orjson.dumps(job) for job in batch.to_dict("records")]
        records = [answer.decode() for answer, _ in annotate(jobs, catalogue)]
        yield pd.DataFrame({"id": batch["id"].astype(str), "record": records})


def main() -> None:
    """Read one table, write the other."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - only Spark's driver has it

    given, written = sys.argv[1:]
    spark = SparkSession.builder.appName("rectoverso").getOrCreate()
    pages = spark.read.parquet(given)
    pages.mapInPandas(read_pages, RESULT).write.mode("errorifexists").parquet(written)


if __name__ == "__main__":
    main()
