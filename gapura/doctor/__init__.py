"""`gapura doctor`: facts are gathered once, judged by pure checks, told in words with a remedy."""
