"""All of it: from operands to files. Every step is a function of its own; `make_briefs` and `make_pack` tie them.

Nothing is printed here: notes, failures and finished files are told to a `Report`.
"""

from convert.pipeline.briefs import make_briefs
from convert.pipeline.job import Failure, Job, Outcome, Report
from convert.pipeline.packs import make_pack
from convert.pipeline.reading import Item, items_of, record_of

__all__ = ["Failure", "Item", "Job", "Outcome", "Report", "items_of", "make_briefs", "make_pack", "record_of"]
