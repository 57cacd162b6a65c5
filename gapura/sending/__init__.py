"""What leaves the house: the outbox's messages, by e-mail and by a gateway's HTTP."""
