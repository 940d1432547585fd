"""Exporting the vectors as plain files, for test runners of others."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any, Final

from gknb.conformance.page_vectors import PageVector
from gknb.conformance.suite import json_text
from gknb.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gknb.conformance.outcome import AnyVector

__all__ = ["export"]


_SUFFIXES: Final = {"html": "html", "markdown": "md", "text": "txt"}


def export(vectors: Iterable[AnyVector], folder: str) -> int:
    """Write the document (``ID.json``) or page (``ID.html``) of each vector, and ``ID.expected.json``; all or nothing.

    Returns how many vectors there are. Raises :class:`~gknb.errors.UsageError` where ``folder`` is not empty
    or cannot be written.
    """
    folder = os.path.abspath(folder)
    partial = f"{folder}.{os.getpid()}.part"
    count = 0
    try:
        if os.path.exists(folder) and not (os.path.isdir(folder) and not os.listdir(folder)):
            raise UsageError("conformance.export.exists", path=folder)
        os.makedirs(partial)
        for vector in vectors:
            _write(os.path.join(partial, f"{vector.id}.{_suffix(vector)}"), vector.content)
            _write(os.path.join(partial, f"{vector.id}.expected.json"), (json_text(_expected(vector)) + "\n").encode())
            count += 1
        os.replace(partial, folder)
    except (OSError, ValueError) as error:
        problem = (isinstance(error, OSError) and error.strerror) or str(error)
        raise UsageError("usage.cannot-write", path=folder, problem=problem) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return count


def _write(path: str, content: bytes) -> None:
    with open(path, "xb") as file:
        file.write(content)


def _suffix(vector: AnyVector) -> str:
    return _SUFFIXES[vector.format] if isinstance(vector, PageVector) else "json"


def _expected(vector: AnyVector) -> dict[str, Any]:
    """Return the answer and the description of the vector, in the terms of its schema."""
    head = {
        "id": vector.id,
        "title": dict(vector.title),
        "kind": vector.kind,
        "edition": vector.edition,
        "codes": list(vector.codes),
        "topics": list(vector.topics),
    }
    if isinstance(vector, PageVector):
        found: dict[str, list[str]] = {}
        for code, pointer in sorted(vector.expected.findings):
            found.setdefault(code, []).append(pointer)
        return {
            **head,
            "format": vector.format,
            "given": dict(vector.given),
            "arguments": list(vector.arguments),
            "expected": {
                "edition": vector.expected.edition,
                "values": dict(vector.expected.values),
                "findings": [{"code": code, "pointers": pointers} for code, pointers in found.items()],
            },
        }
    return {
        **head,
        "draft": vector.draft,
        "expected": {
            "verdict": vector.expected.verdict,
            "findings": [
                {
                    "code": finding.code,
                    "severity": finding.severity,
                    "pointers": sorted(finding.pointers),
                    "expected": finding.expected,
                    "actual": finding.actual,
                }
                for finding in vector.expected.findings
            ],
            "undecided": sorted(vector.expected.undecided),
        },
    }
