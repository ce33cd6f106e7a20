"""What a briefing contains, and in which order: all of it is known here, so that no writer can forget a part."""

from convert.compose.brief import compose_brief
from convert.compose.pack import Pack, compose_pack

__all__ = ["Pack", "compose_brief", "compose_pack"]
