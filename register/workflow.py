"""The SOP as tables (pure): who acts at which step, what it is called, where it leads.

Buttons, inboxes, trackers, printed forms, the diagram, the role matrix and the database's own
triggers (migrations) are all made from what stands here. Source: SOP/11/406.020/2019, its ten steps
as printed; removal P1 to P6 and review R1 to R7 are inferred from its purpose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final


class Procedure(StrEnum):
    """Which of the SOP's forms a dossier is."""

    REQUEST = "permintaan"
    REMOVAL = "penghapusan"
    REVIEW = "review"


class Role(StrEnum):
    """Who acts; fixed keys. Titles and holders are data (`register.posts`)."""

    APPLICANT = "pemohon"
    SUPERIOR = "atasan"
    KADIS = "kadis"
    SECRETARY = "sekretaris"  # disposes where the Kadis himself asks
    KABID = "kabid"
    KASI = "kasi"
    OPERATOR = "operator"
    REGISTRY = "tata-usaha"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "sistem"  # a timer or a review's own consequence


POSTS: Final = frozenset(Role) - {Role.APPLICANT, Role.SUPERIOR, Role.SYSTEM}
"""Roles that people hold by date; the others follow from the dossier itself."""


class State(StrEnum):
    """Where a dossier is: mostly, for whom it waits."""

    DRAFT = "draf"
    AT_SUPERIOR = "di-atasan"
    AT_KADIS = "di-kadis"
    AT_KABID = "di-kabid"
    AT_KASI = "di-kasi"
    AT_APPROVER = "di-penyetuju"
    AT_OPERATOR = "di-operator"
    ISSUED = "kartu-terbit"
    IN_USE = "digunakan"
    REJECTED = "ditolak"
    WITHDRAWN = "dibatalkan"
    REVOKED = "akses-dicabut"  # removal: the door knows; the card itself is still awaited
    CLOSED = "selesai"
    REFUSED = "tidak-dikabulkan"  # a removal that the Kabid refused: access is given back
    OPEN = "berjalan"  # a review whose rows are being decided


