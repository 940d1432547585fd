"""The audit as JSON, with every key in every case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from audit.texts import say
from gknb._version import __version__

if TYPE_CHECKING:
    from audit.algebra import Algebra, Instance
    from audit.mutation import Mutation
    from audit.report import Audit
    from audit.witnesses import Witnesses
    from gknb.standard.form import Lang

__all__ = ["audit_json"]


def audit_json(audit: Audit, lang: Lang) -> str:
    """Return the audit as JSON, with messages in ``lang``; a part that was not requested is ``null``."""
    value = {
        "gknb": __version__,
        "standard": audit.suite.standard,
        "suite": audit.suite.version,
        "vectors": len(audit.suite.vectors),
        "sound": audit.sound,
        "mutation": None if audit.mutation is None else {one.code: _mutation(one) for one in audit.mutation},
        "algebra": None if audit.algebra is None else {one.edition: _algebra(one, seen) for one, seen in audit.algebra},
        "freeze": None
        if audit.problems is None
        else [
            {"reason": one.reason, **one.details, "message": say(lang, one.reason, **one.details)}
            for one in audit.problems
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _mutation(one: Mutation) -> dict[str, Any]:
    return {
        "mutants": dict(one.counts()),
        "survivors": [{"operator": mutant.operator, "where": mutant.where} for mutant in one.survivors],
        "missed": list(one.missed),
    }


def _algebra(algebra: Algebra, witnesses: Witnesses) -> dict[str, Any]:
    return {
        "equalities": [_instance(one) for one in algebra.equalities],
        "others": [_instance(one) for one in algebra.others],
        "rank": algebra.rank,
        "consistent": algebra.consistent,
        "together": witnesses.together,
        "alone": dict(witnesses.alone),
        "dependencies": [
            [{**_instance(one), "factor": str(factor)} for one, factor in dependency.instances]
            for dependency in algebra.dependencies
        ],
        "cells": {
            cell.pointer: {
                "covered_by": [_instance(one) for one in cell.covered_by],
                "detectable": cell.detectable,
                "locatable": cell.locatable,
                "alike": list(cell.alike),
            }
            for cell in algebra.cells
        },
    }


def _instance(one: Instance) -> dict[str, str]:
    return {"code": one.code, "place": one.place}
