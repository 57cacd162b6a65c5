"""A visit as it is recorded: the guest book's own fields, and what the desk chooses from."""

from dataclasses import replace
from typing import Final

from register.forms.fields import Field, Form, K, O, Section, W
from register.forms.papers import GUEST_BOOK
from register.forms.rule import Rule, broken_when
from register.forms.values import text

BOOK: Final = {field.key: field for field in GUEST_BOOK.fields}
THING: Final = (
    Field("nama", "Nama perangkat", "Device", K.TEXT, W, most=100),
    Field("serial", "Nomor seri", "Serial number", K.TEXT, O, most=60),
)
ENTRY: Final = Form(
    key="kunjungan-masuk",
    title_id="Catat tamu masuk",
    title_en="Record a visitor coming in",
    sections=(
        Section("A", "Tamu", "Visitor", (
            BOOK["nama"],
            BOOK["instansi"],
            BOOK["jenis_id"],
            replace(BOOK["no_id"],
                    help_id="Hanya empat angka terakhir yang disimpan. Tamu yang pernah datang:"
                            " boleh dikosongkan.",
                    help_en="Only the last four are kept. May be left empty for who came before."),
            replace(BOOK["keperluan"], kind=K.TEXT, most=300),
            replace(BOOK["pendamping"], kind=K.CHOICE,
                    help_id="Pegawai dengan akses tetap yang berlaku.",
                    help_en="Staff whose standing access is in force."),
            BOOK["pemberi_izin"],
            replace(BOOK["perangkat"], kind=K.ROWS, most=20, columns=THING),
        )),
        Section("B", "Lainnya", "Other", (
            replace(BOOK["masuk"], required=O,
                    help_id="Kosongkan untuk sekarang. Jam yang diisi ditandai dicatat manual.",
                    help_en="Leave empty for now. A time given is marked as entered by hand."),
            BOOK["suhu"],
            BOOK["catatan"],
        )),
    ),
    rules=(
        Rule(
            "masuk", ("masuk",),
            lambda values, context: broken_when(
                text(values, "masuk")[:10] > context.today.isoformat(), today=context.today
            ),
            "Jam masuk belum tiba; paling lambat sekarang, {today}.",
            "The time in is yet to come; now is the latest, {today}.",
        ),
    ),
)  # fmt: skip
"""`no_id` may be missing of whoever the book knows already (`register.visits.come`)."""
