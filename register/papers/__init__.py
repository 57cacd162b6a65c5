"""What stands on the office's papers: each is a form and the answers that the register gives it."""
