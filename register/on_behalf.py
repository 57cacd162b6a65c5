"""A request of somebody who never logs in: tata usaha writes it down, he signs it on paper.

Nobody asks for another: what is written is a draft until the scan of his signature is filed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from register import accounts, applying, filing, people, requests
from register.audit import By
from register.errors import FilingRefused
from register.forms.values import record
from register.models import Dossier


def begin(session: Session, said: Mapping[str, Any], kind: str, by: By, at: datetime) -> Dossier:
    """Open a draft for whoever is named (`nama`, `nip` where he has one).

    Raises FilingRefused: who writes is not of tata usaha, writes his own, or the Pemohon has an
    account and asks himself.
    """
    filing.check_registry(session, by, at)
    if not str(said.get("nama", "")).strip():
        raise FilingRefused("Isi nama pemohonnya.", "the applicant's name is wanted")
    person = people.named(session, said)
    if person.id == by.person or accounts.of_person(session, person.id) is not None:
        raise FilingRefused(
            f"{person.name} memiliki akun dan mengajukan sendiri permintaannya.",
            f"{person.name} has an account and asks himself",
        )
    return requests.begin(session, person.id, kind, by, at)


def may(session: Session, dossier: Dossier, by: By, at: datetime) -> bool:
    """Whether somebody may write a draft that is another's."""
    try:
        filing.check_registry(session, by, at)
    except FilingRefused:
        return False
    other = dossier.applicant_id != by.person
    return other and accounts.of_person(session, dossier.applicant_id) is None


def prepare(session: Session, dossier: Dossier, answers: Mapping[str, Any], at: datetime) -> None:
    """Make a draft ready for the printer: whole, and with the superior that it names.

    Raises Incomplete: everything that is wrong.
    """
    values = applying.checked(session, dossier, answers, at)
    superior = people.named(session, record(values, applying.SUPERIOR))
    requests.save(session, dossier, dict(values), superior.id, at)
