"""What a project makes of findings: its configuration, explanations and baseline. The check knows nothing of it."""
