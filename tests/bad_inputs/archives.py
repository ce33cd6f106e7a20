"""Archives that are broken, lie, or are made to do harm; those with a good member must give it."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from tests.bad_inputs.bad import PROSE, Bad

GOOD = PROSE.encode()


def made(noise: random.Random) -> Iterator[Bad]:
    """Yield them. Compressed members hold no word to look for: only what is stored can be given one."""
    yield from _zips()
    yield from _broken_zips(noise)
    yield from _tars()
    yield from _gzips(noise)
    for about, head in {
        "7z": b"7z\xbc\xaf\x27\x1c",
        "RAR": b"Rar!\x1a\x07\x01\x00",
        "xz": b"\xfd7zXZ\x00",
        "bzip2": b"BZh91AY&SY",
        "Zstandard": b"\x28\xb5\x2f\xfd",
    }.items():
        yield Bad(f"the beginning of {about}", head + noise.randbytes(200), about.lower())


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip of members, in their order; names may come twice."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members:
            # a date of its own would make other bytes each time
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return target.getvalue()


def _damaged(method: int) -> bytes:
    """Return a zip whose first member is hurt in the midst of its packed bytes."""
    plain = GOOD.replace(b"WORD", b"Talvik")
    whole = zipped([("a.txt", plain * 20), ("b.txt", plain)], method)
    return whole[:60] + b"\xff" * 15 + whole[75:]


def _zips() -> Iterator[Bad]:
    for about, members in {
        "nothing": [],
        "an empty member": [("a.txt", b"")],
        "a path upwards": [("../../a.txt", GOOD)],
        "a root": [("/etc/a.txt", GOOD)],
        "a Windows path": [("..\\..\\a.txt", GOOD)],
        "a drive": [("C:/a.txt", GOOD)],
        "names twice": [("a.txt", GOOD), ("a.txt", GOOD)],
        "a name of escapes": [("\x1b[31m.txt", GOOD)],
        "folders alone": [("a/", b""), ("b/", b"")],
        "a hidden member": [(".a.txt", GOOD)],
        "what Macs add": [("__MACOSX/._a.txt", b"\0\5\x16\7"), ("a.txt", GOOD)],
        "one broken of two": [("a.json", b"{"), ("b.txt", GOOD)],
        "members of other kinds": [("a.exe", b"MZ\0\0"), ("b.png", b"\x89PNG\r\n\x1a\n"), ("c.txt", GOOD)],
        "a long name": [("x" * 5000 + ".txt", GOOD)],
        "deep folders": [("d/" * 300 + "a.txt", GOOD)],
    }.items():
        yield Bad(f"zip: {about}", zipped(members), "zip")  # type: ignore[arg-type]
    nested = GOOD
    for depth in range(5):
        nested = zipped([("a.txt" if depth == 0 else "in.zip", nested)])
    yield Bad("zip: five deep", nested, "zip")
    yield Bad("zip: a bomb", zipped([("a.txt", b"Ice. " * 10_000_000)], zipfile.ZIP_DEFLATED), "zip")
    yield Bad("zip: many members", zipped([(f"{n}.txt", b"") for n in range(300)]), "zip")


def _broken_zips(noise: random.Random) -> Iterator[Bad]:
    # the word would change with its checksum: these hold none
    plain = GOOD.replace(b"WORD", b"Talvik")
    whole = zipped([("a.txt", plain), ("b.txt", plain)], zipfile.ZIP_DEFLATED)
    yield Bad("zip: cut off", whole[:-30], "zip")
    yield Bad("zip: the head alone", whole[:40], "zip")
    yield Bad("zip: words before it", b"words " + whole, "zip")
    yield Bad("zip: a wrong checksum", whole.replace(struct.pack("<L", zlib.crc32(plain)), b"\0\0\0\0"), "zip")
    yield Bad(
        "zip: called encrypted", whole.replace(b"PK\x01\x02\x14\x03\x14\0\0\0", b"PK\x01\x02\x14\x03\x14\0\1\0"), "zip"
    )
    for name, method in {"deflate": zipfile.ZIP_DEFLATED, "bzip2": zipfile.ZIP_BZIP2, "LZMA": zipfile.ZIP_LZMA}.items():
        yield Bad(f"zip: a member packed by {name} is damaged", _damaged(method), "zip")
    for number in range(5):
        at = noise.randrange(len(whole))
        yield Bad(f"zip: noise at {at}", whole[:at] + noise.randbytes(3 + number) + whole[at + 3 + number :], "zip")


def _tars() -> Iterator[Bad]:
    kinds = {
        "symlink": tarfile.SYMTYPE,
        "hard link": tarfile.LNKTYPE,
        "device": tarfile.CHRTYPE,
        "pipe": tarfile.FIFOTYPE,
    }
    plain = GOOD.replace(b"WORD", b"Talvik")
    for about, kind in kinds.items():
        yield Bad(f"tar: a {about}", _tarred([("link.txt", kind, b""), ("a.txt", tarfile.REGTYPE, plain)]), "tar")
    yield Bad("tar: a path upwards", _tarred([("../../a.txt", tarfile.REGTYPE, plain)]), "tar")
    whole = _tarred([("a.txt", tarfile.REGTYPE, plain)])
    yield Bad("tar: cut off", whole[:600], "tar")
    yield Bad("tar: a wrong sum of its head", whole[:150] + b"9" + whole[151:], "tar")
    yield Bad("tar: compressed and cut off", gzip.compress(whole, mtime=0)[:-20], "tar.gz")


def _tarred(members: list[tuple[str, bytes, bytes]]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, kind, data in members:
            member = tarfile.TarInfo(name)
            member.type, member.size, member.linkname = kind, len(data), "/etc/passwd"
            archive.addfile(member, io.BytesIO(data))
    return target.getvalue()


def _gzips(noise: random.Random) -> Iterator[Bad]:
    plain = GOOD.replace(b"WORD", b"Talvik")
    whole = gzip.compress(plain, mtime=0)
    yield Bad("gzip: cut off", whole[:-9], "txt.gz")
    yield Bad("gzip: noise behind it", whole + noise.randbytes(50), "txt.gz")
    yield Bad("gzip: a wrong checksum", whole[:-8] + b"\0\0\0\0" + whole[-4:], "txt.gz")
    yield Bad("gzip: nothing", gzip.compress(b"", mtime=0), "gz")
    yield Bad("gzip: a bomb", gzip.compress(b"Ice. " * 10_000_000, mtime=0), "txt.gz")
    deep = plain
    for _ in range(6):
        deep = gzip.compress(deep, mtime=0)
    yield Bad("gzip: six deep", deep, "gz")
