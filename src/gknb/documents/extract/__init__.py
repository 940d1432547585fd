"""Extract a document of the standard from a published report, with the place each value came from."""
