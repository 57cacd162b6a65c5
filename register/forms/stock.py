"""What is asked when blank cards come, and when some are spoiled or destroyed unused."""

from typing import Final

from register.forms.choices import Choice
from register.forms.fields import B, Field, Form, K, O, Section, W
from register.forms.rule import until_today
from register.forms.values import text

KINDS: Final = (
    Choice("iso14443a", "13,56 MHz (MIFARE, DESFire, NTAG)", "13.56 MHz (MIFARE, DESFire, NTAG)"),
    Choice("em4100", "125 kHz (EM4100, TK4100)", "125 kHz (EM4100, TK4100)"),
    Choice("wiegand", "Kartu untuk pembaca Wiegand", "Cards for Wiegand readers"),
)
MOST: Final = 10_000  # cards in a delivery

RECEIPT: Final = Form(
    key="penerimaan-kartu",
    title_id="Terima kartu kosong",
    title_en="Receive blank cards",
    sections=(
        Section("A", "Penerimaan", "Receipt", (
            Field("jenis", "Jenis kartu", "Kind of card", K.CHOICE, W, choices=KINDS),
            Field("jumlah", "Jumlah", "Count", K.NUMBER, W, least=1, most=MOST),
            Field("dari", "Nomor tercetak, dari", "Printed numbers, from", K.TEXT, O, most=20),
            Field("sampai", "Nomor tercetak, sampai", "Printed numbers, to", K.TEXT, B, most=20),
            Field("pemasok", "Pemasok", "Supplier", K.TEXT, O, most=100),
            Field("tanggal", "Tanggal diterima", "Received on", K.DATE, W),
        )),
    ),
    conditions={"sampai": lambda values: bool(text(values, "dari"))},
    rules=(
        until_today("tanggal", "Tanggal", "The date"),
    ),
)  # fmt: skip

LOSS: Final = Form(
    key="kartu-terbuang",
    title_id="Catat kartu kosong yang terbuang",
    title_en="Record blank cards that are lost to the stock",
    sections=(
        Section("A", "Kartu", "Cards", (
            Field("kiriman", "Kiriman", "Batch", K.CHOICE, W),
            Field("sebab", "Sebab", "Cause", K.CHOICE, W, choices=(
                Choice("rusak", "Rusak", "Spoiled"),
                Choice("musnah", "Dimusnahkan", "Destroyed"),
            )),
            Field("jumlah", "Jumlah", "Count", K.NUMBER, W, least=1, most=MOST),
            Field("alasan", "Alasan", "Reason", K.TEXT, W, most=200),
        )),
    ),
)  # fmt: skip
