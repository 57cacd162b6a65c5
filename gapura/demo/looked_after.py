"""What the demonstration's Kasi has done already: findings closed, months of the log signed."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from gapura.demo.site import Site
from register.door_log import findings, log_figures, log_months, watching
from register.door_log.anomalies import Rule
from register.door_log.findings import Handling
from register.models import Anomaly
from register.seeding.by import acting
from register.seeding.calendar import office_times
from register.seeding.times import OfficeTimes
from register.store import Store

OLD: Final = timedelta(days=24)  # what is older has been seen to
FRESH: Final = 2  # days: what was looked at since then has not
LOOKS: Final = time(9, 25)  # of the next working day
R: Final = Rule
DONE: Final[Mapping[Rule, str]] = {
    R.FORCED_OPEN: "Petugas kebersihan mendorong pintu saat listrik padam. Rekaman kamera cocok.",
    R.HELD_OPEN: "Pintu diganjal saat memasukkan rak. Yang bersangkutan sudah diingatkan.",
    R.DENIED_IN_A_ROW: "Joko lupa PIN. PIN baru dibuatkan oleh operator.",
    R.ESCORT_MISSING: "Vendor datang terlalu awal. Ketentuan pendampingan dijelaskan lagi.",
    R.READER_DOWN: "Konektor longgar, sudah dipasang ulang dan diuji.",
    R.REGISTER_LOST: "Pemeliharaan terjadwal, selesai dalam beberapa detik.",
    R.CRASH: "Listrik gedung padam. UPS pengendali sudah diganti baterainya.",
    R.CLOCK_STEP: "Baterai RTC diganti.",
    R.OUTSIDE_HOURS: "Pemeliharaan malam, sesuai keperluan yang disetujui.",
}
IN_HAND: Final[Mapping[Rule, tuple[str, int, str]]] = {  # who sees to it in how many days
    R.HELD_OPEN: ("operator", 14, "Pasang penutup pintu otomatis."),
    R.STORAGE_SLOW: ("operator", 4, "Siapkan kartu SD pengganti."),
    R.DORMANT: ("kabid", 21, "Tanyakan apakah aksesnya masih diperlukan."),
}


def look_after(site: Site, who: Mapping[str, int], at: datetime) -> None:
    """Look through the journal, close what is old, and give some of the rest to somebody.

    Args:
        site: with its days before written.
        who: id of each official by his key.
        at: now.
    """
    times = office_times(at)
    with site.store() as store:
        watching.catch_up(store, site.journal, at)
        with store.session() as session:
            kasi = acting(session, who["kasi"])
            for anomaly in findings.listed(session).anomalies:
                doing, then = _doing(anomaly, who, times)
                if doing is not None:
                    findings.handle(session, anomaly.id, doing, who["kasi"], kasi, then)
        _sign_months(site, store, who, times)


def _sign_months(
    site: Site, store: Store, who: Mapping[str, int], times: OfficeTimes
) -> None:  # fmt: skip
    """Sign and countersign every month that is over, but the last."""
    at = times.now
    with store.session() as session:
        kasi, kabid = (acting(session, who[each]) for each in ("kasi", "kabid"))
        over = [each for each in log_months.months(session, site.journal, at) if each.waits]
        for each in reversed(over[1:]):
            figures = log_figures.prepare(session, site.journal, each.month, at)
            ended = log_figures.end(session, each.month).astimezone(times.zone).date()
            signed = times.after(ended, 3, LOOKS)
            log_months.sign(session, figures, None, who["kasi"], kasi, signed)
            then = times.after(signed.date(), 1, LOOKS)
            log_months.countersign(session, each.month, who["kabid"], kabid, then)


def _doing(
    anomaly: Anomaly, who: Mapping[str, int], times: OfficeTimes
) -> tuple[Handling | None, datetime]:
    """Return what is done about a finding, and when; None where nobody has looked yet."""
    then = times.after(anomaly.at.astimezone(times.zone).date(), 1, LOOKS)
    if times.now - anomaly.at > OLD and anomaly.rule in DONE:
        return Handling(DONE[anomaly.rule], close=True), then
    if then <= times.at(FRESH, LOOKS) and anomaly.rule in IN_HAND:
        name, days, words = IN_HAND[anomaly.rule]
        then = max(then, times.at(6, LOOKS))
        return Handling(words, owner=who[name], due=(then + timedelta(days=days)).date()), then
    return None, then