ENDED: Final = frozenset(
    {State.IN_USE, State.REJECTED, State.WITHDRAWN, State.CLOSED, State.REFUSED}
)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the SOP.

    Attributes:
        number: as printed: `5`, `P3`, `R4`.
        role: who acts; `Way` says where another stands in.
        note: whether the act needs words of its own.
        told: roles that are informed of it, besides the next to act.
    """

    number: str
    act: str
    before: State
    after: State
    role: Role
    label_id: str
    label_en: str
    note: bool = False
    told: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Unsigned:
    """One line of the SOP that moves no dossier: nobody signs it, so it is nobody's act.

    Attributes:
        role: who brings it about: mostly the system.
        after: the acts that it follows, if anything came of them that wants it.
    """

    number: str
    act: str
    after: frozenset[str]
    role: Role
    label_id: str
    label_en: str
    before: ClassVar[None] = None  # no state waits for it


Line = Step | Unsigned

A, S, K1, K2, K3, OP, SYS = (  # as short as the table's columns
    Role.APPLICANT, Role.SUPERIOR, Role.KADIS, Role.KABID, Role.KASI, Role.OPERATOR, Role.SYSTEM,
)  # fmt: skip
BOTH: Final = frozenset({A, K1})  # a refusal is always told to Pemohon and Kadis
TOLD: Final = frozenset({A})
X: Final = State

REQUEST: Final[tuple[Line, ...]] = (
    Step("1", "submit", X.DRAFT, X.AT_SUPERIOR, A, "Ajukan permintaan", "Submit the request"),
    Step("2", "endorse", X.AT_SUPERIOR, X.AT_KADIS, S, "Setujui dan teruskan ke Kadis", "Endorse and forward to the Kadis", told=TOLD),
    Step("3", "dispose", X.AT_KADIS, X.AT_KABID, K1, "Disposisikan kepada Kabid", "Dispose to the Kabid", told=TOLD),
    Step("4", "forward", X.AT_KABID, X.AT_KASI, K2, "Teruskan kepada Kasi", "Forward to the Kasi", told=TOLD),
    Step("5", "verify", X.AT_KASI, X.AT_APPROVER, K3, "Verifikasi jenis akses", "Verify the type of access", told=TOLD),
    Step("6", "approve", X.AT_APPROVER, X.AT_OPERATOR, K2, "Setujui hak akses", "Approve the right of access", told=TOLD),
    Step("7", "issue", X.AT_OPERATOR, X.ISSUED, OP, "Terbitkan kartu", "Issue the card", told=TOLD),
    Unsigned("8", "inform", frozenset({"issue", "reject"}), SYS, "Informasikan status kepada Pemohon", "Inform the applicant of the status"),
    # 9's row of the register is written by 7.
    Step("9", "initial", X.ISSUED, X.ISSUED, K3, "Paraf daftar akses", "Initial the register"),
    Step("9", "initial", X.IN_USE, X.IN_USE, K3, "Paraf daftar akses", "Initial the register"),
    Step("10", "receive", X.ISSUED, X.IN_USE, A, "Tanda tangani penerimaan kartu", "Sign for the card"),
    Step("1", "withdraw", X.DRAFT, X.WITHDRAWN, A, "Batalkan", "Withdraw"),
    *(
        Step("1", "withdraw", waits, X.WITHDRAWN, A, "Batalkan permintaan", "Withdraw the request", note=True)
        for waits in (X.AT_SUPERIOR, X.AT_KADIS, X.AT_KABID, X.AT_KASI, X.AT_APPROVER, X.AT_OPERATOR)
    ),
    *(
        Step(number, act, waits, after, role, label_id, label_en, note=True, told=BOTH)
        for number, waits, role in (
            ("2", X.AT_SUPERIOR, S), ("3", X.AT_KADIS, K1), ("4", X.AT_KABID, K2),
            ("5", X.AT_KASI, K3), ("6", X.AT_APPROVER, K2),
        )
        for act, after, label_id, label_en in (
            ("return", X.DRAFT, "Kembalikan untuk diperbaiki", "Send back for correction"),
            ("reject", X.REJECTED, "Tolak permintaan", "Reject the request"),
        )
    ),
)  # fmt: skip

RENEWAL: Final[tuple[Line, ...]] = (  # more time or other doors: the card in hand goes on, so nothing is handed over
    *(step for step in REQUEST if step.act not in ("issue", "receive") and step.before is not X.ISSUED),
    Step("7", "issue", X.AT_OPERATOR, X.IN_USE, OP, "Berlakukan hak akses baru", "Put the new right into force", told=TOLD),
)  # fmt: skip

REPLACEMENT: Final[tuple[Line, ...]] = (  # grants nothing new: the grant stays, Kasi and operator suffice
    Step("1", "submit", X.DRAFT, X.AT_KASI, A, "Ajukan permintaan", "Submit the request"),
    Step("5", "verify", X.AT_KASI, X.AT_OPERATOR, K3, "Verifikasi", "Verify", told=TOLD),
    *(step for step in REQUEST if step.number in ("7", "8", "9", "10")),
    *(step for step in REQUEST if step.act == "withdraw"
      and step.before in (X.DRAFT, X.AT_KASI, X.AT_OPERATOR)),
    *(step for step in REQUEST if step.act in ("return", "reject") and step.before is X.AT_KASI),
)  # fmt: skip

THAW: Final[tuple[Line, ...]] = (  # a card that was found or frozen by mistake: likewise, and nothing is handed over
    *(step for step in REPLACEMENT if step.number not in ("7", "9", "10")),
    Step("7", "issue", X.AT_OPERATOR, X.IN_USE, OP, "Buka blokir kartu", "Un-freeze the card", told=TOLD),
)  # fmt: skip

REMOVAL: Final[tuple[Line, ...]] = (
    Step("P1", "ask", X.DRAFT, X.AT_KASI, A, "Ajukan penghapusan akses", "Ask for the removal"),
    Step("P1", "lapse", X.DRAFT, X.AT_KASI, SYS, "Masa berlaku habis", "Validity ended"),
    Unsigned("P2", "freeze", frozenset({"ask", "lapse"}), SYS, "Bekukan kartu seketika, kecuali diminta lain", "Freeze the cards at once, unless declined"),
    Step("P3", "confirm", X.AT_KASI, X.AT_OPERATOR, K3, "Verifikasi penghapusan", "Verify the removal", told=frozenset({K1, K2})),
    Step("P3", "object", X.AT_KASI, X.AT_KABID, K3, "Usulkan agar tidak dikabulkan", "Propose to refuse it", note=True),
    Step("P3", "refuse", X.AT_KABID, X.REFUSED, K2, "Tolak penghapusan, akses dipulihkan", "Refuse the removal, give access back", note=True, told=TOLD),
    Step("P3", "confirm", X.AT_KABID, X.AT_OPERATOR, K2, "Lanjutkan penghapusan", "Go on with the removal", note=True),
    Step("P4", "revoke", X.AT_OPERATOR, X.REVOKED, OP, "Cabut akses", "Revoke access"),
    Step("P5", "close", X.REVOKED, X.CLOSED, OP, "Catat kartu dan tutup", "Account for the card and close", told=TOLD),
    Unsigned("P6", "inform", frozenset({"close"}), SYS, "Informasikan unit kerja", "Inform the unit"),
)  # fmt: skip

REVIEW: Final[tuple[Line, ...]] = (
    Step("R1", "open", X.DRAFT, X.OPEN, K3, "Mulai review", "Open the review"),
    Unsigned("R2", "need", frozenset({"open"}), S, "Konfirmasi kebutuhan oleh unit kerja, bila diminta", "Confirm the need, where the unit is asked"),
    Step("R3", "sign", X.OPEN, X.AT_KABID, K3, "Tanda tangani hasil review", "Sign the review"),
    Step("R4", "countersign", X.AT_KABID, X.CLOSED, K2, "Mengetahui dan mengesahkan", "Countersign"),
    Step("R4", "return", X.AT_KABID, X.OPEN, K2, "Kembalikan kepada Kasi", "Send back to the Kasi", note=True),
    Unsigned("R5", "freeze", frozenset({"sign"}), SYS, "Bekukan yang dicabut dan buka formulir penghapusan", "Freeze what is revoked, open its removal"),
    Unsigned("R6", "seen", frozenset({"sign", "countersign"}), SYS, "Catat konfirmasi pembaca", "Record the reader's confirmation"),
    Unsigned("R7", "keep", frozenset({"countersign"}), SYS, "Simpan formulir bertanda tangan, tidak berubah lagi", "Keep the signed form, unchanged for ever"),
)  # fmt: skip


FIRST_LIST: Final[tuple[Line, ...]] = (  # day one: a paper list enters whole, by one collective request
    Step("D1", "submit", X.DRAFT, X.AT_KASI, A, "Ajukan daftar awal", "Submit the first list"),
    Step("D2", "verify", X.AT_KASI, X.AT_KABID, K3, "Verifikasi dengan daftar kertas", "Verify against the paper list", told=TOLD),
    Step("D3", "approve", X.AT_KABID, X.AT_KADIS, K2, "Setujui daftar awal", "Approve the first list", told=TOLD),
    Step("D4", "ratify", X.AT_KADIS, X.CLOSED, K1, "Sahkan daftar awal", "Ratify the first list", told=TOLD),
    *(
        Step("D1", "withdraw", waits, X.WITHDRAWN, A, "Batalkan daftar awal", "Withdraw the first list", note=waits is not X.DRAFT)
        for waits in (X.DRAFT, X.AT_KASI, X.AT_KABID, X.AT_KADIS)
    ),
    *(
        Step(number, act, waits, after, role, label_id, label_en, note=True, told=BOTH)
        for number, waits, role in (("D2", X.AT_KASI, K3), ("D3", X.AT_KABID, K2), ("D4", X.AT_KADIS, K1))
        for act, after, label_id, label_en in (
            ("return", X.DRAFT, "Kembalikan untuk diperbaiki", "Send back for correction"),
            ("reject", X.REJECTED, "Tolak daftar awal", "Reject the first list"),
        )
    ),
)  # fmt: skip

FIRST_ROW: Final[tuple[Line, ...]] = (  # one line of a ratified first list: its card is tapped in
    Step("D5", "admit", X.DRAFT, X.AT_OPERATOR, OP, "Ambil dari daftar awal", "Take from the first list"),
    *(step for step in REQUEST if step.number in ("7", "8", "9", "10")),
    *(step for step in REQUEST if step.act == "withdraw" and step.before is X.AT_OPERATOR),
)  # fmt: skip


class Course(StrEnum):
    """Which table a dossier follows."""

    REQUEST = "permintaan"
    RENEWAL = "perpanjangan"
    REPLACEMENT = "penggantian"
    THAW = "pembukaan"
    REMOVAL = "penghapusan"
    REVIEW = "review"
    FIRST_LIST = "daftar-awal"
    FIRST_ROW = "data-awal"


TABLES: Final[Mapping[Course, tuple[Line, ...]]] = {
    Course.REQUEST: REQUEST,
    Course.RENEWAL: RENEWAL,
    Course.REPLACEMENT: REPLACEMENT,
    Course.THAW: THAW,
    Course.REMOVAL: REMOVAL,
    Course.REVIEW: REVIEW,
    Course.FIRST_LIST: FIRST_LIST,
    Course.FIRST_ROW: FIRST_ROW,
}
PROCEDURES: Final[Mapping[Course, Procedure]] = {
    Course.REMOVAL: Procedure.REMOVAL,
    Course.REVIEW: Procedure.REVIEW,
}  # every other is a request

STANDS_IN: Final[Mapping[Role, Mapping[str, Role]]] = {
    # Where the Pemohon himself holds a post, the steps move so that the four stay four.
    Role.KASI: {"5": Role.KABID, "6": Role.KADIS, "9": Role.KABID},
    Role.KABID: {"5": Role.KASI, "6": Role.KADIS, "P3": Role.KADIS},
    Role.KADIS: {"3": Role.SECRETARY},
}
SEPARATE: Final = frozenset({"verify", "approve", "issue"})
"""Acts of one dossier that three different people do, none of them the Pemohon."""
