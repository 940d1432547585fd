"""Writes findings from outcomes: cells with labels and positions, and the sentence of the relation."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from gknb.lazy_dataclasses import dataclass, field
from gknb.results import Basis, Cell, Finding, Undecided
from gknb.source.document import Source
from gknb.source.pointers import Absent, lookup, tokens
from gknb.standard.hints import explain_difference
from gknb.standard.relations import Linear, Relation, Side
from gknb.texts import say
from gknb.texts.terms import span, term
from gknb.texts.values import digits, shorten, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gknb.engine.evaluate import Outcome
    from gknb.engine.schema_failures import Failure
    from gknb.results import Trouble, Value
    from gknb.source.positions import Duplicate
    from gknb.standard.form import Form, Lang, Place

__all__ = ["FindingWriter"]

_FEW = 10
"""Numbers below are frequent enough for their cells to be cached."""
MOST_TERMS = 6
"""Maximum number of terms that a sentence spells out."""


def _scalar(value: Any) -> Value:
    if value is Absent:
        return None
    return show(value) if isinstance(value, dict | list) else value


@lru_cache(maxsize=2**13)
def _label(form: Form, pointer: str, lang: Lang) -> str:
    return form.label(pointer, lang)


@lru_cache(maxsize=2**13)
def _usual_cell(form: Form, pointer: str, value: int | None, lang: Lang) -> Cell:
    """Return a cell without a position that is blank or has one digit. Cached, as most cells are."""
    return Cell(pointer=pointer, label=_label(form, pointer, lang), value=value)


@lru_cache(maxsize=2**13)
def _names(form: Form, pointer: str, lang: Lang) -> tuple[str, ...]:
    return form.places[pointer].names(lang)


@cache
def _within(form: Form, holder: str) -> Mapping[str, Place]:
    return form.within(holder)


@cache
def _bases(relation: Relation, lang: Lang) -> tuple[Basis, Mapping[str, Basis]]:
    """Return the basis of a relation, and the bases at the pointers that have one of their own."""
    elsewhere = relation.data.get("basis_at", ())
    bases = [
        Basis(kind=one["kind"], citation=one["citation"][lang])
        for one in (relation.data["basis"], *(entry["basis"] for entry in elsewhere))
    ]
    there = zip(elsewhere, bases[1:], strict=True)
    return bases[0], {pointer: basis for entry, basis in there for pointer in entry["pointers"]}


@dataclass(frozen=True, slots=True)
class _Sum:
    """One side of a relation: the known sum, and the blank terms."""

    known: Any
    """Sum of the terms that are not blank."""
    missing: tuple[int, ...]
    """Sign of each blank term; 0 if its value may be negative."""

    @property
    def open(self) -> bool:
        return bool(self.missing)

    def value(self) -> Value:
        """Return the sum, or its bound as text if terms are blank; ``None`` if the sum is unbounded."""
        if not self.missing:
            return self.known  # type: ignore[no-any-return]
        if set(self.missing) == {1}:
            return f">={digits(self.known)}"
        return f"<={digits(self.known)}" if set(self.missing) == {-1} else None


@dataclass(frozen=True, slots=True)
class FindingWriter:
    """Writes the findings of one report: fills the sentence of each relation, in one language."""

    form: Form
    source: Source
    values: Sequence[Any]
    """Number in each cell of the form; ``None`` where there is no usable one."""
    lang: Lang
    hints: Mapping[str, Mapping[str, str]]
    """Sentences of ``hints.json``, keyed by name and language."""
    cells: dict[str, Cell] = field(default_factory=dict, init=False)
    """Cache of cells by pointer: a report with blanks names most of them several times."""

    placed: bool = field(init=False)
    """Whether cells can have positions or printed places."""

    def __post_init__(self) -> None:
        """Compute ``placed`` once."""
        object.__setattr__(self, "placed", self.source.has_positions or bool(self.source.printed))

    def cell(self, pointer: str, value: Any = Absent, *, at_key: bool = False) -> Cell:
        """Return the cell at ``pointer``, with the position of its value, its key or, if missing, its parent."""
        if value is not Absent or at_key:
            return self.make_cell(pointer, value, at_key=at_key)
        cell = self.cells.get(pointer)
        if cell is None:
            cell = self.cells[pointer] = self.make_cell(pointer, Absent)
        return cell

    def cells_at(self, pointers: Iterable[str]) -> tuple[Cell, ...]:
        """Return the cells at ``pointers``."""
        known, numbers, index = self.cells, self.values, self.form.index
        for pointer in pointers:
            if pointer not in known:
                n = index.get(pointer, len(numbers))
                number = numbers[n] if n < len(numbers) and not self.placed else None
                if number is None:
                    known[pointer] = self.make_cell(pointer, Absent)
                elif type(number) is int and 0 <= number < _FEW:
                    known[pointer] = _usual_cell(self.form, pointer, number, self.lang)
                else:
                    known[pointer] = Cell(pointer=pointer, label=_label(self.form, pointer, self.lang), value=number)
        return tuple([known[pointer] for pointer in pointers])

    def make_cell(self, pointer: str, value: Any, *, at_key: bool = False) -> Cell:
        """Make the cell at ``pointer``; ``Absent`` stands for the value that the report has there."""
        if value is Absent:
            value = self._value(pointer)
            if not self.placed and (value is None or (type(value) is int and 0 <= value < _FEW)):
                return _usual_cell(self.form, pointer, value, self.lang)
        where = None
        if self.source.has_positions:
            where = self.source.key_position(pointer) if at_key else self.source.position(pointer)
            around = pointer
            while where is None and around:
                around = around.rpartition("/")[0]
                where = self.source.position(around)
        return Cell(
            pointer=pointer,
            label=_label(self.form, pointer, self.lang),
            value=_scalar(value),
            line=where.line if where else None,
            column=where.column if where else None,
            printed=self.source.printed.get(pointer),
        )

    def _value(self, pointer: str) -> Any:
        """Return the value at ``pointer``, from ``values`` if it is a number in a cell."""
        n = self.form.index.get(pointer)
        number = None if n is None or n >= len(self.values) else self.values[n]
        return lookup(self.source.value, pointer) if number is None else number

    def finding(self, relation: Relation, cells: tuple[Cell, ...], words: Mapping[str, Any], **rest: Any) -> Finding:
        """Return the finding of a relation at ``cells``; ``words`` fill the placeholders of its sentence."""
        data, lang = relation.data, self.lang
        basis, elsewhere = _bases(relation, lang)
        return Finding(
            code=relation.code,
            name=relation.name,
            title=data["title"][lang],
            severity=data["severity"],
            message=data["message"][lang].format_map(words),
            cells=cells,
            basis=elsewhere.get(cells[0].pointer, basis) if elsewhere else basis,
            fix=data["fix"][lang].format_map(words),
            **rest,
        )

    def failure(self, failure: Failure) -> Finding:
        """Return the finding of a schema failure."""
        if failure.value is None and not self.placed and failure.pointer in self.form.places:
            finding = _blank(self.form, failure, self.lang)
            self.cells[failure.pointer] = finding.cells[0]
            return finding
        return self._failure(failure)

    def _failure(self, failure: Failure) -> Finding:
        unknown = failure.pointer not in self.form.places
        cell = self.cell(failure.pointer, failure.value, at_key=True) if unknown else self.cell(failure.pointer)
        place, _ = self.form.nearest(failure.pointer)
        key = tokens(failure.pointer)[-1] if failure.pointer else ""
        words = {
            "cell": cell.label,
            "key": shorten(key),
            "value": show(key) if unknown else show(failure.value) if failure.value is not Absent else "",
            "expected": place.schema.get("x-expected" if self.lang == "zh" else "x-expected-en", ""),
        }
        return self.finding(
            failure.relation,
            (cell,),
            words,
            expected="absent" if unknown else _demand(place.schema, place.definitions),
            actual=cell.value,
        )

    def duplicate(self, relation: Relation, duplicate: Duplicate) -> Finding:
        """Return the finding of a member name that occurs twice in one object."""
        label = self.form.label(duplicate.pointer, self.lang)
        cell = Cell(
            pointer=duplicate.pointer,
            label=label,
            value=_scalar(lookup(self.source.value, duplicate.pointer)),
            line=duplicate.position.line,
            column=duplicate.position.column,
        )
        return self.finding(relation, (cell,), {"cell": label, "key": duplicate.key}, expected=1, actual=2)

    def reading(self, relation: Relation, trouble: Trouble) -> Iterator[Finding]:
        """Yield the findings of a reading trouble, one for each cell."""
        for cell in map(self.cell, trouble.pointers):
            words = {**trouble.details, "cell": cell.label}
            if "value" in words:
                words["value"] = term(self.lang, cell.pointer, words["value"])
            yield self.finding(relation, (cell,), words, expected=None, actual=trouble.details.get("printed"))

    def undecided(self, outcome: Outcome) -> Undecided:
        """Return the entry of an undecided outcome."""
        relation = outcome.compiled.relation
        return Undecided(
            code=relation.code,
            name=relation.name,
            title=relation.data["title"][self.lang],
            cells=self.cells_at(outcome.pointers),
        )

    def violated(self, outcome: Outcome) -> Finding:
        """Return the finding of a violated outcome."""
        one = outcome.compiled
        cells = self.cells_at(outcome.pointers)
        if isinstance(one, Linear):
            return self._linear(one, cells)
        expected = outcome.expected
        words = {
            "cell": cells[0].label,
            "key": cells[-1].value,
            "actual": outcome.actual,
            "expected": span(self.lang, str(expected)),
            "limit": str(expected).lstrip("<>="),
            "cells": self._list(self.names([cell.pointer for cell in cells]), cells),
        }
        return self.finding(one.relation, cells, words, expected=expected, actual=outcome.actual)

    def _list(self, names: Sequence[str], cells: Sequence[Cell]) -> str:
        return say(self.lang, "value.comma").join(
            f"{name} {show(term(self.lang, cell.pointer, cell.value))}" for name, cell in zip(names, cells, strict=True)
        )

    def _linear(self, one: Linear, cells: tuple[Cell, ...]) -> Finding:
        positions = [position for side in (one.left, one.right) for position, _ in side.terms]
        names = dict(zip(positions, self.names([self.form.cells[p] for p in positions]), strict=True))
        actual, expected = self._sum(one.left), self._sum(one.right)
        words = {
            "cell": cells[0].label,
            **{name: self._where(place, holder) for name, place, holder in one.where},
            "left": self._side(one.left, names),
            "right": self._side(one.right, names),
            "actual": show(actual.known),
            "expected": show(expected.known),
            "difference": show(abs(actual.known - expected.known)),
        }
        bound = "" if one.comparator == "=" else one.comparator
        return self.finding(
            one.relation,
            cells,
            words,
            expected=f"{bound}{digits(expected.known)}" if bound and not expected.open else expected.value(),
            actual=actual.value(),
            hints=tuple(self._hints(one, names)) if one.comparator == "=" else (),
        )

    def _where(self, place: str, holder: str | None) -> str:
        if holder is None:
            return self.form.label(place, self.lang)
        return " · ".join(_within(self.form, holder)[place].names(self.lang))

    def _sum(self, side: Side) -> _Sum:
        known: Any = side.constant
        missing = []
        for position, sign in side.terms:
            value = self.values[position]
            if value is None:
                missing.append(0 if self.form.places[self.form.cells[position]].signed else sign)
            else:
                known += sign * value
        return _Sum(known, tuple(missing))

    def _side(self, side: Side, names: Mapping[int, str]) -> str:
        """Return one side spelled out: 自然人 34＋其他 4＝38. Zeros are left out, and long sums are only counted."""
        total = self._sum(side)
        zeros = len(side.terms) <= 2
        shown = [(p, sign) for p, sign in side.terms if self.values[p] is not None and (self.values[p] or zeros)]
        if not side.terms:
            return show(total.known)
        if len(shown) > MOST_TERMS:
            text = say(self.lang, "sum.count", count=len(side.terms) - len(total.missing))
        else:
            text = self._terms(shown, names)
        if total.missing:
            blanks = say(self.lang, "sum.blanks", count=len(total.missing))
            text = say(self.lang, "sum.plus").join(filter(None, (text, blanks)))
            return say(self.lang, "sum.bounded", text=text, bound=total.value() or "?")
        if len(shown) == 1 and shown[0][1] > 0:
            return text
        text = text or say(self.lang, "sum.count", count=len(side.terms))
        return say(self.lang, "sum.equals", text=text, total=show(total.known))

    def _terms(self, terms: Sequence[tuple[int, int]], names: Mapping[int, str]) -> str:
        plus, minus = say(self.lang, "sum.plus"), say(self.lang, "sum.minus")
        text = "".join(
            f"{plus if sign > 0 else minus}{names[position]} {show(self.values[position])}" for position, sign in terms
        )
        return text.removeprefix(plus)

    def _hints(self, one: Linear, names: Mapping[int, str]) -> Iterator[str]:
        terms = [(sign, self.values[position]) for position, sign in one.net]
        if any(value is None for _, value in terms):
            return
        difference = sum(sign * value for sign, value in terms) + one.left.constant - one.right.constant
        sums = [[p for p, _ in side.terms if self.values[p]] for side in (one.left, one.right)]
        parts = [n for n, (p, _) in enumerate(one.net) if any(p in cells and len(cells) > 1 for cells in sums)]
        for name, n, restored in explain_difference(terms, difference, parts):
            words = {"cell": names[one.net[n][0]], "value": show(terms[n][1]), "other": show(restored)}
            yield self.hints[name][self.lang].format_map(words)

    def names(self, pointers: Sequence[str]) -> list[str]:
        """Return short names of cells: the last part if it is unique among them, else all parts they do not share."""
        names = [_names(self.form, pointer, self.lang) for pointer in pointers]
        last = [name[-1] for name in names]
        if len(set(last)) == len(last):
            return last
        shared = set.intersection(*map(set, names))
        return [" · ".join(part for part in name if part not in shared) for name in names]


@lru_cache(maxsize=2**12)
def _blank(form: Form, failure: Failure, lang: Lang) -> Finding:
    """Return the finding of a blank in a report without positions. Cached, as it is always the same."""
    nothing = Source(None, (), "python", "")
    return FindingWriter(form, nothing, (), lang, {})._failure(failure)  # noqa: SLF001 - caches this method


def _demand(schema: Mapping[str, Any], definitions: Sequence[str]) -> str:
    """Return what the schema allows at a place, in short: its constant, choices, definition or type."""
    if "const" in schema:
        return str(schema["const"])
    if "enum" in schema:
        return "|".join(str(choice) for choice in schema["enum"] if choice is not None)
    return definitions[-1] if definitions else str(schema["type"])
