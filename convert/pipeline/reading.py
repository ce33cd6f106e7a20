"""From Inputs to Records: containers unpacked, raw texts normalised and analysed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from convert.contracts import Given, Input, Raw
from convert.errors import ConvertError, Note, Noter, UsageError, nearest
from convert.files import limited
from convert.formats import Chosen, reader_for, reader_named
from convert.model import Analysis, Article, Dateline, Finding, Metadata, NamedPlace, Record
from convert.pipeline.job import ANY, Failure, as_failure
from convert.pipeline.limits import Limits, OverLimit
from convert.readers.bombs import MOST_OF_ONE

DEEPEST = 3
"""Containers in containers; a bomb of archives has more."""

_CAN_BE_LEFT_OUT = frozenset(Metadata.__struct_fields__) - {"tags", "extra", "dateline"}

ALL_PARTS: frozenset[str] = frozenset(Analysis.__struct_fields__)


class Item(Struct, frozen=True):
    """An article as it was read: which it is of its operand, counted from 1, and what was given with it."""

    origin: Input
    number: int
    found: Raw | Record
    given: tuple[Given, ...] = ()

    @property
    def name(self) -> str:
        return self.found.name if isinstance(self.found, Raw) else self.found.article.source.name

    @property
    def place(self) -> str:
        """Where it was read, for people: the operand's path, and which of its articles it is."""
        path = self.origin.path or self.origin.name
        return path if self.name == self.origin.name else f"{path}#{self.number}"

    @property
    def sha256(self) -> str:
        return self.found.sha256 if isinstance(self.found, Raw) else self.found.article.source.sha256


_UNLIMITED = Limits()


def items_of(
    given: Input, reader: str | None, max_size: int, note: Noter, limits: Limits = _UNLIMITED
) -> Iterator[Item | Failure]:
    """Yield every article of an operand, and a Failure for each that cannot be read; `reader` is what `-f` names."""
    read = _each_within(limits, _read(given, reader, max_size, note), given)
    # one that cannot be read is counted too: the numbers of the others do not depend on it
    for number, found in enumerate(read, start=1):
        yield found if isinstance(found, Failure) else Item(given, number, found[1], found[0].given)


_Found = tuple[Input, Raw | Record] | Failure


def _each_within(limits: Limits, found: Iterator[_Found], given: Input) -> Iterator[_Found]:
    """Yield what is found, each of it read within the limits; one that goes over them is a Failure."""
    while True:
        try:
            with limits.allowance().held():
                each = next(found, None)
        except OverLimit as error:
            # it came outside of any reader: what `found` has left cannot be reached any more
            yield as_failure(given.name, error, where=_place(given))
            return
        if each is None:
            return
        yield each


def _read(given: Input, reader: str | None, max_size: int, note: Noter) -> Iterator[_Found]:
    try:
        if given.depth > DEEPEST:
            raise UsageError(f"containers are nested more than {DEEPEST} deep", where=given.path or given.name)
        chosen = reader_named(reader) if reader else reader_for(given, note)
        articles: Iterable[object] = chosen.reader.read(_in_bounds(given, chosen, max_size), note)
        for found in articles:
            if isinstance(found, Input):
                yield from _read(inheriting(found, given), None, max_size, note)
            elif isinstance(found, Raw) and found.size > max_size:
                yield as_failure(found.name, _too_large(found.size, max_size, found.name))
            elif isinstance(found, Raw | Record):
                yield given, with_candidates(found, given.candidates)
            else:
                said = f"the reader “{chosen.name}” gives no article but {type(found).__name__}"
                raise ConvertError(said, hint="this is for the maker of the plug-in to mend")
    except ANY as error:  # one broken article, or plug-in, must not lose the others
        yield as_failure(given.name, error, where=_place(given))


def inheriting(member: Input, container: Input) -> Input:
    """Return what a container holds with the editor's columns, and what was known of the container itself."""
    if not container.columns and not container.candidates:
        return member
    candidates = (*member.candidates, *container.candidates)
    return replace(member, columns=container.columns, candidates=candidates)


def with_candidates(found: Raw | Record, more: tuple[Finding, ...]) -> Raw | Record:
    """Return a Raw with what its container knows of it, after what it says itself; a Record is whole."""
    if not more or isinstance(found, Record):
        return found
    said = {(each.field, each.value) for each in found.candidates}
    new = (each for each in more if (each.field, each.value) not in said)
    return replace(found, candidates=(*found.candidates, *new))


def _place(given: Input) -> str:
    if given.path is None:
        return given.name
    return f"{given.path}#{given.name.rpartition('#')[2]}" if given.depth else given.path


def _in_bounds(given: Input, chosen: Chosen, max_size: int) -> Input:
    """Return an input held to its size: a container in another to what archives hold, what is none to `max_size`."""
    if chosen.container and given.depth == 0:
        return given
    most = max(max_size, MOST_OF_ONE) if chosen.container else max_size
    if given.size is not None and given.size > most:
        raise _too_large(given.size, most, given.path or given.name)
    return limited(given, most)


