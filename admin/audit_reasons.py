"""Why something was done, where the register itself gave the reason: its English words told anew.

The audit keeps what it was written; a person's own words stay as they are.
"""

import re
from typing import Final

from admin.languages import mark
from admin.telling import spoken

REASONS: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"removal (?P<number>.+), by decree", mark("Mutasi, penghapusan {number}")),
        (r"removal (?P<number>.+)", mark("Penghapusan {number}")),
        (
            r"review (?P<number>.+): not reviewed by its deadline",
            mark("Review {number}: tidak direview sampai tenggat"),
        ),
        (r"review (?P<number>.+)", mark("Review {number}")),
        (r"reported lost in (?P<number>.+)", mark("Dilaporkan hilang dalam {number}")),
        (r"visit (?P<number>\d+)", mark("Kunjungan {number} selesai")),
        (r"act (?P<number>\d+)", mark("Tindakan kartu {number}")),
    )
)


def retold(why: str) -> str:
    """Return a reason in the visitor's language; as it stands where a person wrote it."""
    for pattern, words in REASONS:
        if found := pattern.fullmatch(why):
            return spoken(words).format_map(found.groupdict())
    return why
