"""One module per format of a run's report, all from the same :class:`~gknb.conformance.outcome.Report`."""
