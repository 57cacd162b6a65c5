"""The command line: starts a process and knows no rule."""
