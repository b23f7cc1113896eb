"""The audit as a command: `make audit`."""
