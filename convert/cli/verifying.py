"""`convert verify`: a line for each output, and below it what differs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from convert.cli.say import say_error
from convert.cli.streams import is_terminal
from convert.errors import Differs, Note, NothingUsable, UsageError
from convert.files.names import as_text, printable
from convert.files.there import is_folder, is_there

if TYPE_CHECKING:
    from convert.pipeline.sources import Sources
    from convert.pipeline.verifying import Kind, Verdict

_WORDS: dict[Kind, str] = {
    "agrees": "agrees",
    "differs": "differs",
    "version": "other version",
    "changed": "source changed",
    "source": "no source",
    "none": "no provenance",
}
_WIDEST = max(map(len, _WORDS.values()))


def verified(words: Sequence[str], sources: Sequence[str], *, as_json: bool) -> int:
    """Verify the outputs that `words` name, say what came of each, and return 0 where all agree.

    `sources` are the folders where sources are looked for. Raises Differs, NothingUsable where nothing in the outputs
    says how they were made, UsageError for what is not there.
    """
    from convert.pipeline.verifying import Verifier

    outputs, folders = _outputs(words), [Path(word) for word in words if is_folder(word)]
    count: Counter[Kind] = Counter()
    unsaid = 0
    for verdict in Verifier(_sources(outputs, folders, sources)).verdicts(outputs):
        count[verdict.kind] += 1
        # in a folder sources may stand beside the outputs: they are counted alone
        if as_json or verdict.kind != "none" or not _is_in(verdict.path, folders):
            _print(verdict, as_json=as_json)
        else:
            unsaid += 1
    _note(unsaid)
    return _verdict(count)


def _note(unsaid: int) -> None:
    """Say how many files in a folder were passed over."""
    from convert.cli.say import Speaker

    if unsaid:
        files = "1 file says nothing of how it was" if unsaid == 1 else f"{unsaid} files say nothing of how they were"
        Speaker(quiet=False).note(Note("no-provenance", f"{files} made", level="info"))


def _outputs(words: Sequence[str]) -> list[Path]:
    from convert.pipeline.verifying import outputs_in

    if not words:
        raise UsageError("there is nothing to verify", hint="convert verify OUTPUT or FOLDER")
    found: dict[Path, None] = {}
    for path in map(Path, words):
        if not is_there(path):
            raise UsageError("no such file or folder", where=str(path))
        found.update(dict.fromkeys(outputs_in(path) if path.is_dir() else [path]))
    return list(found)


def _sources(outputs: Iterable[Path], folders: Sequence[Path], named: Sequence[str]) -> Sources:
    from convert.pipeline.sources import MOST_FILES, Sources

    for word in named:
        if not is_folder(word):
            raise UsageError("no such folder", where=f"--sources {word}")
    if named:
        return Sources(map(Path, named))
    beside = (path.parent for path in outputs if not _is_in(path, folders))
    return Sources((*folders, *beside, Path()), most=MOST_FILES)


def _is_in(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _print(verdict: Verdict, *, as_json: bool) -> None:
    if as_json:
        import msgspec

        from convert.model import without_controls

        sys.stdout.write(without_controls(msgspec.json.encode(_as_data(verdict))).decode() + "\n")
    else:
        sys.stdout.write(f"{_WORDS[verdict.kind]:<{_WIDEST}}  {printable(str(verdict.path))}\n")
        for line in verdict.said:
            sys.stdout.write(f"{'':<{_WIDEST}}  {printable(line)}\n")
    if is_terminal(sys.stdout):
        sys.stdout.flush()


def _as_data(verdict: Verdict) -> dict[str, object]:
    """Return a verdict as JSON can hold it: a path may be of any bytes."""
    return {"path": as_text(str(verdict.path)), "kind": verdict.kind, "said": [as_text(line) for line in verdict.said]}


def _verdict(count: Counter[Kind]) -> int:
    known = count.total() - count["none"]
    if not known:
        hint = "pdf, docx, epub, md and html carry it; json and txt do where a pack's manifest names them"
        raise NothingUsable("nothing here says how it was made", hint=hint)
    failed = known - count["agrees"]
    if failed:
        said = f"{failed} of {known} outputs do not agree" if known > 1 else "the output does not agree"
        parts = (f"{count[kind]} {_WORDS[kind]}" for kind in ("differs", "version", "changed", "source") if count[kind])
        say_error(Differs(f"{said} with their sources: {', '.join(parts)}" if known > 1 else said))
        return Differs.exit_code
    return 0
