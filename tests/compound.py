"""Compound files ([MS-CFB] version 3) of small streams: enough to make an Outlook message ([MS-OXMSG]) for tests."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from itertools import pairwise

SECTOR, MINI = 512, 64
END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF

Tree = Mapping[str, "bytes | Tree"]


def compound_file(tree: Tree) -> bytes:
    """Return a file of storages (mappings) and streams (bytes, each under 4,096)."""
    entries: list[bytes] = []
    mini, mini_fat = bytearray(), list[int]()

    def add(name: str, kind: int, child: int, start: int, size: int) -> int:
        words = (name + "\0").encode("utf-16-le")
        entries.append(
            words.ljust(64, b"\0")
            + struct.pack("<HBBIII", len(words), kind, 1, NONE, NONE, child)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )
        return len(entries) - 1

    def put(data: bytes) -> int:
        first, count = len(mini) // MINI, max(1, -(-len(data) // MINI))
        mini.extend(data.ljust(count * MINI, b"\0"))
        mini_fat.extend([*range(first + 1, first + count), END])
        return first

    def chain(children: Tree) -> int:
        numbers = []
        for name in sorted(children, key=lambda name: (len(name), name.upper())):
            child = children[name]
            if isinstance(child, bytes):
                numbers.append(add(name, 2, NONE, put(child), len(child)))
            else:
                inner = chain(child)
                numbers.append(add(name, 1, inner, 0, 0))
        for one, other in pairwise(numbers):  # each the right sibling of the one before
            entries[one] = entries[one][:72] + struct.pack("<I", other) + entries[one][76:]
        return numbers[0] if numbers else NONE

    add("Root Entry", 5, NONE, 0, 0)
    child = chain(tree)
    return _laid_out(entries, child, bytes(mini), mini_fat)


def _laid_out(entries: list[bytes], child: int, mini: bytes, mini_fat: list[int]) -> bytes:
    def padded(data: bytes) -> bytes:
        return data + bytes(-len(data) % SECTOR)

    parts = [
        padded(mini),
        padded(struct.pack(f"<{len(mini_fat)}I", *mini_fat) + b"\xff" * (-4 * len(mini_fat) % SECTOR)),
    ]
    root = entries[0][:76] + struct.pack("<I", child) + bytes(36) + struct.pack("<IQ", 0, len(mini))
    parts.append(padded(b"".join([root, *entries[1:]])))
    fat: list[int] = []
    starts = []
    for part in parts:
        starts.append(len(fat))
        fat += [*range(len(fat) + 1, len(fat) + len(part) // SECTOR), END]
    fat.append(FAT)
    table = struct.pack(f"<{SECTOR // 4}I", *fat, *[FREE] * (SECTOR // 4 - len(fat)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, starts[2], 0, 4096, starts[1], len(parts[1]) // SECTOR, END, 0)
    header += struct.pack("<109I", len(fat) - 1, *[FREE] * 108)
    return header + b"".join(parts) + table


def outlook_message(
    strings: Mapping[int, str], html: str = "", attachments: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a message with string properties by their ids, an HTML body and attachments by their names."""
    attachments = attachments or {}
    header = struct.pack("<8xIIII8x", 0, len(attachments), 0, len(attachments))
    tree: dict[str, bytes | Tree] = {"__nameid_version1.0": {}} | _streams(
        header, strings, {0x1013: html.encode()} if html else {}
    )
    for number, (name, data) in enumerate(attachments.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = _streams(bytes(8), {0x3707: name}, {0x3701: data})
    return compound_file(tree)


def _streams(header: bytes, strings: Mapping[int, str], binaries: Mapping[int, bytes]) -> dict[str, bytes | Tree]:
    properties, streams = header, dict[str, "bytes | Tree"]()
    for number, value in strings.items():
        data = value.encode("utf-16-le")
        streams[f"__substg1.0_{number:04X}001F"] = data
        properties += struct.pack("<HHIII", 0x1F, number, 6, len(data) + 2, 0)
    for number, data in binaries.items():
        streams[f"__substg1.0_{number:04X}0102"] = data
        properties += struct.pack("<HHIII", 0x102, number, 6, len(data), 0)
    properties += struct.pack("<HHIII", 3, 0x3FDE, 6, 65001, 0)
    return {"__properties_version1.0": properties} | streams
