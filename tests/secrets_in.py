"""What looks like a secret in a text: keys, tokens of services, passwords, letters too random."""

import re
from collections import Counter
from collections.abc import Iterator
from math import log2
from typing import Final

SHAPES: Final = {
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a key of a cloud": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token of a service": re.compile(r"\b(?:gh[pousr]_\w{30,}|xox[baprs]-[\w-]{10,}|sk-\w{20,})"),
    "a token with a signature": re.compile(r"\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}"),
    "a password in clear": re.compile(
        r"""(?i)(?:password|passwd|kata_sandi|secret|api_key)\s*[:=]\s*["'][^"'\s{}%]{6,}["']"""
    ),
}
WORD: Final = re.compile(r"[A-Za-z0-9+_-]{24,}={0,2}")
DEVICES: Final = ("usb-",)  # how the name of a device begins, /dev/serial/by-id
RANDOM: Final = 4.2  # bits a letter; names and sentences stay below
CLASSES: Final = tuple(re.compile(each) for each in ("[a-z]", "[A-Z]", "[0-9]"))


def found(text: str) -> Iterator[str]:
    """Yield what stands in a text that no file of ours should hold."""
    for what, shape in SHAPES.items():
        for hit in shape.finditer(text):
            yield f"{what}: {hit.group()[:12]}..."
    for word in WORD.findall(text):
        if word.startswith(DEVICES):
            continue
        if bits(word) >= RANDOM and all(each.search(word) for each in CLASSES):
            yield f"letters too random: {word[:12]}..."


def bits(word: str) -> float:
    """Return how much a letter of a word tells (Shannon)."""
    counts = Counter(word).values()
    return -sum(count / len(word) * log2(count / len(word)) for count in counts)
