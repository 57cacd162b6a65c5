"""The senders' file: the example is good, and what is wrong is named."""

from pathlib import Path

import pytest

import gapura
from daemon.config import ConfigError
from gapura.sending.config import read

EXAMPLE = Path(gapura.__file__).parent / "messages.toml"
ORIGIN = 'origin = "https://gapura.example"\n'
EMAIL = ORIGIN + '[email]\nhost = "{host}"\nsender = "g@example"\n'
HTTP = ORIGIN + "[http]\nurl = \"{url}\"\nbody = '{body}'\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "messages.toml"
    path.write_text(text)
    (folder / "secrets").mkdir()
    for secret in ("smtp-password", "gateway-secret"):
        (folder / "secrets" / secret).write_text("rahasia\n")
    return path


def test_the_example_is_good_and_secrets_are_no_part_of_what_is_shown(tmp_path: Path) -> None:
    found = read(written(tmp_path, EXAMPLE.read_text()))
    assert (found.password, found.secret) == ("rahasia", "rahasia")
    assert "rahasia" not in repr(found)


def test_systemds_copy_of_a_secret_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "secrets_smtp-password").write_text("lain")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(credentials))
    found = read(written(tmp_path, EXAMPLE.read_text()))
    assert (found.password, found.secret) == ("lain", "rahasia")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[email]\n", "origin"),
        (ORIGIN + "[mail]\n", "did you mean email"),
        (EMAIL.format(host="smtp.example") + 'tls = "none"\n', "this machine alone"),
        (EMAIL.format(host="smtp.example") + 'user = "a"\n', "go together"),
        (
            EMAIL.format(host="smtp.example") + 'user = "a"\npassword_file = "nowhere"\n',
            "nowhere cannot be read",
        ),
        (HTTP.format(url="http://gateway.example/", body="{}"), "https://"),
        (HTTP.format(url="file:///etc/passwd", body="{}"), "https://"),
        (HTTP.format(url="https://gateway.example/", body='{"a": "$nomor"}'), "cannot be filled"),
        (HTTP.format(url="https://gateway.example/", body="{"), "Expecting"),
        ("=", "not TOML"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read(written(tmp_path, text))
