"""The chips that answer as an MFRC522, by what VersionReg reads, and their self-tests."""

from typing import Final

VERSIONS: Final = {
    0x90: "MFRC522 0.0",
    0x91: "MFRC522 1.0",
    0x92: "MFRC522 2.0",
    0x88: "FM17522, a clone",
    0xB2: "FM17522, a later clone",
    0x12: "a counterfeit",
}
SELF_TESTS: Final = {  # version: the 64 bytes of its self-test (NXP's datasheet, section 16.1.1)
    0x91: bytes.fromhex(
        "00C637D532B7575CC2D87C4DD970C77310E6D2AA5EA13E5A14AF3061C970DB2E"
        "642272B5BD65F4EC22BCD37235CDAA411FA7F35314DE7E02D90FB55E251D2979"
    ),
    0x92: bytes.fromhex(
        "00EB66BA57BF2395D0E30D3D27895CDE9D3BA700215B8982513AEB020CA50049"
        "7C844DB3CCD21B815D4876D5716121A986968338CF9D5B6DDC15BA3E7D953B2F"
    ),
}
