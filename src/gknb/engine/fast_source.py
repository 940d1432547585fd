"""Generates the source of the function behind :mod:`gknb.engine.fast_check` from a form and its sums."""

from __future__ import annotations

import re
import struct
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from gknb.engine.schema_check import IGNORED
from gknb.source.limits import MAX_DIGITS
from gknb.source.plain import exact_number
from gknb.source.pointers import Absent, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from collections.abc import Set as AbstractSet

    from gknb.standard.form import Form, Place
    from gknb.standard.relations import Linear, Side

__all__ = ["Function", "UnsupportedFormError", "compiled_check"]

Function: TypeAlias = "Callable[[Any, bool], tuple[tuple[Any, ...], int, bool] | None]"
"""Takes a document and whether it is foreign; returns the values, the number of strings and whether the sums hold."""

_GROUP: Final = frozenset(("type", "properties", "required", "additionalProperties"))
_COMPARATORS: Final = {"=": "==", ">=": ">=", "<=": "<="}


class UnsupportedFormError(Exception):
    """The schema uses a keyword without a generator; such reports are evaluated exactly."""


def compiled_check(form: Form, heads: Sequence[str], sums: Sequence[Linear], added: AbstractSet[int]) -> Function:
    """Return a function that returns the values of a valid document without blanks, and ``None`` for any other.

    The values are those of the cells, then those at the pointers ``heads`` (``Absent`` where missing). They come with
    the number of strings in the document, member names included, and whether all ``sums`` hold. The function also
    returns ``None`` if a cell at one of the positions ``added`` is not integral: sums of decimals are evaluated
    exactly elsewhere. A foreign document, one not read by :mod:`gknb.source`, may hold any object; none of its code
    runs. Any other holds no half of a UTF-16 pair.

    Raises :class:`UnsupportedFormError`.
    """
    writer = _Writer(form)
    writer.groups([("root", form.root)])
    writer.counts()
    writer.integral(added)
    writer.sums(sums)
    names = dict(writer.objects)
    source = writer.source((*form.cells, *heads))
    exec(compile(source, f"<check of {form.schemas.path}>", "exec"), names)  # noqa: S102 - runs only the source generated here
    function: Function = names["check"]
    return function


