"""What a briefing contains, and in which order: all that is known of it is here, so that no writer can forget a part."""

from convert.compose.brief import compose_brief

__all__ = ["compose_brief"]
