"""How somebody holds a post."""

from enum import StrEnum


class Capacity(StrEnum):
    """How somebody holds a post: in his own right, or acting (Plt., Plh.)."""

    OWN = "definitif"
    ACTING = "plt"
    DAILY = "plh"
