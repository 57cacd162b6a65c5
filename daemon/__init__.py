"""One process with one loop that owns the doors."""
