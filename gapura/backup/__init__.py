"""Both files, copied, proved and kept; and put back."""
