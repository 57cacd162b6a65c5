"""Passkeys (WebAuthn level 3): what a browser is asked, and whether its answer verifies.

User verification is required: a passkey is something one has and, by its own PIN or finger,
something one knows or is.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from register.errors import AccountRefused
from register.models import Account, Passkey

NAME: Final = "Gapura"
LONGEST: Final = 16 << 10  # characters of an answer; an RSA key with attestation takes 2,000
MALFORMED: Final = (WebAuthnException, ValueError, LookupError, TypeError, RecursionError)
"""What the library raises on an answer that no browser gives; only the first on purpose."""


@dataclass(frozen=True, slots=True)
class Party:
    """Whom passkeys are made for (the relying party).

    Attributes:
        host: a host name; browsers make no passkey for an IP address.
        origin: the address at which browsers reach us.
    """

    host: str
    origin: str


def party(origin: str) -> Party | None:
    """Return whom passkeys are made for at an origin, or None where no browser makes any."""
    parts = urlsplit(origin)
    host = parts.hostname or ""
    if parts.scheme != "https" and host != "localhost":
        return None
    try:
        ip_address(host)
    except ValueError:
        return Party(host, origin)
    return None


def offer(account: Account, challenge: bytes, for_: Party) -> str:
    """Return the options of `navigator.credentials.create`, as JSON."""
    options = generate_registration_options(
        rp_id=for_.host,
        rp_name=NAME,
        user_name=account.login,
        user_id=account.person.public_id.encode(),
        user_display_name=account.person.name or account.login,
        challenge=challenge,
        exclude_credentials=_descriptors(account),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return options_to_json(options)


def made(answer: str, challenge: bytes, for_: Party) -> Passkey:
    """Return the passkey of an answer; AccountRefused where it does not verify."""
    try:
        verified = verify_registration_response(
            credential=answer[:LONGEST],
            expected_challenge=challenge,
            expected_rp_id=for_.host,
            expected_origin=for_.origin,
            require_user_verification=True,
        )
    except MALFORMED as error:
        raise AccountRefused(
            "Passkey tidak dapat diperiksa. Coba sekali lagi.",
            f"the passkey could not be verified ({error}); try once more",
        ) from error
    return Passkey(
        credential=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
    )


def ask(account: Account, challenge: bytes, for_: Party) -> str:
    """Return the options of `navigator.credentials.get`, as JSON."""
    options = generate_authentication_options(
        rp_id=for_.host,
        challenge=challenge,
        allow_credentials=_descriptors(account),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def fits(account: Account, answer: str, challenge: bytes, for_: Party, at: datetime) -> bool:
    """Whether one of the account's passkeys answered; its counter goes on."""
    passkey = _of_answer(account, answer)
    if passkey is None:
        return False
    try:
        verified = verify_authentication_response(
            credential=answer[:LONGEST],
            expected_challenge=challenge,
            expected_rp_id=for_.host,
            expected_origin=for_.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except MALFORMED:
        return False
    passkey.sign_count, passkey.used_at = verified.new_sign_count, at
    return True


def _of_answer(account: Account, answer: str) -> Passkey | None:
    try:
        credential = base64url_to_bytes(json.loads(answer[:LONGEST])["rawId"])
    except MALFORMED:
        return None
    return next((each for each in account.passkeys if each.credential == credential), None)


def _descriptors(account: Account) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each.credential) for each in account.passkeys]
