"""Render a document of the standard as the official form: a web page, Word, Excel, Markdown or PDF."""
