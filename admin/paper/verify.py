"""The public page behind a paper's QR: is there such a paper, and is this file one of ours.

It names nobody: the code is on the paper, and whoever holds that has read it.
"""

import re
from hashlib import sha256
from typing import Final

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from admin.access import allow, site
from register import dossiers, prints

bp = Blueprint("verify", __name__, url_prefix="/periksa")
SPACED: Final = re.compile(r"[\s-]+")
CHUNK: Final = 1 << 16  # bytes: whoever sends a large file fills no memory of ours
DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@bp.get("/")
@allow(anyone=True)
def ask() -> str | Response:
    """Ask for a code."""
    code = code_of(request.args.get("kode", ""))
    if code.isalnum():
        return redirect(url_for("verify.show", code=code), 303)
    return render_template("paper/verify.html", code="")


@bp.get("/<code>")
@allow(anyone=True)
def show(code: str) -> tuple[str, int]:
    """Say whether there is a paper with this code."""
    return _page(code_of(code), None)


@bp.post("/<code>")
@allow(anyone=True, files=True)
def compare(code: str) -> tuple[str, int]:
    """Say whether a file, or a SHA-256 that somebody reckoned, is of a PDF that we made."""
    sent = request.files.get("berkas")
    if sent is not None and sent.filename:
        digest = sha256()
        for chunk in iter(lambda: sent.stream.read(CHUNK), b""):
            digest.update(chunk)
        return _page(code_of(code), digest.hexdigest())
    return _page(code_of(code), SPACED.sub("", request.form.get("sha256", "")).lower())


def _page(code: str, digest: str | None) -> tuple[str, int]:
    with site().reading() as session:
        dossier, made = dossiers.by_code(session, code), prints.of_code(session, code)
        if dossier is not None and dossier.number is None:
            dossier = None  # a draft is no paper yet
        found = dossier is not None or bool(made)
        page = render_template(
            "paper/verify.html",
            code=code,
            found=found,
            dossier=dossier,
            digest=dossiers.digest(dossier) if dossier else made[0].digest if made else None,
            made=made,
            compared=digest,
            readable=digest is None or DIGEST.fullmatch(digest) is not None,
            same=next((each for each in made if each.sha256 == digest), None),
        )
    return page, 200 if found else 404


def code_of(text: str) -> str:
    """Return a code as it is kept, however it was typed."""
    return SPACED.sub("", text).upper()
