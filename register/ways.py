"""How a dossier goes through the SOP's tables, everyone in his place; and every way (pure)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from register.workflow import (
    PROCEDURES,
    STANDS_IN,
    TABLES,
    Course,
    Line,
    Procedure,
    Role,
    State,
    Step,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a dossier goes through its procedure; fixed when it is begun.

    Attributes:
        applicant: the post that the Pemohon holds, where it moves a step.
        approver: who approves at step 6: the Kabid, or, by the other reading, the Kasi; then the
            Kabid verifies.
        initials: who initials the register at step 9: the Kasi, or the operator.
    """

    course: Course = Course.REQUEST
    applicant: Role | None = None
    approver: Role = Role.KABID
    initials: Role = Role.KASI

    @property
    def key(self) -> str:
        """The text by which the database knows it."""
        return f"{self.course}:{self.applicant or '-'}:{self.approver}:{self.initials}"

    @property
    def procedure(self) -> Procedure:
        """Which of the SOP's forms goes this way."""
        return PROCEDURES.get(self.course, Procedure.REQUEST)

    def lines(self) -> tuple[Line, ...]:
        """Return the whole table, everyone in his place: what is signed, and what is not."""
        return tuple(
            self._placed(line) if isinstance(line, Step) else line for line in TABLES[self.course]
        )

    def steps(self) -> tuple[Step, ...]:
        """Return what somebody signs: all that can be done to a dossier."""
        return tuple(line for line in self.lines() if isinstance(line, Step))

    def _placed(self, step: Step) -> Step:
        if step.role in (Role.APPLICANT, Role.SUPERIOR):
            return step
        role = self._role(step)
        # The Kabid who asks is left out between Kadis and Kasi: he hands himself nothing.
        straight = self.applicant is Role.KABID and step.act == "dispose"
        return replace(step, role=role, after=State.AT_KASI if straight else step.after)

    def _role(self, step: Step) -> Role:
        moved = STANDS_IN.get(self.applicant, {}) if self.applicant is not None else {}
        if step.number in moved:
            return moved[step.number]
        if self.approver is Role.KASI and step.number in ("5", "6"):
            return Role.KABID if step.number == "5" else Role.KASI
        return self.initials if step.act == "initial" else step.role


def ways() -> Iterator[Way]:
    """Return every way that there is."""
    first = (Course.FIRST_LIST, Course.FIRST_ROW)
    asked = [course for course in Course if course not in PROCEDURES and course not in first]
    applicants = (None, *STANDS_IN)
    for course, applicant, approver, initials in product(
        asked, applicants, (Role.KABID, Role.KASI), (Role.KASI, Role.OPERATOR)
    ):
        yield Way(course=course, applicant=applicant, approver=approver, initials=initials)
    for applicant in applicants:
        yield Way(course=Course.REMOVAL, applicant=applicant)
    yield Way(course=Course.REVIEW)
    yield Way(course=Course.FIRST_LIST)
    for initials in (Role.KASI, Role.OPERATOR):
        yield Way(course=Course.FIRST_ROW, initials=initials)


WAYS: Final[Mapping[str, Way]] = {way.key: way for way in ways()}
STEPS: Final[Mapping[str, tuple[Step, ...]]] = {key: way.steps() for key, way in WAYS.items()}
