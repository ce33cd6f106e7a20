"""Between the file system and the stages: operands become Inputs, sidecars what is given, outputs whole files."""

from convert.files.names import Names, printable, safe_stem
from convert.files.operands import MAX_SIZE, Operands, inputs_of, limited
from convert.files.outputs import check_free, identities, sweep, write_whole

__all__ = [
    "MAX_SIZE",
    "Names",
    "Operands",
    "check_free",
    "identities",
    "inputs_of",
    "limited",
    "printable",
    "safe_stem",
    "sweep",
    "write_whole",
]
