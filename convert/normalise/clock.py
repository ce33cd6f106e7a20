"""Times of day beside a date, as the end of a Moment: `8 h 15`, `14:30 (UTC+3 MSK)`, `5:05 p.m. ET`, `10 Uhr`.

A zone is kept only where the text gives one that means one offset: `BST`, `IST`, `CST` and `ET` mean several.
"""

from __future__ import annotations

import re

ZONES = {
    "z": "Z",
    "utc": "Z",
    "gmt": "Z",
    "tsi": "+03:00",
    "msk": "+03:00",
    "мск": "+03:00",
    "trt": "+03:00",
    "azt": "+04:00",
    "wet": "+00:00",
    "west": "+01:00",
    "cet": "+01:00",
    "mez": "+01:00",
    "cest": "+02:00",
    "mesz": "+02:00",
    "eet": "+02:00",
    "eest": "+03:00",
    "est": "-05:00",
    "edt": "-04:00",
    "cdt": "-05:00",
    "mst": "-07:00",
    "mdt": "-06:00",
    "pst": "-08:00",
    "pdt": "-07:00",
}

_ZONE = (
    r"(?:\s*\(?\s*(?:(?P<offset>(?:UTC|GMT|МСК)?\s?[+\-−–]\s?\d{1,2}(?::?\d\d)?)(?!\d)|(?P<zone>UTC|GMT|[A-ZМСК]{3,4}|Z)\b)"
    r"(?:\s[A-Z]{2,5})?\)?)?"
)
_HALF = r"(?:\s?(?P<half>[apAP])\.?\s?[mM]\b\.?)?"
_AFTER = re.compile(
    r"\.?\s*[,|·•–—-]?\s*(?P<at>(?:at|à|a las|às|alle|ore|om|um|в|saat|kl\.?|on)\s+)?"
    r"(?:(?P<hour>[01]?\d|2[0-4])(?:(?::|(?P<dot>\.)|\s?[hч]\s?)(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    + _HALF
    + r"|\s?(?P<whole>[apAP]\.?[mM]\b\.?|Uhr\b|uur\b|h\b))(?P<unit>\s?(?:Uhr|uur|hrs|h)\b)?)(?!\d)"
    + _ZONE
)
_BEFORE = re.compile(
    r"(?<![\d:])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?"
    + _HALF
    + _ZONE
    + r"\s*,?\s+(?:[|·•–—-]\s+)?(?:on\s+|den\s+|le\s+|am\s+)?$"
)


def clock_after(text: str, at: int) -> tuple[str, int]:
    """Return the time of day that begins at `at`, as `T14:30+03:00`, and where it ends; empty where there is none."""
    found = _AFTER.match(text, at, at + 48)
    if found is None or (found["dot"] and not (found["at"] or found["unit"])):
        return "", at
    clock = _clock(found)
    return (clock, found.end()) if clock else ("", at)


def clock_before(text: str, at: int) -> tuple[str, int]:
    """Return the time of day that stands just before `at` and where it begins; empty where there is none."""
    found = _BEFORE.search(text, max(0, at - 40), at)
    clock = _clock(found) if found else ""
    return (clock, found.start()) if found and clock else ("", at)


def _clock(found: re.Match[str]) -> str:
    groups = found.groupdict()
    hour = _hour(int(groups["hour"]), groups["half"] or (groups.get("whole") or "")[:1])
    if hour > 23:
        return ""
    second = f":{groups['second']}" if groups["second"] else ""
    return f"T{hour:02}:{groups['minute'] or '00'}{second}{_zone(groups['offset'], groups['zone'])}"


def _hour(hour: int, half: str) -> int:
    """Return an hour of the 24-hour day. `24 Uhr` is the next day's midnight: left alone, as no hour of this one."""
    if half not in ("a", "p", "A", "P"):
        return hour
    return hour % 12 + (12 if half in "pP" else 0)


def _zone(offset: str | None, zone: str | None) -> str:
    if offset is None:
        return ZONES.get((zone or "").lower(), "")
    digits = re.sub(r"\D", "", offset)
    sign = "+" if "+" in offset else "-"
    hours, minutes = (digits, "00") if len(digits) < 3 else (digits[:-2], digits[-2:])
    return f"{sign}{int(hours):02}:{minutes}" if int(hours) <= 14 and int(minutes) < 60 else ""
