"""What a reader's driver said as it lost its reader, in the words of an office (pure).

The daemon keeps the driver's own English words in the journal and in its log: they are for who
mends it. A page says what is wrong and what to look at.
"""

import re
from gettext import NullTranslations
from typing import Final

from admin.languages import mark

FAULTS: Final = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"no chip answers on SPI", mark("Cip pembaca tidak menjawab. Periksa kabel dan dayanya.")),
        (r"VersionReg reads (?P<read>\w+)", mark("Cip pembaca tidak dikenal (versi {read}).")),
        (r"the antenna is off", mark("Antena pembaca mati.")),
        (r"the configuration is lost", mark("Setelan pembaca hilang. Periksa dayanya.")),
        (
            r"registers read what they never hold|command \w+ did not end",
            mark("Pembaca menjawab tidak semestinya. Periksa kabelnya."),
        ),
        (r"SPI failed", mark("Jalur data (SPI) ke pembaca gagal. Periksa kabelnya.")),
        (
            r"No such file|Errno 2\b|FileNotFoundError",
            mark("Perangkat pembaca tidak ditemukan. Periksa apakah kabelnya tercabut."),
        ),
        (
            r"Permission denied|Errno 13\b|PermissionError",
            mark("Daemon tidak berhak membuka perangkat pembaca. Periksa hak aksesnya."),
        ),
        (
            r"exclusively lock|Errno 11\b|Errno 16\b|busy",
            mark("Perangkat pembaca dipakai program lain."),
        ),
        (
            r"returned no data|Errno 5\b|Errno 6\b|Errno 19\b|disconnected",
            mark("Pembaca tercabut atau kabelnya terputus."),
        ),
        (r"it stopped by itself", mark("Pembaca berhenti sendiri.")),
    )
)
OTHER: Final = mark("Perangkat pembaca gagal. Keterangan teknisnya ada di log daemon.")
AGAIN: Final = mark("Terulang sesudah disetel ulang.")


def fault(why: str, speak: NullTranslations) -> str:
    """Return why a reader is lost, in a catalogue's language.

    Args:
        why: as the driver said it, and the journal keeps it.
        speak: the language's catalogue.
    """
    words, read = OTHER, {}
    for pattern, known in FAULTS:
        if found := pattern.search(why):
            words, read = known, found.groupdict()
            break
    told = speak.gettext(words).format_map(read)
    return f"{told} {speak.gettext(AGAIN)}" if why.endswith(", again") else told
