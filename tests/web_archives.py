"""Web archives as crawlers write them, made of pages of our own: WARC, plain or packed record by record, WACZ, ARC.

`python -m tests.web_archives` writes the seed `seeds/shore-crawl.warc.gz`.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

SEEDS = Path(__file__).parent.parent / "seeds"
SEED = SEEDS / "shore-crawl.warc.gz"
ADDRESS = "https://talvikcourier.example/town/ramp"

STORY = (
    "The ramp on the northern shore closes on 24 March for three weeks, the town said on Thursday. "
    "Lorries will wait behind the net shed, and the bakery moves its ovens."
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Ramp closes</title>
<meta property="article:published_time" content="2025-03-13T09:00:00+01:00"></head>
<body><article><h1>Ramp closes</h1><p>{STORY}</p><p><a href="/town/ferry">The ferry</a> sails on.</p></article>
</body></html>
""".encode()


def answer(
    content: bytes = PAGE, kind: str = "text/html; charset=utf-8", status: str = "200 OK", **fields: str
) -> bytes:
    """Return an answer of HTTP; fields are written with `_` for `-`."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def digest_of(block: bytes) -> str:
    return "sha1:" + base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest()).decode()


def record(
    block: bytes | None = None, *, kind: str = "response", number: int = 1, address: str = ADDRESS, **fields: str
) -> bytes:
    """Return a record of WARC/1.1; its digest is that of the block unless `WARC_Block_Digest` says another."""
    block = answer() if block is None else block
    of_http = kind in ("response", "request", "revisit")
    said = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        "WARC-Date": "2025-03-15T04:10:00Z",
        "WARC-Target-URI": address,
        "Content-Type": f"application/http; msgtype={kind}" if of_http else "application/warc-fields",
        "WARC-Block-Digest": digest_of(block),
        **{name.replace("_", "-"): value for name, value in fields.items()},
        "Content-Length": str(len(block)),
    }
    head = "WARC/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in said.items())
    return head.encode() + b"\r\n" + block + b"\r\n\r\n"


def packed(records: Sequence[bytes]) -> bytes:
    """Return records each in a gzip member of its own, as crawlers write them."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)


def wacz_of(members: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return target.getvalue()


def arc_of(pages: dict[str, bytes]) -> bytes:
    """Return an ARC file of version 1."""
    about = b"1 0 Shore Archive\nURL IP-address Archive-date Content-type Archive-length\n"
    whole = b"filedesc://shore.arc 0.0.0.0 20080315041000 text/plain %d\n" % len(about) + about
    for address, block in pages.items():
        whole += b"\n%s 192.0.2.7 20080315041000 text/html %d\n" % (address.encode(), len(block)) + block
    return whole + b"\n"


# ---- the seed --------------------------------------------------------------------------------------------------------

ICE_ROAD = """<!doctype html><html lang="en"><head><title>Ice road stays shut for the winter | Talvik Courier</title>
<meta property="og:site_name" content="Talvik Courier"><meta name="author" content="Hanna Brask">
<meta property="article:published_time" content="2025-03-15T07:20:00+01:00"></head>
<body><nav><a href="/">Home</a> <a href="/town">Town</a></nav><article><h1>Ice road stays shut for the winter</h1>
<p>The ice road across the northern bay will not open again this winter, the harbour office said on Saturday, after two
readings of less than thirty centimetres at the third beacon.</p>
<p>“A road that carries a sledge does not carry a milk lorry,” said harbour master Runa Tesk. The office measured at
six places; only those in the lee of the island were thick enough.</p>
<p>Farmers on the island have asked for a place on the <a href="/town/ferry">cable ferry</a> from its first day.</p>
</article></body></html>
"""
NOTICE = """Harbour office: no crossings by night

The harbour office reminds masters of small boats that the southern channel is closed between dusk and dawn until the
new beacon is lit. Boats that have to cross report to the pilots at Merrow first, on channel 12.

The closure was ordered on 14 March 2025. It does not concern the pilots' own cutter.
"""


def seed() -> bytes:
    """Return a crawl of a made-up local paper: a page, a notice as plain text, and what else a crawler keeps."""
    host = "https://talvikcourier.example"
    page = answer(gzip.compress(ICE_ROAD.encode(), mtime=0), Content_Encoding="gzip")
    return packed(
        [
            record(b"software: shore-crawler\r\nformat: WARC File Format 1.1\r\n", kind="warcinfo", number=1),
            record(b"GET /lake/ice-road HTTP/1.1\r\n\r\n", kind="request", number=2, address=f"{host}/lake/ice-road"),
            record(page, number=3, address=f"{host}/lake/ice-road"),
            record(answer(NOTICE.encode(), "text/plain; charset=utf-8"), number=4, address=f"{host}/notices/night.txt"),
            record(answer(b"<p>Not here.</p>", status="404 Not Found"), number=5, address=f"{host}/old"),
            record(answer(b"\x89PNG\r\n", "image/png"), number=6, address=f"{host}/logo.png"),
        ]
    )


if __name__ == "__main__":
    SEED.write_bytes(seed())
