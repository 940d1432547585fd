"""``gknb explain CODE``: everything about one relation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gknb.catalog import closest, load_catalog
from gknb.checker import Checker, Options
from gknb.cli import OK, parser
from gknb.describe import example_text, relation_text
from gknb.errors import UsageError
from gknb.examples import example_source
from gknb.form import form_of
from gknb.output.text import printable
from gknb.relations import families
from gknb.texts import say

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from gknb.catalog import Catalog
    from gknb.form import Lang
    from gknb.relations import Relation

__all__ = ["arguments", "run"]


def arguments(lang: Lang) -> argparse.ArgumentParser:
    """What the command takes."""
    made = parser("gknb explain", lang, description=say(lang, "cli.explain"))
    made.add_argument("code", metavar="CODE", help=say(lang, "cli.explain.code"))
    return made


def run(options: argparse.Namespace, lang: Lang) -> int:
    """Print what one relation says, why, and what a check answers to its examples."""
    catalog = load_catalog()
    relations = {name: relation for relation in families(catalog) for name in (relation.code, relation.name)}
    wanted = options.code.upper() if options.code.upper() in relations else options.code.lower()
    if wanted not in relations:
        near = closest(options.code.upper(), sorted(relations)) or "T301"
        raise UsageError("usage.code", code=options.code, closest=near)
    print("\n".join(_lines(catalog, relations[wanted], lang)))
    return OK


def _lines(catalog: Catalog, relation: Relation, lang: Lang) -> Iterator[str]:
    data = relation.data
    yield f"{relation.code}  {relation.name}"
    yield data["title"][lang]
    yield ""
    basis = data["basis"]
    rows = [
        ("severity", say(lang, f"text.severity.{data['severity']}").strip()),
        ("editions", ", ".join(data["editions"])),
        ("since", data["since"]),
        ("basis", f"{basis['citation'][lang]} ({say(lang, 'basis.' + basis['kind'])})"),
        ("why", data["why"][lang]),
        *(("says", relation_text(catalog, relation, edition, lang)) for edition in data["editions"][-1:]),
        ("fix", data["fix"][lang]),
        *(
            ("parameters", f"{name}={parameter['default']}  {parameter['description'][lang]}")
            for name, parameter in data.get("parameters", {}).items()
        ),
    ]
    for key, text in rows:
        yield f"{say(lang, f'explain.{key}')}: {text}"
    yield ""
    yield f"{say(lang, 'explain.examples')}:"
    for example in data["examples"]:
        form = form_of(catalog, example["edition"])
        yield f"- {say(lang, 'truth.' + example['result'])}: {printable(example_text(form, example, lang))}"
        checker = Checker(Options(lang=lang, draft=example.get("draft", False), select=(relation.code,)), catalog)
        for finding in checker.check(example_source(catalog, example)).findings:
            yield f"    {printable(finding.message)}"