def _too_large(size: int, most: int, where: str) -> UsageError:
    hint = "raise --max-size if this is no mistake"
    return UsageError(f"the article has {size:,} bytes, more than {most:,}", where=where, hint=hint)


# ---- records --------------------------------------------------------------------------------------------------------


def record_of(
    item: Item, parts: frozenset[str], note: Noter, corrections: Callable[[Record], Sequence[Given]] | None = None
) -> Record:
    """Return the article normalised, what is given taken, and those parts of its analysis computed.

    `corrections` may look at the article before it is analysed and say what else the editor gives.
    """
    given = tuple(_known(each, note) for each in item.given)
    if isinstance(item.found, Record):
        record = corrected(item.found, given)
    else:
        from convert.normalise import normalise

        record = Record(normalise(item.found, given, note))
    if corrections is not None:
        record = corrected(record, corrections(record))
    missing = frozenset(part for part in parts if getattr(record.analysis, part) is None)
    return replace(record, analysis=_analysed(record, missing, note)) if missing else record


def _analysed(record: Record, parts: frozenset[str], note: Noter) -> Analysis:
    from convert.analyse import analyse

    found = analyse(record.article, note, parts)
    return replace(record.analysis, **{part: getattr(found, part) for part in parts})


def _known(given: Given, note: Noter) -> Given:
    """Return a given value under its field's name; a sidecar's own keys are kept under `extra`, with a Note."""
    from convert.normalise.header import FIELDS, field_of

    if field_of(given.field) or given.field in FIELDS or given.field.startswith("extra."):
        return given
    if not given.where.startswith("sidecar"):
        raise UsageError(
            f"unknown metadata field “{given.field}”", where=given.where, hint=nearest(given.field, list(FIELDS))
        )
    hint = nearest(given.field, list(FIELDS))
    said = f"; {hint}" if hint.startswith("did") else ""
    note(Note("unknown-field", f"“{given.field}” is no metadata field{said}", given.where))
    return replace(given, field=f"extra.{given.field}")


def corrected(record: Record, given: Sequence[Given]) -> Record:
    """Return a record with what is given; what it replaces stays among the findings, not chosen.

    An empty value takes a field away: the document is then silent on it.
    """
    from convert.normalise.header import field_of

    article = record.article
    done: set[str] = set()
    for each in given:
        field = field_of(each.field) or each.field
        if field not in done:
            done.add(field)
            article = _with_value(article, field, _as_moment(field, each))
    return replace(record, article=article) if given else record


def check_dates(given: Sequence[Given]) -> None:
    """Raise UsageError for a given date that cannot be read: once, before the first article is."""
    from convert.normalise.header import field_of

    for each in given:
        _as_moment(field_of(each.field) or each.field, each)


def _as_moment(field: str, given: Given) -> Given:
    from convert.normalise.dates import given_date

    is_date = field in ("published", "updated", "embargo") and given.value
    return replace(given, value=given_date(given.value, given.where)) if is_date else given


def _with_value(article: Article, field: str, given: Given) -> Article:
    reason = "the editor gives another" if given.value else f"the editor leaves it out ({given.where})"
    others = tuple(
        replace(f, chosen=False, reason=reason) if f.field == field and f.chosen else f for f in article.findings
    )
    if not given.value and field in _CAN_BE_LEFT_OUT:
        return replace(article, metadata=replace(article.metadata, **{field: None}), findings=others)
    finding = Finding(field, given.value, NamedPlace(given.where), "given", "given", chosen=True)
    return replace(article, metadata=_metadata_with(article.metadata, field, given), findings=(*others, finding))


def _metadata_with(metadata: Metadata, field: str, given: Given) -> Metadata:
    if field in ("place", "agency"):
        return replace(metadata, dateline=replace(metadata.dateline or Dateline(), **{field: given.value}))
    if field == "tags":
        return replace(metadata, tags=tuple(tag.strip() for tag in given.value.split(",") if tag.strip()))
    if field.startswith("extra."):
        rest = tuple(pair for pair in metadata.extra if pair[0] != field[6:])
        return replace(metadata, extra=(*rest, (field[6:], given.value)))
    return replace(metadata, **{field: given.value})


class Group(Struct, frozen=True):
    """The articles of one operand that could be read, of `count` in all."""

    items: tuple[Item, ...]
    count: int


def all_items(
    inputs: Sequence[Input], reader: str | None, max_size: int, note: Noter, limits: Limits
) -> tuple[list[Group], list[Failure]]:
    """Return the articles of each input, and what could not be read; raises UnknownName for a reader nobody knows."""
    if reader:
        # once: a mistake on the command line is not one of each article
        reader_named(reader)
    failures: list[Failure] = []
    groups: list[Group] = []
    for given in inputs:
        found = list(items_of(given, reader, max_size, note, limits))
        failures += (each for each in found if isinstance(each, Failure))
        groups.append(Group(tuple(each for each in found if isinstance(each, Item)), len(found)))
    return groups, failures
