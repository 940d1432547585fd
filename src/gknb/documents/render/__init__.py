"""From a document of the standard to the official form: a web page, Word, Excel, Markdown or PDF."""
