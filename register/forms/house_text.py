"""A text that everybody is asked to read, as the office words it."""

from typing import Final

from register.forms.fields import Field, Form, K, O, Section, W

MOST: Final = 10_000  # characters
HOUSE_TEXT: Final = Form(
    key="teks", title_id="Teks", title_en="Text",
    sections=(
        Section("teks", "Teks", "Text", (
            Field("said_id", "Bahasa Indonesia", "Indonesian", K.LONG_TEXT, W,
                  least=20, most=MOST),
            Field("said_en", "Bahasa Inggris", "English", K.LONG_TEXT, O, most=MOST,
                  help_id="Bila dikosongkan, yang dibaca naskah Indonesianya.",
                  help_en="Where it is empty, the Indonesian is read."),
        )),
    ),
)  # fmt: skip
