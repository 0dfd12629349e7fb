"""The report: one HTML file in which reviewers read releases, page by page, without a server.

`payload` makes a release compact, `overview` counts it, `assemble` puts data, style and program
into one file. What runs in the browser is in `assets/`.
"""
