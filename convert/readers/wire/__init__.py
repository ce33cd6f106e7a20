"""What agencies send: ninjs, NITF, NewsML-G2 and NewsML 1, IPTC 7901 and ANPA 1312, exports of WordPress.

Every field of an item becomes a candidate with the place where it stood (`NITF hl1`, `ninjs headline`); what metadata
have no field for goes to `extra` under the same plain names in every format: `uri`, `version`, `slugline`, `urgency`,
`ednote`, `located`, `abstract`, `usage_terms` … An item's pictures are figures of their captions; nothing is fetched.

How each kind is told from its first bytes stands here; the module that reads it is imported when one is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import import_module

from msgspec import Struct

from convert.contracts import Input, Raw
from convert.errors import Noter
from convert.model import Record
from convert.readers.xml_root import root_name


class WireReader(Struct, frozen=True):
    """The reader of one format, in `module` of this package."""

    module: str
    suffixes: tuple[str, ...]
    recognises: Callable[[bytes], bool]

    def read(self, given: Input, note: Noter) -> Iterator[Raw | Record | Input]:
        """Yield what is in the input; raises NothingUsable where there is no article."""
        found: Iterator[Raw | Record | Input] = import_module(f"{__name__}.{self.module}").read(given, note)
        return found


# ---- JSON and text --------------------------------------------------------------------------------------------------

_KEY = re.compile(rb'(?<!\\)"([A-Za-z_$:-]+)"\s*:')
NINJS_NAMES = frozenset(
    (
        *("versioncreated", "firstcreated", "contentcreated", "pubstatus", "representationtype", "usageterms"),
        *("body_xhtml", "body_html", "description_text", "description_html", "description_xhtml", "eventdetails"),
        *("bodies", "headlines", "descriptions", "ednote", "copyrightholder", "copyrightnotice", "renditions"),
        *("slugline", "rightsinfo", "altids", "trustindicator", "infosources", "embargoeduntil"),
    )
)
"""Names of ninjs's that other news objects do not use, in lower case."""
ENOUGH_NAMES = 2


def _is_ninjs(head: bytes) -> bool:
    if not re.match(rb'(?:\xef\xbb\xbf)?\s*\{\s*"', head):
        return False
    if re.search(rb'"name"\s*:\s*"ninjs"', head):
        return True
    return len({key.lower().decode() for key in _KEY.findall(head)} & NINJS_NAMES) >= ENOUGH_NAMES


BEFORE_MESSAGE = b"\x16\x00\x7f \t\r\n"
"""What may stand before a message of IPTC 7901: the synchronisation of a line, and white space."""

MESSAGE = re.compile(rb"\x01[^\x00-\x08]{5,400}\x02")
"""SOH, a line or two of codes, STX."""


def _is_message(head: bytes) -> bool:
    return MESSAGE.match(head.lstrip(BEFORE_MESSAGE)) is not None


# ---- XML ------------------------------------------------------------------------------------------------------------

_NEWSML_G2 = frozenset(
    (
        *("newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem", "catalogItem", "planningItem"),
        *("itemMeta", "contentMeta", "contentSet", "groupSet", "rightsInfo", "hopHistory"),
    )
)
"""Items, a message of items, and pieces of an item that were cut out."""

_RITZAU = frozenset(("RBNews", "XMLNewsQueuedResponse", "ListOfRBNews"))
_EXPORT = re.compile(rb"http://wordpress\.org/export/")
_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b")
_PAGES = frozenset(("html", "svg", "math"))


def _is_other_xml(head: bytes) -> bool:
    plain = head.replace(b"\0", b"").lstrip(b"\xff\xfe")
    return _DECLARED.match(plain) is not None and root_name(head).lower() not in _PAGES


ninjs_reader = WireReader("ninjs", ("ninjs", "json"), _is_ninjs)
iptc7901_reader = WireReader("iptc7901", ("tst", "ipt"), _is_message)
nitf_reader = WireReader("nitf", ("nitf",), lambda head: root_name(head).lower() == "nitf")
newsml_g2_reader = WireReader("newsml_g2", ("newsml", "xml"), lambda head: root_name(head) in _NEWSML_G2)
newsml_reader = WireReader("newsml", ("newsml",), lambda head: root_name(head) == "NewsML")
ritzau_reader = WireReader("ritzau", ("xml",), lambda head: root_name(head) in _RITZAU)
wxr_reader = WireReader("wxr", ("wxr",), lambda head: root_name(head) == "rss" and _EXPORT.search(head) is not None)
other_xml_reader = WireReader("other_xml", ("xml",), _is_other_xml)
