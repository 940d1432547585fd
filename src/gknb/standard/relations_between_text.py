"""Relations between reports told as a person reads them, from the data that is evaluated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gknb.series.compiled import series_of
from gknb.standard.form import form_of
from gknb.standard.relations import Linear
from gknb.standard.two_forms import of_last
from gknb.texts import say

if TYPE_CHECKING:
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang
    from gknb.standard.relations import Relation

__all__ = ["between_text"]


def between_text(catalog: Catalog, relation: Relation, edition: str, lang: Lang) -> str:
    """What a relation of family Y demands of a report of ``edition``, in one line."""
    form, data = form_of(catalog, edition), relation.data["relation"]
    comma = say(lang, "value.comma")
    match data["kind"]:
        case "linear-years":
            return _linear(catalog, relation, edition, lang)
        case "magnitude" | "transposed":
            cells = comma.join(form.label(pointer, lang) for pointer in data["cells"] if pointer in form.index)
            return say(lang, f"series.{data['kind']}", cells=cells, factor=data.get("factor"), least=data["least"])
        case "unchanged":
            tables = comma.join(form.label(pointer, lang) for pointer in data["tables"])
            return say(lang, "series.unchanged", tables=tables, least=data["least"])
        case "gap" | "twice" as kind:
            return say(lang, f"series.{kind}")
        case kind:
            return say(lang, f"county.kind.{kind}")


def _linear(catalog: Catalog, relation: Relation, edition: str, lang: Lang) -> str:
    series = series_of(catalog, edition, edition)
    laid_out = [one for one in series.relations if isinstance(one, Linear) and one.relation.code == relation.code]
    first = laid_out[0]
    sides = []
    for side in (first.left, first.right):
        text = ""
        for position, sign in side.terms:
            pointer = series.joint.cells[position]
            there = of_last(pointer)
            names = series.joint.this.places[there or pointer].names(lang)
            name = names[-1] if "row" in relation.data["relation"]["for_each"] else names[-2]
            name = say(lang, "series.name", name=name) if there else name
            text += say(lang, "sum.plus" if sign > 0 else "sum.minus") + name
        sides.append(text.removeprefix(say(lang, "sum.plus")))
    comparator = relation.data["relation"]["comparator"]
    text = f"{sides[0]} {comparator} {sides[1]}"
    return say(lang, "series.for-each", count=len(laid_out), text=text)
