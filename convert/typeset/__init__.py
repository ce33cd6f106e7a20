"""Setting text on ReportLab's canvas: shaped, broken over whole paragraphs, tagged for PDF/UA-1 and PDF/A-2a.

Nothing here knows what a briefing is. Read in this order: `faces` (a font, its words shaped), `runs` (text and how
it looks), `breaking` (which lines), `paragraph` and `table` (flowables), `tagging` (the canvas), `pdffile` (bytes).

    face = Face.load("IBMPlexSerif-Regular.ttf")
    style = ParagraphStyle(Format(face, 10.5), leading=15)
    canvas = TaggedCanvas((595, 842), Description(title="A day at the port", language="en-GB"))
    paragraph = Paragraph([Run("Cranes wait for the tide.", style.format)], style, Element("P", canvas.root))
    width, height = paragraph.wrap(380, 700)
    paragraph.draw_on(canvas, 72, 770 - height)
    data = canvas.finish()

A flowable has `wrap(width, height)`, `split(width, height)` and `draw_on(canvas, x, y)`, as ReportLab's have.
"""
