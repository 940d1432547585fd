"""``gknb explain CODE``: print everything about one relation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gknb.cli import OK, parser
from gknb.documents.examples import example_source
from gknb.engine.options import Options
from gknb.errors import UsageError
from gknb.run.inputs import check_source
from gknb.settings.checker import Checker
from gknb.standard.catalog import closest, load_catalog
from gknb.standard.form import form_of
from gknb.standard.kinds import editions_of
from gknb.standard.relation_text import basis_texts, example_parts, first_of, relation_text
from gknb.standard.relations import families
from gknb.texts import say
from gknb.texts.values import printable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Mapping

    from gknb.results import Finding
    from gknb.standard.catalog import Catalog
    from gknb.standard.form import Lang
    from gknb.standard.relations import Relation

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """Return the argument parser."""
    command = parser("gknb explain", lang, description=say(lang, "cli.explain"))
    command.add_argument("code", metavar="CODE", help=say(lang, "cli.explain.code"))
    return command


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Print the demand of one relation, its basis, and the findings of its examples."""
    catalog = load_catalog()
    relations = {name: relation for relation in families(catalog) for name in (relation.code, relation.name)}
    known = {name.lower(): name for name in relations}
    wanted = known.get(options.code.lower())
    if wanted is None:
        near = known.get(closest(options.code.lower(), list(known)), _first_equation(relations.values()))
        raise UsageError("usage.code", code=options.code, closest=near)
    print("\n".join(_lines(catalog, relations[wanted], lang)))
    return OK


def _first_equation(relations: Iterable[Relation]) -> str:
    """Return a code to name where no code is close: that of the first equation without a condition, else the first."""
    codes: dict[tuple[str | None, bool], str] = {}
    for one in relations:
        data = one.data["relation"]
        codes.setdefault((data.get("comparator"), "when" in data), one.code)
    return codes.get(("=", False)) or next(iter(codes.values()))


def _lines(catalog: Catalog, relation: Relation, lang: Lang) -> Iterator[str]:
    data = relation.data
    yield f"{relation.code}  {relation.name}"
    yield data["title"][lang]
    yield ""
    rows = [
        ("severity", say(lang, f"text.severity.{data['severity']}").strip()),
        ("editions", ", ".join(editions_of(catalog, relation))),
        ("since", data["since"]),
        *basis_texts(data, lang),
        ("why", data["why"][lang]),
        *(("says", text) for text in _says(catalog, relation, lang)),
        ("fix", _fix(catalog, relation, lang)),
        *(
            ("parameters", f"{name}={parameter['default']}  {parameter['description'][lang]}")
            for name, parameter in data.get("parameters", {}).items()
        ),
    ]
    for key, text in rows:
        yield say(lang, "explain.row", name=say(lang, f"explain.{key}"), text=text)
    yield ""
    yield say(lang, "explain.examples")
    for example in data["examples"]:
        yield from _example(catalog, relation, example, lang)


def _says(catalog: Catalog, relation: Relation, lang: Lang) -> Iterator[str]:
    """Yield the demand of the relation, once if it is the same in every edition."""
    texts = {edition: relation_text(catalog, relation, edition, lang) for edition in editions_of(catalog, relation)}
    if len(set(texts.values())) == 1:
        yield next(iter(texts.values()))
    else:
        yield from (f"[{edition}] {text}" for edition, text in texts.items())


def _fix(catalog: Catalog, relation: Relation, lang: Lang) -> str:
    """Return the fix from the first violated example, since its sentence may name values."""
    example = next(example for example in relation.data["examples"] if example["result"] == "violated")
    return _findings(catalog, relation, example, lang)[0].fix


def _findings(catalog: Catalog, relation: Relation, example: Mapping[str, Any], lang: Lang) -> tuple[Finding, ...]:
    options = Options(lang=lang, draft=example.get("draft", False), select=(relation.code,))
    return check_source(Checker(options, catalog), example_source(catalog, example)).findings


def _example(catalog: Catalog, relation: Relation, example: Mapping[str, Any], lang: Lang) -> Iterator[str]:
    first, *changes = example_parts(form_of(catalog, example["edition"]), example, lang)
    result = say(lang, f"truth.{example['result']}")
    yield f"- {say(lang, 'explain.row', name=result, text=printable(first))}"
    for change in changes:
        yield f"    {printable(change)}"
    for message in first_of([finding.message for finding in _findings(catalog, relation, example, lang)], lang):
        yield f"  → {printable(message)}"
