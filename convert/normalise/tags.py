"""Hashtags and handles become tags; addresses in the text become links. The words stay where they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convert.model import Extent, Finding
from convert.normalise.draft import Draft
from convert.normalise.lines import Span

_HASHTAG = re.compile(r"#(?<![\w&/#@.]#)(?P<tag>[^\W\d_]\w{1,60}|\d\w*[^\W\d_]\w*)")
_HANDLE = re.compile(r"@(?<![\w&/#@.]@)(?P<tag>[A-Za-z_]\w{2,30})(?![\w.@])")
_ADDRESS = re.compile(r"(?<![\w@/.])(?:https?://|www\.)[^\s<>\"“”«»‘’|\\^`{}]+", re.IGNORECASE)
_HINT = re.compile(r"://|www\.|@", re.IGNORECASE)
"""What a text without addresses lacks: most texts do."""

_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_OWN_PLURAL = re.compile(r"^(?P<stem>[A-Z]{3,}\w*?[A-Z])s$")


def find_tags(draft: Draft, blocks: Sequence[Span]) -> None:
    """Find a tag in each hashtag and handle, each once; a plural `s` after capitals is no part of it."""
    seen = {finding.value.casefold() for finding in draft.findings if finding.field == "tags"}
    if "#" not in draft.source and "@" not in draft.source:
        return
    for start, end in sorted(blocks):
        for pattern, rule in ((_HASHTAG, "hashtag"), (_HANDLE, "handle")):
            for match in pattern.finditer(draft.source, start, end):
                tag = _OWN_PLURAL.sub(r"\g<stem>", match["tag"])
                value = tag if rule == "hashtag" else f"@{tag}"
                if value.casefold() in seen:
                    continue
                seen.add(value.casefold())
                at = Extent(match.start(), match.end())
                draft.findings.append(Finding("tags", value, at, rule, chosen=True))


def link_addresses(draft: Draft, blocks: Sequence[Span]) -> None:
    """Mark the web and mail addresses of the text as links; a closing stop or bracket belongs to the sentence."""
    if not _HINT.search(draft.source):
        return
    for start, end in blocks:
        for match in _ADDRESS.finditer(draft.source, start, end):
            address = _trimmed(match[0])
            target = address if "://" in address else f"https://{address}"
            draft.mark(match.start(), match.start() + len(address), "link", value=target)
        for match in _MAIL.finditer(draft.source, start, end):
            draft.mark(match.start(), match.end(), "link", value=f"mailto:{match[0]}")


def _trimmed(address: str) -> str:
    address = address.rstrip(".,;:!?…'")
    while address.endswith((")", "]")) and address.count("(") + address.count("[") < address.count(")") + address.count(
        "]"
    ):
        address = address[:-1].rstrip(".,;:!?…")
    return address
