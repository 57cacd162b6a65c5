"""The two files as both processes see them: allowlist, orders, journal. Standard library only."""