class _Writer:
    """Writes the function statement by statement. Only numbers and quoted names of the schema enter the source."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._lines: list[str] = []
        self._variables: dict[str, str] = {}
        self._counts: list[str] = []
        self._amounts: set[int] = set()
        self._strings = 0
        self._sums: list[str] = []
        self.objects: dict[str, Any] = {
            "Absent": Absent,
            "Decimal": Decimal,
            "OutOfRange": struct.error,
            "chain": chain,
            "exact_number": exact_number,
            "TEXTS": {str},
            "INTEGERS": {int},
            "BEYOND": 10**MAX_DIGITS,
            "BELOW": -(10**MAX_DIGITS),
        }
        """Objects that the source refers to by name."""

    def source(self, pointers: Sequence[str]) -> str:
        """Return the source of a function that returns the values at ``pointers``."""
        unknown = [pointer for pointer in pointers if pointer not in self._variables]
        if unknown:
            raise UnsupportedFormError(*unknown)
        values = ", ".join(self._variables[pointer] for pointer in pointers)
        return "\n".join(
            (
                "def check(root, foreign):",
                f" strings = {self._strings}",
                " try:",
                *(f"  {line}" for line in self._lines),
                # A member is missing, a value is no object, a text has a lone surrogate, or a count is out of range.
                " except (KeyError, TypeError, AttributeError, UnicodeEncodeError, OutOfRange):",
                "  return None",
                f" return ({values},), strings, {' and '.join(self._sums) or True}",
            )
        )

    def groups(self, groups: Sequence[tuple[str, Place]]) -> None:
        """Write the checks of objects, given as (variable, place), and of everything inside them."""
        if not groups:
            return
        # Types come before key lookups: a derived class may run any code, and its keys may be equal to anything.
        # A value of ours that is no object fails at its first lookup.
        objects = " and ".join(f"type({name}) is dict" for name, _ in groups)
        keys = f"{{*map(type, chain({', '.join(name for name, _ in groups)}))}}"
        self._lines.append(f"if foreign and not ({objects} and {keys} == TEXTS): return None")
        self.groups([inner for name, place in groups for inner in self._members(name, place)])

    def _members(self, name: str, place: Place) -> list[tuple[str, Place]]:
        """Write the checks of the members of an object; return those that are objects."""
        schema = place.schema
        inside = [self._form.places[f"{place.pointer}/{key}"] for key in schema.get("properties", ())]
        required = [child for child in inside if child.required]
        closed = schema.get("type") == "object" and schema.get("additionalProperties") is False
        if not closed or not _asserted(place) <= _GROUP or len(required) != len(schema.get("required", ())):
            raise UnsupportedFormError(place.pointer)
        self._strings += len(required)
        self._lines += [f"{self._variable(child)} = {name}[{tokens(child.pointer)[-1]!r}]" for child in required]
        self._optional(name, len(required), [child for child in inside if not child.required])
        for child in required:
            if child.is_cell:
                self._cell(child)
            elif "properties" not in child.schema:
                self._strings += "integer" not in _types(child)
                self._scalar(child)
        return [(self._variable(child), child) for child in required if "properties" in child.schema]

    def _optional(self, name: str, required: int, optional: Sequence[Place]) -> None:
        """Write the checks of optional texts, and that there are no other members."""
        if not optional:
            self._unless(f"len({name}) == {required}")
            return
        texts = [child for child in optional if "string" in _types(child)]
        self._lines += [f"{self._variable(child)} = Absent" for child in texts]
        self._lines += [f"left = len({name}) - {required}", "if left:"]
        for child in texts:
            variable = self._variable(child)
            self._lines += [
                f" {variable} = {name}.get({tokens(child.pointer)[-1]!r}, Absent)",
                f" if {variable} is not Absent:",
            ]
            self._scalar(child, indent="  ")
            self._lines += ["  left -= 1", "  strings += 2"]
        self._lines += [" if left: return None"]

    def _cell(self, place: Place) -> None:
        kinds, asserted, value = _types(place), _asserted(place), self._variable(place)
        if kinds == {"integer"} and asserted == {"type", "minimum"} and place.schema["minimum"] == 0:
            self._counts.append(value)  # nearly all cells; checked together
        elif kinds == {"integer"}:
            self._scalar(place)
        elif kinds == {"number"} and asserted <= {"type", "minimum"}:
            self._amounts.add(self._form.index[place.pointer])
            self._lines += [f"if foreign and type({value}) is not int: {value} = exact_number({value})"]
            self._unless(f"(BELOW < {value} < BEYOND) if type({value}) is int else type({value}) is Decimal")
            if "minimum" in asserted:
                self._unless(f"{value} >= {place.schema['minimum']!r}")
        else:
            raise UnsupportedFormError(place.pointer)

    def _scalar(self, place: Place, indent: str = "") -> None:
        value, schema = self._variable(place), place.schema
        kinds, asserted = _types(place), _asserted(place) - {"type"}
        if asserted in ({"enum"}, {"const"}):
            choices = [schema["const"]] if "const" in schema else [one for one in schema["enum"] if one is not None]
            if not all(type(choice) is str for choice in choices):
                raise UnsupportedFormError(place.pointer)
            self._unless(f"type({value}) is str and {value} in {self._object(frozenset(choices))}", indent)
        elif kinds == {"integer"} and asserted <= {"minimum", "maximum"}:
            low, high = schema.get("minimum", "BELOW"), schema.get("maximum", "BEYOND")
            self._unless(f"type({value}) is int and {low} <= {value} <= {high} and BELOW < {value} < BEYOND", indent)
        elif kinds == {"string"} and asserted <= {"minLength", "maxLength", "pattern"}:
            self._text(place, indent)
        else:
            raise UnsupportedFormError(place.pointer)

    def _text(self, place: Place, indent: str) -> None:
        value, schema = self._variable(place), place.schema
        conditions = [f"type({value}) is str", f"(not foreign or {value}.isascii() or {value}.encode())"]
        if "minLength" in schema:
            conditions.append(f"len({value}) >= {schema['minLength']!r}")
        if "maxLength" in schema:
            conditions.append(f"len({value}) <= {schema['maxLength']!r}")
        if "pattern" in schema:
            conditions.append(f"{self._object(re.compile(schema['pattern']).search)}({value})")
        self._unless(" and ".join(conditions), indent)

    def counts(self) -> None:
        """Write one check of all cells that are counts."""
        if self._counts:
            self._lines.append(f"counts = ({', '.join(self._counts)},)")
            self._unless("{*map(type, counts)} == INTEGERS")
            # Raises for negative numbers, and for 2**64 and above, which are evaluated exactly elsewhere.
            self._lines.append(f"{self._object(struct.Struct(f'{len(self._counts)}Q').pack)}(*counts)")

    def integral(self, positions: AbstractSet[int]) -> None:
        """Write the check that no cell at these positions is a decimal."""
        for position in sorted(self._amounts.intersection(positions)):
            self._unless(f"type({self._cells(position)}) is int")

    def sums(self, sums: Sequence[Linear]) -> None:
        """Write the comparisons of sums."""
        for one in sums:
            self._sums.append(f"{self._side(one.left)} {_COMPARATORS[one.comparator]} {self._side(one.right)}")

    def _side(self, side: Side) -> str:
        terms = "".join(f" {'+' if sign > 0 else '-'} {self._cells(position)}" for position, sign in side.terms)
        return f"{side.constant!r}{terms}" if side.constant or not terms else terms.removeprefix(" + ").lstrip()

    def _cells(self, position: int) -> str:
        return self._variables[self._form.cells[position]]

    def _variable(self, place: Place) -> str:
        return self._variables.setdefault(place.pointer, f"v{len(self._variables)}")

    def _object(self, value: object) -> str:
        name = f"o{len(self.objects)}"
        self.objects[name] = value
        return name

    def _unless(self, condition: str, indent: str = "") -> None:
        self._lines.append(f"{indent}if not ({condition}): return None")


def _types(place: Place) -> set[str]:
    """Return the types that the schema of a place allows, without ``null``: blanks are evaluated exactly elsewhere."""
    kinds = place.schema.get("type", ())
    return {kinds} if isinstance(kinds, str) else {*kinds} - {"null"}


def _asserted(place: Place) -> set[str]:
    """Return the keywords with assertions in the schema of a place."""
    return {word for word in place.schema if word not in IGNORED and not word.startswith("x-")}
