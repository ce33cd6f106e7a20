"""Outputs, whole or not at all: never torn, never over another file unless asked, no stray files beside them."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from convert.errors import ConvertError, OutputExists, UsageError

_TEMPORARY = re.compile(r"\.convert-[0-9a-f]{16}\.tmp")
_CANNOT_SYNC = frozenset((errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EPERM))

Identity = tuple[int, int]
"""What tells a file from others, whatever it is called: its device and its number there."""


def identities(paths: Iterable[str | Path]) -> frozenset[Identity]:
    """Return what the files of these names are; what is not there is nothing."""
    return frozenset(key for key in map(_identity, paths) if key is not None)


def check_free(paths: Iterable[Path], *, replace: bool, read: frozenset[Identity] = frozenset()) -> None:
    """Raise OutputExists if one of `paths` exists, a link to nothing included, unless `replace`.

    What is `read` is never an output, `replace` or not: it would be gone.
    """
    # `new/../a.txt` is `a.txt` as soon as `new` is made
    taken = [(path, there) for path in paths if os.path.lexists(there := _in_its_folder(path))]
    for path, there in taken:
        if _identity(there) in read:
            said = "the output would overwrite a file that is read to make it"
            raise OutputExists(said, where=str(path), hint="choose another -o or -O")
        if there.is_dir():
            raise OutputExists("a folder is in the way", where=str(path), hint="choose another -o or -O")
        if _is_device(there):
            said = "a device or a pipe is in the way"
            raise OutputExists(said, where=str(path), hint="-o - writes to standard output")
    if taken and not replace:
        more = f" (and {len(taken) - 1} more)" if len(taken) > 1 else ""
        raise OutputExists(
            f"the output exists already{more}; nothing was written", where=str(taken[0][0]), hint="--force replaces it"
        )


def _is_device(path: Path) -> bool:
    """Tell a device or a pipe, and the system's names of them (`/dev/stdout`); any other link is but a link."""
    return path.is_relative_to("/dev") or not (path.is_symlink() or path.is_file())


def _in_its_folder(path: Path) -> Path:
    """Return a path with its folder as the system will see it, links and `..` resolved; it may itself be a link."""
    return Path(os.path.realpath(path.parent), path.name)


def _identity(path: str | Path) -> Identity | None:
    try:
        status = Path(path).stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def check_folder(folder: Path) -> None:
    """Raise UsageError where the output folder, or one above it, is a file."""
    known = next((path for path in (folder, *folder.parents) if os.path.lexists(path)), None)
    if known is not None and not known.is_dir():
        raise UsageError("the output folder is a file", where=str(known))


