"""Write documents as JSON or YAML without losing digits of numbers."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final

from gknb.source.numbers import NUMBER
from gknb.texts.values import digits

__all__ = ["document_text", "to_json", "to_yaml"]

_BREAKS: Final = frozenset("\x85\u2028\u2029")
"""Line breaks of YAML 1.1 that only double quotes preserve."""


def document_text(document: Any, path: str) -> str:
    """Return ``document`` as YAML if ``path`` ends in ``.yaml`` or ``.yml``, else as JSON."""
    return to_yaml(document) if path.lower().endswith((".yaml", ".yml")) else to_json(document)


def to_json(value: Any) -> str:
    """Return a JSON value as JSON, one member per line; objects with only numbers and blanks take one line."""
    return _json(value) + "\n"


def _json(value: Any, indent: str = "") -> str:
    inner = f"{indent}  "
    if isinstance(value, dict) and value:
        if not any(isinstance(one, dict | list | str) for one in value.values()):
            return "{" + ", ".join(f"{_text(key)}: {_json(one)}" for key, one in value.items()) + "}"
        rows = (f"{inner}{_text(key)}: {_json(one, inner)}" for key, one in value.items())
        return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        return "[\n" + ",\n".join(inner + _json(one, inner) for one in value) + f"\n{indent}]"
    if isinstance(value, list):
        return "[" + ", ".join(map(_json, value)) + "]"
    return format(value, "f") if isinstance(value, Decimal) else _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def to_yaml(value: Any) -> str:
    """Return a JSON value as YAML in block style; objects with only plain values take one line."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Writes decimals as numbers, and repeats a value that occurs twice instead of an alias."""

        def ignore_aliases(self, _: Any) -> bool:
            return True

    def represent(dumper: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
        text = digits(number)
        return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)

    def quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:  # NUMBER is what our reader reads as one
        style = '"' if _BREAKS.intersection(text) else "'" if NUMBER.fullmatch(text) else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    Dumper.add_representer(Decimal, represent)
    Dumper.add_representer(str, quoted)
    text: str = yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=120)
    return text
