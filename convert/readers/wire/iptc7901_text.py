"""IPTC 7901 as European agencies send it: source, priority and category; keywords; a headline that ends with `=`."""

from __future__ import annotations

import re

from convert.moments import is_real
from convert.readers.wire.evidence import Evidence
from convert.readers.wire.story import Form

FORMAT = "IPTC 7901"

_CODES = re.compile(
    r"(?P<id>\w{3}\d{1,5})\s+(?P<priority>[1-9])\s+(?P<category>[a-zA-Z]{1,3})\s+(?P<words>\d+)\s*(?P<rest>[^\n]*)"
)
_SENT = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)[ ]{0,5}(?P<zone>[A-Z]{1,4})?[ ]{0,5}(?P<month>[A-Za-z]{3})[a-z]{0,6}"
    r"[ ]{0,5}(?P<year>\d{4}|\d\d)"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ZONES = {
    "GMT": "Z",
    "UTC": "Z",
    "Z": "Z",
    "BST": "+01:00",
    "CET": "+01:00",
    "MEZ": "+01:00",
    "CEST": "+02:00",
    "MESZ": "+02:00",
}
_OVER = re.compile(
    r"(?:\d+(?:st|nd|rd|th|ST|ND|RD|TH)\s+)?(?:LEAD|LD)|REFILE|EXTRA|ROUNDUP|URGENT|UPDATE\d*|CORRECTION|CORRECTED|FLASH|ALERT|WRAP|"
    r"EDS|KORR(?:EKTUR)?|EIL|VORRANG|ZF|ZUSAMMENFASSUNG|HINTERGRUND|BACKGROUND|PREVIEW|FEATURE|ANALYSIS"
)
"""What agencies set over a headline to say which version of a story it is."""

_HEADLINE_END = re.compile(r"=[ \t]*\n")
MOST_LINES = 5
"""Line ends in what stands over a text."""

_NOT_TEXT = re.compile(r"^#\s+(?:\S+\s+)?not(?:ebook|izblock|iz)\b.*", re.IGNORECASE | re.MULTILINE | re.DOTALL)
_BY = re.compile(r"(?:By|Von|Par|Por|Di)\s+\S")


def story(head: str, body: str, after: str, said: Evidence) -> Form | None:
    """Return the text of a message, its evidence added: of the line of codes, the headline, the hour of sending."""
    _codes(head, said)
    title, text = _parted(body)
    _headline(title, said)
    _dateline(text, said)
    said.date("published", _sent(after), "time of sending")
    notebook = _NOT_TEXT.search(text)
    if notebook is not None:
        said.say("extra.ednote", notebook[0], "notebook")
        text = text[: notebook.start()]
    return Form("plain", text, "text") if text.strip() else None


def _codes(head: str, said: Evidence) -> None:
    match = _CODES.match(head)
    if match is not None:
        said.say("extra.message_number", match["id"], "message number")
        said.say("extra.urgency", match["priority"], "priority")
        said.say("extra.category", match["category"], "category")
        said.guess("outlet", (re.findall(r"[a-z]{2,}(?=\s+\d+\s*$)", match["rest"]) or [""])[0], "service")
        head = head[match.end() :]
    said.say("extra.slugline", head.strip(" /\n\t"), "keywords")


def _parted(body: str) -> tuple[str, str]:
    """Return the headline's lines, which end with `=`, and the text under them."""
    match = _HEADLINE_END.search(body)
    title = body[: match.start()] if match else ""
    return (title, body[match.end() :]) if match and title.count("\n") <= MOST_LINES else ("", body)


def _headline(lines: str, said: Evidence) -> None:
    """Add the lines over a text: which version it is, its headline (which may be wrapped), its byline."""
    words: list[str] = []
    for line in filter(None, (line.strip() for line in lines.split("\n"))):
        if not words and _OVER.fullmatch(line):
            said.say("extra.status_line", line, "line over the headline")
        elif words and _BY.match(line):
            said.byline(line, "byline")
        else:
            words.append(line)
    said.say("title", " ".join(words), "headline")


def _dateline(text: str, said: Evidence) -> None:
    """Add the place before the agency's own sign: `Talvik (nw) -`."""
    service = re.escape(said.value("outlet"))
    match = (
        re.match(rf"\s*(?P<place>[^\n()]{{2,60}}?)\s*\((?P<agency>{service})\)\s+[-–—]+\s", text) if service else None
    )
    if match is not None:
        said.say("place", match["place"], "dateline")
        said.say("agency", match["agency"], "dateline")


def _sent(after: str) -> str:
    """Return the hour of sending (`131137 GMT Nov 13`) as a Moment; a zone that is not known is left out."""
    match = _SENT.search(after)
    if match is None or match["month"].lower() not in _MONTHS:
        return ""
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    month = _MONTHS.index(match["month"].lower()) + 1
    moment = f"{year}-{month:02}-{match['day']}T{match['hour']}:{match['minute']}{_ZONES.get(match['zone'] or '', '')}"
    return moment if is_real(moment) else ""
