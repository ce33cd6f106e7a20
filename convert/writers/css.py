"""The style as CSS, for EPUB and HTML: the one function that turns a Style's terms into theirs.

Sizes are relative to the reader's own (1rem is `size.body`), so that a reading device may enlarge them; colours turn
for dark screens with their contrast kept.
"""

from __future__ import annotations

from convert.style import Size, Style

DARK = {
    "ground": "#16181b",
    "ink": "#e8e6e1",
    "soft": "#b3b0a8",
    "accent": "#9fc1ea",
    "tint": "#23262b",
    "badge": "#3a3e45",
    "hair": "#6f7379",
}
"""On a ground of #16181B: text 14.3, soft 8.2, accent 9.6 (WCAG contrast ratios)."""

_FALLBACK = {"Serif": "Georgia, serif", "Sans": "sans-serif"}


def stylesheet(style: Style) -> str:
    """Return the style sheet of a house style."""
    text, label, head = _stack(style.font.text), _stack(style.font.label), _stack(style.font.head)
    c, rule = style.colour, style.rule
    return f"""\
html {{ font-size: 100%; }}
body {{ font-family: {text}; font-size: 1rem; line-height: {_leading(style.size.body)}; margin: 0 4%; color: {c.ink};
  background: #ffffff; text-align: {"justify" if style.look.justify else "left"};
  hyphens: {"auto" if style.look.hyphenate else "none"}; font-variant-ligatures: none;
  font-variant-numeric: lining-nums; overflow-wrap: anywhere; }}
h1, h2, h3, h4, h5, h6 {{ break-after: avoid; hyphens: none; }}
h1 {{ font: {_weight(style.font.head)} {_rem(style, style.size.h1)}/{_leading(style.size.h1)} {head};
  border-top: {_line(rule.article)} solid currentColor; padding-top: .4rem; margin: 2.2rem 0 .3rem; }}
h1.title, h1.brief-title {{ font-size: {_rem(style, style.size.brief_title)}; border-top: 0; padding-top: 0;
  margin-top: .8rem; }}
h1.h1-long {{ font-size: {_rem(style, style.size.h1_long)}; }}
h1.h1-xlong {{ font-size: {_rem(style, style.size.h1_xlong)}; }}
h1.h1-none {{ font-family: {text}; font-weight: 400; font-style: italic; }}
h1.h1-none {{ font-size: {_rem(style, style.size.h1_none)}; }}
h1.section {{ font-size: {_rem(style, style.size.section)}; }}
h2 {{ font: 600 {_rem(style, style.size.minor_head)}/1.3 {label}; margin: 1.4rem 0 .4rem; }}
h2.sub-head, h3, h4, h5, h6 {{ font: 600 1rem/1.4 {label}; margin: .8rem 0 .2rem; }}
h3.front-head {{ font: {_weight(style.font.head)} {_rem(style, style.size.front_head)}/1.3 {head}; margin-top: 1rem; }}
.article > h2.sub-head, .article > h3.sub-head {{ margin-left: 3.2rem; }}
p {{ margin: 0 0 {_share(style, style.space.para)}em; orphans: 2; widows: 2; }}
a {{ color: inherit; text-decoration-thickness: .06em; text-underline-offset: .15em; }}
.no {{ font-family: {label}; color: {c.accent}; margin-right: .6em; }}
.n > p {{ padding-left: 3.2em; text-indent: -3.2em; }}
.pn {{ display: inline-block; text-indent: 0; font: .78em {label}; width: 4.1em; color: {c.soft}; }}
.masthead > p, .source-line > p {{ font: {_rem(style, style.size.source)}/1.4 {label}; margin: 0; }}
.masthead > p {{ border-bottom: {_line(rule.masthead)} solid currentColor; padding-bottom: .3rem; overflow: hidden; }}
.masthead .series, .right {{ float: right; }}
h2 .right {{ font-weight: 400; font-size: .8em; color: {c.soft}; }}
.issuer, .outlet {{ font-weight: 600; }}
.soft, .detail, .label {{ color: {c.soft}; }}
h2 .label {{ font-weight: 400; font-size: .8em; }}
.subtitle > p {{ font: 1.05rem/1.4 {label}; margin: .1rem 0 .6rem; }}
.no-headline > p {{ font: .85rem/1.4 {label}; color: {c.soft}; margin: 1.2rem 0 0; }}
.no-headline + h1 {{ margin-top: .1rem; border-top: 0; padding-top: 0; }}
.address > p, .date-note > p, .note > p, .tags > p, .provenance > p, .also-carried > p, .truncation > p {{
  font: {_rem(style, style.size.note)}/1.5 {label}; color: {c.soft}; }}
.date-note > p {{ color: {c.ink}; margin-bottom: .1rem; }}
.address > p {{ margin: 0 0 .8rem; padding-bottom: .3rem; border-bottom: 1px solid {c.hair}; }}
.badge {{ font: .88em {label}; background: {_tint(c.badge)}; padding: .05em .3em; }}
.badge.conflict, .conflict {{ font: 600 .88em {label}; background: #000000; color: #ffffff; padding: .05em .3em; }}
.marking {{ font-weight: 700; }}
.key-points, .notice {{ background: {_tint(c.tint)}; padding: .6rem .8rem; margin: 1rem 0; break-inside: avoid; }}
.key-points {{ border-top: {_line(rule.article)} solid; border-bottom: 1px solid; }}
.key-points > h2 {{ margin-top: 0; }}
.key-point > p {{ margin-bottom: {_share(style, style.space.key_point)}em; }}
.notice {{ border-left: {_line(rule.notice)} solid; }}
.notice > p, .notice .notice > p {{ font: {_rem(style, style.size.note)}/1.5 {label}; margin: 0 0 .3rem; }}
.notice .notice {{ border: 0; padding: 0; margin: 0; }}
.editor-note > p {{ font: .92rem/1.45 {label}; border-left: {_line(rule.spine)} solid {c.hair}; padding-left: .7em; }}
.editor {{ font-weight: 600; }}
.extract .number, .extract a {{ font: .8em {label}; color: {c.soft}; }}
.marking-line {{ text-align: right; margin: 0 0 .9rem; }}
.marking-line span {{ display: inline-block; font: 700 1rem {label}; padding: .1em .35em; }}
blockquote {{ margin: 0 0 .7em 3.2em; padding-left: 1em; border-left: {_line(rule.spine)} solid {c.hair}; }}
table {{ border-collapse: collapse; width: 100%; font: {_rem(style, style.size.cell)}/1.35 {label};
  border-top: 1px solid; border-bottom: 1px solid; margin: 0 0 1rem; }}
.article > table, .article > ul, .article > ol {{ margin-left: 3.2rem; }}
.article > table {{ width: calc(100% - 3.2rem); }}
.article > table .pn {{ margin-left: -3.2rem; width: 3.2rem; }}
caption {{ text-align: left; font: .85rem {label}; color: {c.soft}; padding-bottom: .2rem; }}
th {{ font-weight: 600; text-align: left; border-bottom: 1px solid; }}
td {{ border-bottom: 1px solid {c.hair}; }}
th, td {{ vertical-align: top; padding: .25em .7em .25em 0; overflow-wrap: break-word; }}
td p {{ margin: 0; }}
table.facts, table.facts td {{ border: 0; }}
.quote-cell > p, .timeline > p {{ font-family: {text}; }}
.hash, .hash > p {{ font-size: .9em; color: {c.soft}; overflow-wrap: anywhere; }}
.bar {{ display: inline-block; height: .62em; background: {c.ink}; margin-right: .3em; }}
.measure {{ white-space: nowrap; }}
.bar.outlined {{ background: none; box-sizing: border-box; border: 1px solid {c.ink}; }}
.contents-list ul, .index-list ul {{ list-style: none; padding: 0; }}
.contents-list li {{ border-bottom: 1px solid {c.hair}; padding: .3em 0; }}
.contents-list .detail {{ font: .85rem {label}; }}
.index-list ul {{ columns: 14em 3; font: .88rem/1.5 {label}; }}
[dir=rtl] {{ text-align: right; }}
[dir=rtl] .n > p {{ padding: 0 3.2em 0 0; text-indent: -3.2em; }}
figure {{ margin: 1rem 0; }} img {{ max-width: 100%; }}
@media (max-width: 30em) {{ .n > p {{ padding-left: 0; text-indent: 0; }} .pn {{ width: auto; margin-right: .5em; }}
  .article > table .pn {{ margin-left: 0; width: auto; }}
  table.facts, table.facts tbody, table.facts tr {{ display: block; }}
  table.facts td {{ display: inline-block; width: 44%; padding-right: 4%; }}
  table:not(.facts) {{ font-size: .78rem; }} th, td {{ overflow-wrap: anywhere; padding-right: .4em; hyphens: auto; }}
  blockquote, .article > table, .article > ul, .article > ol {{ margin-left: 0; }} .article > table {{ width: 100%; }}
  .article > h2.sub-head, .article > h3.sub-head {{ margin-left: 0; }}
  .masthead .series {{ float: none; display: block; }} }}
.bar, .badge, .conflict, .marking-line span, .key-points, .notice {{ -webkit-print-color-adjust: exact;
  print-color-adjust: exact; }}
.no-headline {{ break-after: avoid; }} tr, figure {{ break-inside: avoid; }}
@media print {{ html {{ font-size: {style.size.body[0]}pt; }} body {{ margin: 0; }} h1 {{ break-before: auto; }} }}
@media (prefers-color-scheme: dark) {{
  body {{ background: {DARK["ground"]}; color: {DARK["ink"]}; }}
  .soft, .detail, .label, .address > p, .note > p, .tags > p, .provenance > p, .also-carried > p, .truncation > p,
  .no-headline > p, .pn, .hash, .hash > p, caption, h2 .right, h2 .label, .extract .number,
  .extract a {{ color: {DARK["soft"]}; }}
  .date-note > p {{ color: {DARK["ink"]}; }}
  .no {{ color: {DARK["accent"]}; }}
  .key-points, .notice {{ background: {DARK["tint"]}; }}
  .badge {{ background: {DARK["badge"]}; }}
  .badge.conflict, .conflict {{ background: {DARK["ink"]}; color: {DARK["ground"]}; }}
  td, .contents-list li {{ border-color: {DARK["hair"]}; }}
  .bar {{ background: {DARK["ink"]}; }} .bar.outlined {{ background: none; border-color: {DARK["ink"]}; }}
  .marking-line span {{ outline: 1px solid {DARK["hair"]}; }} }}
"""


def _stack(family: str) -> str:
    """Return a family with what stands in for it; a weight in its name is said by `font-weight`."""
    name = family.removesuffix(" SemiBold").removesuffix(" Bold")
    kind = "Serif" if "Serif" in name else "Sans"
    return f'"{name}", {_FALLBACK[kind]}'


def _weight(family: str) -> int:
    return 600 if family.endswith("SemiBold") else 700 if family.endswith("Bold") else 400


def _rem(style: Style, size: Size) -> str:
    return f"{size[0] / style.size.body[0]:.3g}rem"


def _leading(size: Size) -> str:
    return f"{size[1] / size[0]:.3g}"


def _share(style: Style, points: float) -> str:
    return f"{points / style.size.body[0]:.3g}"


def _line(points: float) -> str:
    return f"{max(points / 10, 0.06):.3g}rem"


def _tint(colour: str) -> str:
    return "transparent" if colour == "none" else colour
