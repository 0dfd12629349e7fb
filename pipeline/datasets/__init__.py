"""Datasets of many pages: from archives by URL or from `raw/`, written by URL, by any engine.

    archives ──index──▶ places ──cut──▶ shards ──work──▶ parts and an entry of each ──▶ manifest

`making` is the driver, which sees places and small entries; `work` is what an engine runs on a
shard; `kept` is both for the pages of `raw/`; `parts` says which parts count; `layouts` writes
them: rows as Parquet (`parquet`), or what `processed/` holds (`reviewed`).
"""
