"""The two files as both processes see them: allowlist and orders, journal. Standard library only."""
