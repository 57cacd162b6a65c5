import pytest
from argon2 import Parameters, Type

from register.errors import AccountRefused
from register.login.passwords import LONGEST, SHORTEST, Argon2, check

CHEAP = Parameters(
    type=Type.ID, version=19, salt_len=8, hash_len=16, time_cost=1, memory_cost=8, parallelism=1
)
TRIVIAL = [
    "passwordpassword", "Password123456", "qwertyuiop123", "123456789012", "098765432109",
    "abcdefghijkl", "zxcvbnm,./zxcvbnm", "aaaaaaaaaaaa", "abcabcabcabcabc", "siti.rahmawati",
    "SitiRahmawati2026", "rahmawatisiti!!!", "diskominfo-2026", "Bismillah-123456",
    "admin gapura server", "rahasia rahasia", "trenggalek123", "            ", "............",
]  # fmt: skip
GOOD = [
    "kuda jambu 72 melangit", "Pagi-Hujan-Kopi-Tubruk", "correct horse battery staple",
    "tujuh ekor itik di sawah", "x9#Lw2!qPz7v", "ꦒꦥꦸꦫꦭꦩꦠ꧀ꦱꦔꦼꦠ꧀",
]  # fmt: skip


@pytest.mark.parametrize("password", TRIVIAL)
def test_what_anybody_would_try_first_is_refused(password: str) -> None:
    with pytest.raises(AccountRefused, match="easily guessed"):
        check(password, "siti.rahmawati", "Siti Rahmawati, S.Kom.")


@pytest.mark.parametrize("password", GOOD)
def test_a_few_unrelated_words_are_enough(password: str) -> None:
    check(password, "siti.rahmawati", "Siti Rahmawati, S.Kom.")


@pytest.mark.parametrize("length", [0, 1, SHORTEST - 1, LONGEST + 1])
def test_too_short_and_too_long_are_told_the_limit(length: int) -> None:
    password = ("kuda jambu 72 melangit " * 20)[:length]
    with pytest.raises(AccountRefused, match=r"at (least|most) \d+ characters"):
        check(password, "siti", "Siti")


def test_hashes_are_of_the_profile_that_owasp_asks_for() -> None:
    assert Argon2().hash("kuda jambu").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_of_other_parameters_is_outdated_and_still_counts() -> None:
    kept = Argon2(CHEAP).hash("kuda jambu")
    hasher = Argon2()
    assert hasher.verify(kept, "kuda jambu")
    assert hasher.outdated(kept)
    assert not hasher.outdated(hasher.hash("kuda jambu"))


def test_only_the_password_itself_is_right_and_nobodys_never_is() -> None:
    hasher = Argon2(CHEAP)
    kept = hasher.hash("kuda jambu")
    assert not hasher.verify(kept, "kuda  jambu")
    assert not hasher.verify(kept, "")
    assert not hasher.verify(None, "kuda jambu")


def test_the_same_letters_from_another_keyboard_are_the_same_password() -> None:
    hasher = Argon2(CHEAP)
    assert hasher.verify(hasher.hash("caf\u00e9 di pojok"), "cafe\u0301 di pojok")


def test_two_hashes_of_a_password_differ() -> None:
    hasher = Argon2(CHEAP)
    assert hasher.hash("kuda jambu") != hasher.hash("kuda jambu")
