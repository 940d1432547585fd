"""One module per output format, all from the same :class:`~gknb.findings.Result`."""
