"""What a running process listens on, as the kernel has it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

LISTEN: Final = "0A"  # of /proc/net/tcp, column st
ACCEPTS: Final = 0x10000  # of /proc/net/unix, column Flags: __SO_ACCEPTCON
SOCKET: Final = re.compile(r"socket:\[(\d+)\]")
NETWORK: Final = ("tcp", "tcp6", "udp", "udp6", "raw", "raw6")
HEADS: Final = 1  # lines over each table


def listening(pid: int) -> set[str]:
    """Return `tcp 127.0.0.1:8080`, `unix /run/x.sock`: each that a process, or a child, holds."""
    held = {inode for each in family(pid) for inode in inodes(each)}
    return {name for inode, name in [*inet(pid), *unix(pid)] if inode in held}


def family(pid: int) -> Iterator[int]:
    """Yield a process and all that it has started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from family(int(child))


def inodes(pid: int) -> Iterator[str]:
    """Yield the sockets that a process holds."""
    for each in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found = SOCKET.fullmatch(str(each.readlink()))
        except FileNotFoundError:
            continue  # closed since
        if found:
            yield found[1]


def inet(pid: int) -> Iterator[tuple[str, str]]:
    """Yield inode and name of what hears the network: TCP that listens, and UDP or raw at all."""
    for kind in NETWORK:
        for line in Path(f"/proc/{pid}/net/{kind}").read_text().splitlines()[HEADS:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == LISTEN or not kind.startswith("tcp"):
                host, _, port = local.partition(":")
                yield inode, f"{kind} {address(host)}:{int(port, 16)}"


def unix(pid: int) -> Iterator[tuple[str, str]]:
    """Yield inode and name of each Unix socket that accepts."""
    for line in Path(f"/proc/{pid}/net/unix").read_text().splitlines()[HEADS:]:
        _, _, _, flags, _, _, inode, *path = line.split()
        if int(flags, 16) & ACCEPTS:
            yield inode, f"unix {' '.join(path)}"


def address(hexadecimal: str) -> str:
    """Return an IPv4 address as it is written; of IPv6 its letters."""
    if len(hexadecimal) > len("0100007F"):
        return hexadecimal
    return ".".join(str(byte) for byte in reversed(bytes.fromhex(hexadecimal)))
