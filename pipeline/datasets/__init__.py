"""Datasets of many pages: from archives by URL or from `raw/`, written by URL, by any engine.

    archives ──index──▶ places ──cut──▶ shards ──work──▶ parts and an entry of each ──▶ manifest

`driver` hands shards out and sees small entries; `making` cuts them from archives (`pages`: what
those hold), `work` is what an engine runs on one; `kept` is both for the pages of `raw/`; `parts`
says which parts count; `layouts` writes them: rows as Parquet (`parquet`), or what `processed/`
holds (`reviewed`).
"""
