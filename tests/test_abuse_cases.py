"""Each real incident that we design against (PROMISES 3) has its tests, by name, and they exist."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

TESTS: Final = Path(__file__).parent
INCIDENTS: Final = {
    "HID Mercury and LenelS2 2022, CVE-2022-31481: an update and a form without signing in": (
        "admin/test_unread.py::test_no_byte_is_read_of_who_is_not_signed_in",
        "admin/test_routes.py::test_everybody_gets_to_what_the_table_says_and_to_nothing_else",
    ),
    "Nortek eMerge, CVE-2019-7256: a shell behind a field, default accounts, clear passwords": (
        "admin/test_incidents.py::test_no_page_reaches_a_shell_or_makes_an_object_of_a_file",
        "admin/test_hostile.py::test_no_form_makes_a_page_fail",
        (
            "test_secrets.py::test_a_new_register_has_nobody_who_can_log_in_and_shares_nothing_with"
            "_another"
        ),
        "register/test_passwords.py::test_hashes_are_of_the_profile_that_owasp_asks_for",
    ),
    "Hirsch Enterphone MESH, CVE-2025-26793: a default password": (
        (
            "test_secrets.py::test_a_new_register_has_nobody_who_can_log_in_and_shares_nothing_with"
            "_another"
        ),
        "register/test_passwords.py::test_what_anybody_would_try_first_is_refused",
    ),
    "Chirp, CVE-2024-2197, and Nexx, CVE-2023-1748: one secret in every product": (
        "test_secrets.py::test_no_file_of_ours_holds_a_secret",
        "test_packaging.py::test_the_wheel_holds_no_key_no_database_and_no_secret",
        (
            "register/test_sealing.py::test_the_key_is_its_owners_alone_and_two_registers_never_share"
            "_one"
        ),
    ),
    "ZKTeco 2024, CVE-2023-3938, and BioTime: the card itself is hostile; paths from outside": (
        "hardware/test_decoders.py::test_no_bytes_make_a_decoder_raise_or_hoard",
        "admin/test_hostile.py::test_no_card_that_is_held_to_a_desk_reader_writes_what_it_likes",
        "admin/test_canary.py::test_no_page_lets_it_through_and_no_page_falls_over_it",
        "admin/test_uploads.py::test_a_name_leads_to_no_place_and_says_what_the_file_is",
    ),
    "Suprema BioStar 2, 2019: a database with everything in clear, on the network": (
        (
            "register/test_sealing.py::test_no_byte_of_the_file_its_log_or_a_copy_tells_an_identity"
            "_number"
        ),
        "register/test_sealing.py::test_no_byte_tells_a_second_factor_being_set_up_or_in_use",
        "scenarios/test_sockets.py::test_the_pages_listen_on_their_unix_socket_and_on_nothing_else",
    ),
    "Unsaflok 2024: one card of the house opens every door": (
        "register/test_one_card.py::test_whoever_has_one_cards_number_has_no_other_that_opens",
    ),
    "FM11RF08S, Quarkslab 2024: a card that can be copied": (
        "hardware/test_port.py::test_a_fob_is_one_read_of_lowest_assurance",
        (
            "register/test_one_card.py::test_a_card_of_which_only_the_number_is_read_is_told_to_be"
            "_copyable"
        ),
    ),
    "OSDP, Bishop Fox 2023: a downgrade, an install mode; we speak no OSDP, and say so": (
        "daemon/test_config.py::test_an_unknown_or_impossible_key_stops_the_start",
    ),
    "esp-rfid #22 and #177: a live channel without signing in": (
        "admin/test_routes.py::test_who_is_disabled_gets_no_further_than_who_is_nobody",
        (
            "admin/test_log_pages.py::test_the_stream_tells_each_new_line_that_the_filter_wants_and"
            "_ends_with_the_session"
        ),
    ),
    "UniFi Access, CVE-2025-52665, Akuvox E11 and Leosac: a way in that nobody declared": (
        "scenarios/test_sockets.py::test_the_pages_listen_on_their_unix_socket_and_on_nothing_else",
        "scenarios/test_sockets.py::test_the_daemon_listens_on_nothing",
        (
            "scenarios/test_sockets.py::test_the_demo_with_all_that_it_starts_listens_at_the_one"
            "_address_that_it_prints"
        ),
        "scenarios/test_sockets.py::test_the_pages_refuse_an_address_that_others_reach",
    ),
    "mfrc522: half of a number taken for the whole": (
        (
            "hardware/test_mfrc522_cards.py::test_two_seven_byte_cards_that_share_three_bytes_are_two"
            "_cards"
        ),
        (
            "hardware/test_mfrc522_stock.py::test_the_library_takes_three_bytes_of_a_seven_byte_number"
            "_for_the_number"
        ),
    ),
    "journald FSS, CVE-2023-31439: a log that an attacker rewrites": (
        (
            "ledger/test_chain.py::test_an_event_rewritten_with_a_chain_value_that_fits_breaks_the"
            "_next"
        ),
        "ledger/test_chain.py::test_every_event_put_in_or_played_back_is_named",
    ),
}


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef))


def missing(incident: str) -> Iterator[str]:
    for named in INCIDENTS[incident]:
        file, _, test = named.partition("::")
        if not (TESTS / file).exists() or test not in names_in(file):
            yield named


@pytest.mark.parametrize("incident", INCIDENTS, ids=lambda incident: incident.partition(":")[0])
def test_each_incident_has_its_tests(incident: str) -> None:
    assert list(missing(incident)) == []