def make_folder(folder: Path) -> None:
    """Make the output folder and those above it; raises UsageError where a file is in the way."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageError("the output folder is a file", where=str(folder)) from error
    except OSError as error:
        raise ConvertError(f"cannot make the output folder: {error.strerror}", where=str(folder)) from error


def beside(stem: Path, suffix: str) -> Path:
    """Return the path of a file put after `stem`; raises ConvertError for a suffix that leaves the stem's folder.

    A writer, or a plug-in's, may put files into a folder of the document's own: `-media/1.png`.
    """
    parts = (stem.name + suffix).split("/")
    if suffix.startswith("/") or any(part in ("", ".", "..") for part in parts) or "\x00" in suffix:
        raise ConvertError("a writer asked for a file outside the output folder", where=repr(suffix))
    return stem.parent.joinpath(*parts)


def write_whole(path: Path, data: bytes, *, replace: bool = False) -> None:
    """Write a file so that it is there whole or not at all, even if the machine stops; never through a link.

    Raises OutputExists where the file has come into being meanwhile and `replace` is not set, and ConvertError with
    the system's words where the disk refuses.
    """
    write_in(path, data, replace=replace)
    sync_folder(path.parent)


def write_in(path: Path, data: bytes, *, replace: bool = False) -> None:
    """Write a file as `write_whole` does, one of many: if the machine stops it may be gone until `sync_folder`."""
    try:
        _make_inner_folder(path)
        if not _without_a_name(path, data, replace=replace):
            _with_a_name(path, data, replace=replace)
    except FileExistsError as error:
        raise OutputExists("the output exists already", where=str(path), hint="--force replaces it") from error
    except OSError as error:
        raise ConvertError(f"cannot write the file: {error.strerror}", where=str(path)) from error


def _make_inner_folder(path: Path) -> None:
    with contextlib.suppress(FileExistsError):
        path.parent.mkdir()
    # a document's own folder of pictures could have been planted as a link to elsewhere
    if path.parent.name.endswith("-media") and path.parent.is_symlink():
        raise NotADirectoryError(errno.ENOTDIR, "the folder is a link")


def _without_a_name(path: Path, data: bytes, *, replace: bool) -> bool:
    """Write to a file that has no name until it is whole: a kill at any moment leaves nothing behind.

    Linux only, and not every file system: returns False where it cannot be done.
    """
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None or (replace and os.path.lexists(path)):
        return False
    try:
        file = os.open(path.parent, flag | os.O_WRONLY, 0o666)
    except OSError as error:
        if error.errno in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT):
            return False
        raise
    try:
        _fill(file, data)
        return _link(f"/proc/self/fd/{file}", path, file)
    except FileExistsError:
        # another run has made it meanwhile
        if replace:
            return False
        raise
    finally:
        _close(file)


def _link(source: str, path: Path, file: int | None = None) -> bool:
    try:
        # with a descriptor, which an absolute path does not need, Python calls linkat: link follows no /proc name
        os.link(source, path, src_dir_fd=file, follow_symlinks=True)
    except FileExistsError:
        raise
    except OSError:
        return False
    return True


def _with_a_name(path: Path, data: bytes, *, replace: bool) -> None:
    temporary, file = _temporary_in(path.parent)
    try:
        _fill(file, data)
        if replace:
            temporary.replace(path)
        elif not _link(os.fspath(temporary), path):
            # a file system without hard links: the look and the renaming are two steps here
            if os.path.lexists(path):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
            temporary.rename(path)
    finally:
        try:
            temporary.unlink(missing_ok=True)
        finally:
            _close(file)


def _temporary_in(folder: Path) -> tuple[Path, int]:
    """Return a new temporary file, open and locked: `sweep` takes away only what nobody has locked."""
    while True:
        path = folder / f".convert-{secrets.token_hex(8)}.tmp"
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
        try:
            # where there are no locks `sweep` gets none either, and takes nothing away
            with contextlib.suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX)
            is_there = os.fstat(file).st_nlink > 0
        except BaseException:
            _close(file)
            path.unlink(missing_ok=True)
            raise
        if is_there:
            return path, file
        # another run has swept it away before it was locked
        _close(file)


def _close(file: int) -> None:
    # all of it has been synced, or failed to be: closing tells nothing new of the file
    with contextlib.suppress(OSError):
        os.close(file)


def sweep(folder: Path) -> None:
    """Remove the temporary files that killed runs have left in an output folder; those of runs that go on stay."""
    for each in (folder, *folder.glob("*-media")):
        try:
            left = [name for name in os.listdir(each) if _TEMPORARY.fullmatch(name)]  # noqa: PTH208 -- names are wanted
        except OSError:
            continue
        for name in left:
            _remove_if_abandoned(each / name)


def _remove_if_abandoned(path: Path) -> None:
    # whatever the reason that it cannot be locked or removed, this run does not depend on it
    with contextlib.suppress(OSError):
        file = os.open(path, os.O_WRONLY | os.O_NOFOLLOW)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
        finally:
            os.close(file)


def _fill(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]
    os.fsync(file)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder outlast the machine; raises ConvertError where the disk refuses."""
    # a folder that may not be listed, or on some network file systems, cannot be synced; the files themselves are
    try:
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            _close(file)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC:
            raise ConvertError(f"cannot write the file: {error.strerror}", where=str(folder)) from error
