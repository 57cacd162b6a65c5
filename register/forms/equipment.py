"""Equipment that is carried into the server room or out of it."""

from typing import Final

from register.forms.attachment import FILE
from register.forms.choices import ELSE, Choice
from register.forms.fields import B, Field, K, O, W
from register.forms.values import Values, text

ACCESSORY: Final = Choice("aksesori", "Aksesori", "Accessory")
DEVICES: Final = (
    Choice("server", "Server", "Server"),
    Choice("router", "Router", "Router"),
    Choice("switch", "Switch", "Switch"),
    Choice("laptop", "Laptop", "Laptop"),
    Choice("media", "Media", "Storage medium"),
    ACCESSORY,
    ELSE,
)
DIRECTIONS: Final = (
    Choice("masuk", "Masuk", "In"),
    Choice("keluar", "Keluar", "Out"),
    Choice("masuk-keluar", "Masuk dan keluar", "In and out"),
)
DEVICE: Final = (
    Field("nama", "Nama perangkat", "Device", K.TEXT, W, most=100),
    Field("jenis", "Jenis perangkat", "Kind of device", K.CHOICE, W, choices=DEVICES),
    Field("merek", "Merek", "Make", K.TEXT, O, most=100),
    Field("serial", "Nomor seri", "Serial number", K.TEXT, B, most=60),
    Field("jumlah", "Jumlah", "Quantity", K.NUMBER, W, least=1, most=999),
    Field("arah", "Arah", "Direction", K.CHOICE, W, choices=DIRECTIONS),
    Field("foto", "Foto", "Photo", K.FILES, O, most=1, columns=FILE),
)


def has_serial(device: Values) -> bool:
    """Say whether a device is known by its serial number: any but an accessory."""
    return text(device, "jenis") != ACCESSORY.value
