"""Backups that are made, killed, kept and put back."""
