import pytest

from register.forms.weekly import in_words, retold


@pytest.mark.parametrize(
    ("text", "indonesian", "english"),
    [
        ("always", "Setiap hari, 24 jam", "Every day, 24 hours"),
        ("", "Tidak pernah", "Never"),
        ("1-7 0000-2400", "Setiap hari, 24 jam", "Every day, 24 hours"),
        ("1 0730-1600,2 0730-1600", "Senin s.d. Selasa 07.30-16.00",
         "Monday to Tuesday 07.30-16.00"),
        ("6 2200-0600", "Sabtu 22.00-06.00", "Saturday 22.00-06.00"),
        (
            "1 0800-1200,1 1300-1600,3 0000-2400",
            "Senin 08.00-12.00, 13.00-16.00; Rabu 00.00-24.00",
            "Monday 08.00-12.00, 13.00-16.00; Wednesday 00.00-24.00",
        ),
    ],
)  # fmt: skip
def test_weekly_hours_are_said_with_neighbouring_days_together(
    text: str, indonesian: str, english: str
) -> None:
    assert in_words(text) == indonesian
    assert in_words(text, "en") == english
    assert (retold(indonesian, "id"), retold(indonesian, "en")) == (indonesian, english)
