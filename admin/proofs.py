"""The proof of who one is, as pages ask for it: a password, a code, a passkey."""

from collections.abc import Sequence

from flask import render_template, request
from flask.typing import ResponseReturnValue

from admin import cookies
from admin.access import site, source
from register.login import factors, logins, passkeys, sessions
from register.login.factors import Factor
from register.login.logins import Answer, Proof
from register.login.passkeys import Party

OWN = "proof_"
"""What the fields of a proof begin with: an act's own fields stand beside them."""


def party() -> Party | None:
    """Return whom passkeys are made for at this site's address, or None where none can be."""
    return passkeys.party(site().origin)


def half_way() -> int | None:
    """Return the session whose second factor is awaited, or None."""
    token = cookies.held()
    with site().reading() as session:
        row = None if token is None else sessions.half_way(session, token, site().now())
        return None if row is None else row.id


def given(session_id: int) -> Answer:
    """Try the proof that the request's form holds."""
    form = request.form
    proof = Proof(
        password=form.get(f"{OWN}password", ""),
        code=form.get(f"{OWN}code", ""),
        passkey=form.get(f"{OWN}passkey", ""),
    )
    return logins.prove(
        site().store, site().hasher, session_id, proof, party(), source(), site().now()
    )


def asked(
    template: str, session_id: int, complaint: str, answer: Answer | None,
    carried: Sequence[tuple[str, str]] = (),
) -> ResponseReturnValue:  # fmt: skip
    """Show what a session can be proved with.

    Args:
        template: the page.
        session_id: half-way in, or one that stands.
        complaint: what is said of an answer that was refused.
        answer: what a try came to; None before the first.
        carried: fields of the act that wants the proof.
    """
    with site().reading() as session:
        has = factors.of_session(session, session_id)
    usable = has - (set() if party() else {Factor.PASSKEY})
    shown = {"has": has, "usable": usable, "Factor": Factor, "carried": carried}
    if answer is None:
        return render_template(template, **shown)
    return refused(template, answer, complaint, **shown)


def refused(
    template: str, answer: Answer, complaint: str, **shown: object
) -> tuple[str, int, dict[str, str]]:
    """Say that a try was wrong, or that the next one is looked at only in a while."""
    text = render_template(template, complaint=complaint, wait=answer.wait, **shown)
    if answer.wait:
        return text, 429, {"Retry-After": str(answer.wait)}
    return text, 403, {}
