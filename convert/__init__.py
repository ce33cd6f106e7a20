"""Raw press text in, briefings out: PDF, Word, EPUB, Markdown, HTML and JSON, with the evidence for every field."""

__version__ = "0.1.0"
