"""Every page of the office, on a phone, in both themes, under axe and by the keyboard alone."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, FilePayload, ViewportSize

from tests.admin.office import Office
from tests.register import papers
from tests.scenarios.inspector import Inspector, Way

pytestmark = pytest.mark.browser

PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
NO_PAGE: Final = {
    "static": "a style, a script, a picture",
    "audit_trail.check": "lines that a script reads: how far the chain is verified",
    "log_months.chain": "likewise",
    "log.export_progress": "likewise: how far a file is",
    "log.stream": "the live channel",
    "log.news": "rows that a script puts into the log",
    "notices.count": "a number that a script puts under the bell",
    "cards.taps": "JSON: the card that a reader offered",
    "premises.confirmation": "JSON: what the door has confirmed",
    "removals.confirmation": "likewise",
    "reviews.confirmation": "likewise",
    "first_list.template": "a CSV file",
    "log.export_file": "a CSV or XLSX file",
    "requests.download": "a paper that was attached",
    "posts.evidence": "a scan",
    "log_months.paper": "likewise",
    "door_orders.answer": "JSON: whether the door has answered",
    "mutations.scan": "likewise",
    "office_settings.emblem": "a picture",
}
ELSEWHERE: Final = {
    "login.second": "asks a second factor: tests/scenarios/test_login_pages.py looks at it",
    "login.first": "makes an account: likewise",
    "login.link": "leads on: likewise",
    "papers.given_back": "the sheet of papers.receipt: tests/admin/paper looks at it",
    "security.totp_page": "shows a secret once it was made: likewise",
}
Sent = str | float | bool | bytes | FilePayload
WALKERS: Final = (  # one of each post, a superior and a Pemohon
    "Hadi", "Endah", "Tri", "Nurul", "Fajar", "Slamet", "Ratna", "Yoga", "Bambang", "Galih",
)  # fmt: skip
REMOVAL: Final[dict[str, Sent]] = {
    "hubungan": "kasi", "alasan": "selesai", "uraian": "Penugasan selesai", "berlaku": "segera",
    "cakupan": "seluruh", "bekukan": "ya",
}  # fmt: skip
TODAY: Final = datetime.now(UTC).date().isoformat()
PDF: Final = FilePayload(name="surat.pdf", mimeType="application/pdf", buffer=papers.PDF)
HIDDEN: Final = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def posts(inspector: Inspector, path: str, **fields: Sent) -> str:
    """Send a form as whoever is signed in, and return where it leads."""
    answer = inspector.page.context.request.post(
        f"{inspector.root}{path}", multipart=fields, max_redirects=0
    )
    assert answer.status == 303, f"{path}: {answer.status}: {answer.text()[-300:]}"
    return answer.headers["location"]


def a_draft(inspector: Inspector) -> str:
    return posts(inspector, "/permintaan/baru", jenis="baru")


def a_removal(inspector: Inspector) -> str:
    page = inspector.page
    page.goto(f"{inspector.root}/penghapusan/baru")
    holder = page.locator('input[name="pemegang"], select[name="pemegang"] option').first
    chosen = holder.get_attribute("value") or ""
    return posts(inspector, "/penghapusan/baru", pemegang=chosen, **REMOVAL)


def an_export(inspector: Inspector) -> str:
    return posts(inspector, "/log-pintu/unduh", bentuk="csv")


def a_first_list(inspector: Inspector) -> str:
    rows = papers.sheet([papers.ROW]).encode()
    listed = FilePayload(name="daftar.csv", mimeType="text/csv", buffer=rows)
    return posts(inspector, "/daftar-awal/baru", berkas=listed, pindaian=PDF)


def a_decree(inspector: Inspector) -> str:
    page = inspector.page
    page.goto(f"{inspector.root}/kantor/mutasi/baru")
    person = page.locator("#list-orang option").last.get_attribute("value")
    shown = page.context.request.post(
        f"{inspector.root}/kantor/mutasi/pratinjau",
        multipart={
            "nomor": "800/27/2026", "tanggal": TODAY, "tmt": TODAY, "baris.1.orang": str(person),
            "baris.1.jabatan": "Penata Arsip", "baris.1.akhiri": "tidak", "baris.1.kartu": "tetap",
            "berkas": PDF,
        },
    ).text()  # fmt: skip
    return posts(inspector, "/kantor/mutasi/baru", **dict(HIDDEN.findall(shown)))


def a_signed_month(_: Inspector) -> str:
    """The month before the last: the Kasi of the demonstration has not signed the last one yet."""
    last = date.fromisoformat(TODAY).replace(day=1) - timedelta(days=1)
    return f"/arsip/log/{last.replace(day=1) - timedelta(days=1):%Y-%m}"


def led(inspector: Inspector, *ways: str) -> str:
    """Follow from home the first link of each shape, and return the last."""
    at = "/"
    for way in ways:
        text = inspector.page.context.request.get(f"{inspector.root}{at}").text()
        found = re.search(rf'href="({way})"', text)
        assert found, f"{at} leads to no {way}"
        at = found[1]
    return at


WAYS: Final[dict[str, tuple[str, Way]]] = {  # endpoint: whose page, and how he comes to it
    "track.ask": ("Nurul", lambda _: "/lacak/"),
    "verify.ask": ("Nurul", lambda _: "/periksa/"),
    "verify.show": ("Nurul", lambda _: "/periksa/ABCDEFGHJKMN"),
    "login.page": ("Nurul", lambda _: "/masuk"),
    "login.prove": ("Nurul", lambda _: "/buktikan"),
    "review_acts.needs": ("Bambang", lambda seen: seen.seen["reviews.show"] + "/kebutuhan"),
    "disposing.show": ("Hadi", lambda it: led(it, r"/berkas/\d+", r"/disposisi/\d+/\w+")),
    "requests.verification": (
        "Nurul",
        lambda it: led(it, r"/berkas/\d+", r"/permintaan/\d+/verifikasi"),
    ),
    "erasures.new": ("Yoga", lambda _: "/kantor/penghapusan-data/orang/1"),
    "requests.edit": ("Ratna", a_draft),
    "removals.show": ("Nurul", a_removal),
    "log.export_page": ("Nurul", an_export),
    "first_list.show": ("Wulan", a_first_list),
    "mutations.show": ("Slamet", a_decree),
    "log_archive.show": ("Slamet", a_signed_month),
    "visits.show": ("Nurul", lambda _: "/tamu/1"),  # no link leads there before a day's first guest
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(tmp_path)
    yield made
    made.bureau.store.close()


@pytest.fixture
def inspector(chromium: Browser, address: str, office: Office) -> Iterator[Inspector]:
    with closing(chromium.new_context(viewport=PHONE, reduced_motion="reduce")) as context:
        routes = office.app.url_map.bind("localhost")
        yield Inspector(context.new_page(), address.removesuffix("/pintu/"), routes, NO_PAGE)


def test_every_page_is_sound_under_axe_on_a_phone_and_by_the_keyboard(
    inspector: Inspector, office: Office
) -> None:
    inspector.page.goto(f"{inspector.root}/masuk")
    cast = {
        each.inner_text(): each.get_attribute("action") or ""
        for each in inspector.page.locator('form[action^="/masuk/peran/"]').all()
    }
    for name in WALKERS:
        inspector.becomes(next(at for who, at in cast.items() if name in who))
        inspector.walks()
    comes = None
    for endpoint, (who, way) in sorted(WAYS.items(), key=lambda each: each[1][0]):
        if endpoint not in inspector.seen:
            if comes != who:
                inspector.becomes(next(at for name, at in cast.items() if who in name))
            comes = who
            inspector.opens(f"{inspector.root}{way(inspector)}", endpoint)
    pages = {
        rule.endpoint for rule in office.app.url_map.iter_rules() if "GET" in (rule.methods or ())
    }
    unseen = pages - inspector.seen.keys() - NO_PAGE.keys() - ELSEWHERE.keys()
    assert not unseen, sorted(unseen)
    assert not inspector.faults, "\n".join(inspector.faults)
