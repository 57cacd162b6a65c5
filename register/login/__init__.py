"""Who comes in, and by what proof: accounts, factors, sessions, one-time links."""
