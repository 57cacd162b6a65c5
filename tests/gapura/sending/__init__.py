"""Senders against real servers."""
