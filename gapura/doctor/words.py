"""What the doctor says, in both languages: key to (Indonesian, English)."""

from collections.abc import Mapping
from typing import Final

from gapura.doctor.facts import Finding, Verdict

VERDICTS: Final[Mapping[Verdict, tuple[str, str]]] = {
    Verdict.OK: ("baik", "ok"),
    Verdict.FIX: ("perbaiki", "fix"),
    Verdict.ASK: ("periksa", "ask"),
}
WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "no-pi": (
        "Ini bukan Raspberry Pi ({machine}); yang hanya ada di Pi dilewati.",
        "This is no Raspberry Pi ({machine}); what only a Pi has is passed over.",
    ),
    "pi": ("Papan: {model}.", "The board is a {model}."),
    "64-bit": ("Sistem operasi 64-bit.", "The operating system is 64-bit."),
    "not-64-bit": (
        "Sistem operasi {machine}; Gapura perlu 64-bit: pasang ulang Raspberry Pi OS (64-bit).",
        "The operating system is {machine}; Gapura needs 64-bit: install Raspberry Pi OS (64-bit).",
    ),
    "release": ("Rilis {name} dikenal.", "The release {name} is a known one."),
    "other-release": (
        'Rilis "{name}" belum dicoba; yang dicoba Bookworm dan Trixie.',
        'The release "{name}" was never tried; Bookworm and Trixie were.',
    ),
    "spi": ("Pembaca {reader}: {device} ada.", "Reader {reader}: {device} is there."),
    "spi-off": (
        "Pembaca {reader}: SPI mati, {device} tidak ada.",
        "Reader {reader}: SPI is off, so there is no {device}.",
    ),
    "spi-missing": (
        "Pembaca {reader}: SPI menyala tetapi {device} belum ada; mulai ulang Pi.",
        "Reader {reader}: SPI is on but there is no {device} yet; restart the Pi.",
    ),
    "uart-off": (
        "Pembaca {reader}: port serial {port} mati.",
        "Reader {reader}: the serial port {port} is off.",
    ),
    "console": (
        "Pembaca {reader}: konsol kernel memakai {port} juga.",
        "Reader {reader}: the kernel's console talks on {port} too.",
    ),
    "port-passing": (
        "Pembaca {reader}: nama {port} berubah setelah dicabut; pakai nama di /dev/serial/by-id.",
        "Reader {reader}: the name {port} changes when replugged; use one of /dev/serial/by-id.",
    ),
    "port": ("Pembaca {reader}: {port} ada.", "Reader {reader}: {port} is there."),
    "port-missing": (
        "Pembaca {reader}: {port} tidak ada; periksa kabel dan nama.",
        "Reader {reader}: there is no {port}; see to the cable and the name.",
    ),
    "groups": ("Semua grup ada.", "All groups exist."),
    "groups-missing": ("Grup belum ada: {groups}.", "These groups are missing: {groups}."),
    "device-open": (
        "{path} bermode {mode} grup {group}; seharusnya 0660 grup {wanted}.",
        "{path} has mode {mode}, group {group}; wanted is 0660, group {wanted}.",
    ),
    "chip": (
        "Pembaca {reader}: chip menjawab, {version}.",
        "Reader {reader}: the chip answers, {version}.",
    ),
    "chip-held": (
        "Pembaca {reader}: daemon sedang memegang SPI; hentikan daemon untuk menguji chip.",
        "Reader {reader}: the daemon holds the SPI; stop it to test the chip.",
    ),
    "chip-unasked": (
        "Pembaca {reader}: chip tidak dapat ditanya dari sini.",
        "Reader {reader}: the chip cannot be asked from here.",
    ),
    "chip-silent": (
        "Pembaca {reader}: chip tidak menjawab ({why}); periksa 3,3 V, GND dan keenam kabel.",
        "Reader {reader}: the chip does not answer ({why}); see to 3.3 V, GND and the six wires.",
    ),
    "pins-unseen": (
        "Pemakai pin hanya terlihat oleh root.",
        "Who uses the pins is for root to see.",
    ),
    "pins-free": ("Semua pin bebas.", "All pins are free."),
    "pin-taken": (
        "Pin GPIO {line} ({key}) dipakai oleh {holder}.",
        "GPIO {line} ({key}) is held by {holder}.",
    ),
    "strike-boot": (
        "Pintu {door}: sejak boot GPIO {line} terkunci ({setting}).",
        "Door {door}: GPIO {line} is locked from boot on ({setting}).",
    ),
    "strike-boot-unset": (
        "Pintu {door}: level GPIO {line} saat boot belum ditetapkan ({setting}).",
        "Door {door}: nothing sets GPIO {line} at boot ({setting}).",
    ),
    "strike-boot-unlocks": (
        (
            "Pintu {door}: config.txt MEMBUKA kunci saat boot; GPIO {line} harus {level}. "
            "Hapus baris lainnya."
        ),
        (
            "Door {door}: config.txt UNLOCKS it at boot; GPIO {line} must be {level}. "
            "Delete the other line."
        ),
    ),
    "strict": (
        "Pin dilepas bila daemon mati (strict_gpiod).",
        "Pins are let go of when the daemon dies (strict_gpiod).",
    ),
    "strict-off": (
        "Pin tetap menyala bila daemon mati: strict_gpiod belum ada.",
        "A pin stays driven when the daemon dies: strict_gpiod is missing.",
    ),
    "strike-env": (
        "Level kunci saat daemon berhenti sesuai.",
        "The levels that lock when the daemon is gone agree.",
    ),
    "strike-env-differs": (
        "/etc/gapura/strike.env harus berisi {wanted}.",
        "/etc/gapura/strike.env must say {wanted}.",
    ),
    "synced": ("Jam tersinkron.", "The clock is synchronized."),
    "unsynced": (
        "Jam belum tersinkron; yang berjadwal ditolak sampai jam dipercaya.",
        "The clock is not synchronized; whoever has hours is denied until it is trusted.",
    ),
    "rtc": ("Jam berbaterai (RTC) ada.", "A battery-backed clock is there."),
    "rtc-unsaid": (
        "RTC ada, tetapi konfigurasi tidak menyebutnya: rtc = true di [clock].",
        "There is a battery-backed clock that the file denies: rtc = true under [clock].",
    ),
    "rtc-missing": (
        "Konfigurasi menyebut RTC, tetapi tidak ada /dev/rtc.",
        "The file tells of a battery-backed clock, but there is no /dev/rtc.",
    ),
    "rtc-none": (
        "Tidak ada RTC: setelah mati listrik, jam baru dipercaya bila ada jaringan. Pasang DS3231.",
        "No battery-backed clock: after a power cut only a network makes it trusted. Fit a DS3231.",
    ),
    "disk": ("{folder}: {free} bebas.", "{folder}: {free} is free."),
    "disk-missing": ("{folder} tidak ada.", "There is no {folder}."),
    "disk-read-only": (
        "{folder} hanya bisa dibaca: semua masuk akan ditolak.",
        "{folder} is read-only: every entry will be denied.",
    ),
    "disk-full": (
        "{folder}: hanya {free} bebas; seharusnya 10%.",
        "{folder}: only {free} is free; wanted is 10%.",
    ),
    "disk-errors": (
        "Sistem berkas mencatat {count} galat.",
        "The filesystem has counted {count} errors.",
    ),
    "disk-worn": (
        "Kartu memori hampir habis umurnya; cadangkan lalu ganti.",
        "The memory card is near its end; back up and replace it.",
    ),
    "folder": (
        "{path} milik {owner}:{group}, 2750.",
        "{path} belongs to {owner}:{group}, 2750.",
    ),
    "folder-missing": ("{path} belum ada.", "{path} does not exist."),
    "folder-mode": (
        "{path} bermode {mode}; seharusnya 2750, {owner}:{group}.",
        "{path} has mode {mode}; wanted is 2750, {owner}:{group}.",
    ),
    "beside-missing": (
        "Berkas pendamping belum ada: {names}; pembaca tidak bisa membuka.",
        "Files beside it are missing: {names}; a reader cannot open it.",
    ),
    "key": (
        "Kunci sidik {path}: {bytes} bita, hanya untuk root.",
        "The fingerprint key {path} has {bytes} bytes and is root's alone.",
    ),
    "key-missing": (
        "Kunci sidik {path} tidak ada. Bila kartu sudah terdaftar, pulihkan cadangannya dahulu.",
        "There is no fingerprint key {path}. If cards are enrolled, restore its backup instead.",
    ),
    "key-length": (
        "Kunci sidik {path} {size} bita; seharusnya {bytes}. Pulihkan cadangannya.",
        "The fingerprint key {path} has {size} bytes; wanted is {bytes}. Restore its backup.",
    ),
    "key-open": (
        "Kunci sidik {path} bermode {mode}; seharusnya 0400 milik root.",
        "The fingerprint key {path} has mode {mode}; wanted is 0400, root's.",
    ),
    "seal-key": (
        "Kunci segel register {path} ada. Simpan salinannya di luar Pi.",
        "The register's sealing key {path} is there. Keep a copy off the Pi.",
    ),
    "seal-key-missing": (
        "Kunci segel register {path} tidak ada; halaman kantor tidak jalan. Pulihkan salinannya.",
        "The register's sealing key {path} is missing; the pages do not start. Restore its copy.",
    ),
    "seal-key-open": (
        "Kunci segel register {path} bermode {mode}; seharusnya 0600.",
        "The register's sealing key {path} has mode {mode}; wanted is 0600.",
    ),
    "journal": (
        "Jurnal utuh: {count} kejadian di {path}.",
        "The journal verifies: {count} events in {path}.",
    ),
    "journal-none": ("Jurnal {path} belum ada.", "There is no journal {path} yet."),
    "journal-broken": (
        "Jurnal {path} tidak utuh: {why}. Simpan salinannya dan lapor kepada Kasi.",
        "The journal {path} does not verify: {why}. Keep a copy and tell the Kasi.",
    ),
    "register": ("Register {path} terbaca.", "The register {path} can be read."),
    "register-none": ("Register {path} belum ada.", "There is no register {path} yet."),
    "register-unreadable": (
        "Register {path} tidak terbaca: {why}; semua kartu ditolak.",
        "The register {path} cannot be read: {why}; every card is denied.",
    ),
    "watchdog": (
        "Watchdog perangkat keras {seconds} detik.",
        "The hardware watchdog bites after {seconds} s.",
    ),
    "watchdog-unseen": (
        "Watchdog perangkat keras tidak terlihat dari sini.",
        "The hardware watchdog cannot be seen from here.",
    ),
    "watchdog-off": (
        "Watchdog perangkat keras mati.",
        "The hardware watchdog is off.",
    ),
    "watchdog-long": (
        "Watchdog {seconds} detik; di atas 15 detik, kernel sebelum 6.8 tidak memakainya.",
        "The watchdog is set to {seconds} s; over 15 s, kernels before 6.8 silently have none.",
    ),
    "restarts": (
        "Daemon dimulai ulang {count} kali sejak boot.",
        "The daemon was restarted {count} times since boot.",
    ),
    "voltage": ("Tegangan catu baik.", "The supply's voltage is good."),
    "undervoltage": (
        "Tegangan catu kurang sekarang; ganti catu daya atau kabelnya.",
        "The supply's voltage is too low now; replace the supply or its cable.",
    ),
    "undervoltage-seen": (
        "Tegangan catu pernah kurang sejak boot.",
        "The supply's voltage was too low at some time since boot.",
    ),
    "log-kept": (
        "Log sistem bertahan setelah boot.",
        "The system's log survives a reboot.",
    ),
    "log-lost": (
        "Log sistem hilang saat boot (jurnal pintu tidak).",
        "The system's log is lost at a reboot (the door's journal is not).",
    ),
    "ask-egress": (
        "Dari dalam, pintu selalu terbuka dengan gagang, tanpa listrik dan tanpa perangkat lunak.",
        "From inside a handle always opens the door, with no power and no software.",
    ),
    "ask-fire": (
        "Relai kebakaran memutus daya kunci lewat kabel, bukan lewat Pi.",
        "The fire relay cuts the lock's power by wire, not through the Pi.",
    ),
    "ask-diode": (
        "Dioda (DC) atau varistor (AC) terpasang pada kunci.",
        "A diode (DC) or varistor (AC) sits across the lock.",
    ),
    "ask-pull": (
        "Resistor 10 kΩ menahan pin kunci pada level terkunci.",
        "A 10 kΩ resistor holds the strike's pin at its locked level.",
    ),
    "ask-secure-side": (
        "Pi, relai dan kabel kunci ada di sisi dalam.",
        "The Pi, the relay and the lock's wires are on the secure side.",
    ),
    "ask-one-shot": (
        "Relai waktu membatasi buka kunci walaupun perangkat lunak mati.",
        "A timer relay bounds the unlocking even if the software dies.",
    ),
    "ask-power": (
        "UPS menahan Pi dan kunci selama yang disepakati.",
        "A UPS holds the Pi and the lock for as long as agreed.",
    ),
}


def told(finding: Finding, language: str) -> tuple[str, str]:
    """Return the word for the verdict and the sentence; any language but `id` is English."""
    which = 0 if language == "id" else 1
    return VERDICTS[finding.verdict][which], WORDS[finding.says][which].format(**finding.of)
