"""From a published report to a document of the standard, with the place that each value came from."""
