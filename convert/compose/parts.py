"""The frame of a part of the back matter: its head, a note that says what it is, and what it holds."""

from __future__ import annotations

from convert import model as m
from convert.compose.wording import text


def back_section(role: m.SectionRole, title: str, note: str, *content: m.Block) -> m.Section:
    """Return a part that runs on after the one before it; its id is its role."""
    noted = (m.Paragraph(text(note), role="note"),) if note else ()
    head = m.Heading(text(title), level=1, role="section")
    return m.Section(role=role, id=role, title=title, blocks=(head, *noted, *content), running_head=title)
