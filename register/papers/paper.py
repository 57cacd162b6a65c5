"""A paper: a form, what it says, and what it can be verified by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from register.forms.choices import Choice
from register.forms.fields import Form
from register.forms.values import Values


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper.

    Attributes:
        form: whose fields it prints, in order.
        values: by the form's keys; a block's is a `Signed`, or None where it is yet to be signed.
        code: 12 letters, by which anybody may ask whether there is such a paper.
        digest: SHA-256 of what it says.
        number: as printed under the title; None where it has none.
        at: as of when.
        dossier: that it is of, or None.
        offered: labels of answers that the form itself does not list.
        landscape: whether it lies on its side.
    """

    form: Form
    values: Values
    code: str
    digest: str
    number: str | None
    at: datetime
    dossier: int | None = None
    offered: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    landscape: bool = False
