"""What is asked of a document, in one place: edition, style, and the words of its language."""

from __future__ import annotations

import msgspec

from convert.model import Edition
from convert.style import Labels, Style


class Printing(msgspec.Struct, frozen=True):
    """What is asked of a document: the editor's edition, the house's style, the words of its language."""

    edition: Edition
    style: Style
    labels: Labels
