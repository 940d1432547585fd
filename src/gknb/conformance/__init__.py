"""The conformance suite: its vectors, the runner that holds any command against them, and what it reports."""
