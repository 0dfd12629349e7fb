"""Datasets of many pages: read from archives by URL, written by URL, in parts, by any engine.

    archives ──index──▶ places ──cut──▶ shards ──work──▶ parts and an entry of each ──▶ manifest

`making` is the driver, which sees places and small entries; `work` is what an engine runs on a
shard; `parts` says which parts count; `layouts` writes them: rows as Parquet (`parquet`), or what
`processed/` holds (`reviewed`).
"""
