"""Pages from web archives (WARC 1.0 and 1.1), each with the place that leads back to its bytes.

    file ──members──▶ records ──capture──▶ Capture ──index──▶ the newest version of each page
                                   │
                         body: without its encodings

`reader` goes through that flow and is what others call; `places` names where a page lies, as
provenance has it, and finds the bytes by that name. What is damaged costs the record that has it.
"""
