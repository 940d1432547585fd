"""The conformance suite: its vectors, the runner that tests any command with them, and its reports."""
