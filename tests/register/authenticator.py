"""An authenticator in software: what a browser would carry, with every bit ours to bend."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from struct import pack
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40  # WebAuthn level 3, section 6.1


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class Authenticator:
    """One ES256 credential that answers as it is told to."""

    def __init__(self, origin: str, host: str, credential: bytes = bytes(range(32))) -> None:
        self.origin, self.host, self.credential = origin, host, credential
        self.count = 1
        self._key = ec.generate_private_key(ec.SECP256R1())

    def create(self, options: str, *, flags: int = PRESENT | VERIFIED) -> str:
        public = self._key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32), -3: public.y.to_bytes(32)}
        attested = bytes(16) + pack(">H", len(self.credential)) + self.credential
        data = self._data(flags | ATTESTED) + attested + cbor2.dumps(cose)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", json.loads(options)["challenge"])
        return self._answer(clientDataJSON=_text(client), attestationObject=_text(attestation))

    def get(self, options: str, *, flags: int = PRESENT | VERIFIED) -> str:
        self.count += 1
        data = self._data(flags)
        client = self._client("webauthn.get", json.loads(options)["challenge"])
        signature = self._key.sign(data + sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(
            clientDataJSON=_text(client),
            authenticatorData=_text(data),
            signature=_text(signature),
        )

    def _data(self, flags: int) -> bytes:
        return sha256(self.host.encode()).digest() + pack(">BI", flags, self.count)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _answer(self, **response: Any) -> str:  # noqa: ANN401 - JSON
        credential = _text(self.credential)
        return json.dumps(
            {"id": credential, "rawId": credential, "type": "public-key", "response": response}
        )
