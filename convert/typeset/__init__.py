"""Setting text on ReportLab's document: shaped, broken over whole paragraphs, tagged for PDF/UA-1 and PDF/A-2a.

Nothing here knows what a briefing is. Read in this order: `faces` (a font, its words shaped) and `codes` (how they
read back), `runs` (text and how it looks), `breaking` (which lines: numbers only), `words` and `lines` (text as those
numbers), `paragraph`, `table`, `box` and `column` (what is set on pages), `drawing` and `canvas` (operators, pages),
`tagging`, `metadata`, `embedding` and `pdffile` (what else a file is made of).

    face = Face.load("IBMPlexSerif-Regular.ttf")
    style = ParagraphStyle(Format(face, 10.5), leading=15)
    canvas = TaggedCanvas((595, 842), Description(title="A day at the port", language="en-GB"))
    canvas.new_page()
    paragraph = Paragraph([Run("Cranes wait for the tide.", style.format)], style, Element("P", canvas.root))
    paragraph.wrap(380)
    paragraph.draw_on(canvas, 72, 770)
    data = canvas.finish()

A flowable has `wrap(width)`, which returns and keeps its height, `split(height)`, which returns two parts or None,
and `draw_on(canvas, x, top)`; lengths are points, y grows upwards.
"""

import sys
from types import ModuleType

# ReportLab runs what it finds under these names in the home folder, and looks for fonts of the machine: no bytes may
# depend on that
for _name in ("reportlab_mods", "reportlab_settings"):
    sys.modules.setdefault(_name, ModuleType(_name))
for _name in ("T1SearchPath", "TTFSearchPath", "CMapSearchPath"):
    setattr(sys.modules["reportlab_settings"], _name, [])
