"""Archives of the web: what a crawler or a browser kept of pages, each a page read by the reader of its kind.

WARC (ISO 28500), the ARC before it, and WACZ, which packs WARC files with an index.
"""
