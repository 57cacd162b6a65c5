"""Who somebody is, as the forms print it."""

from typing import Final

from register.forms.fields import Field, K, W

NAME: Final = Field("nama", "Nama", "Name", K.NAME, W)
NIP: Final = Field("nip", "NIP", "NIP", K.NIP, W, personal=True)
POST: Final = Field("jabatan", "Jabatan", "Position", K.TEXT, W, most=100)
UNIT: Final = Field("unit_kerja", "Unit kerja", "Organisational unit", K.TEXT, W, most=100)
OFFICIAL: Final = (NAME, NIP, POST)
