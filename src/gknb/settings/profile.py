"""A county's profile on top of the national standard: it adds and tightens, and has no means to loosen.

What a profile may say is in ``profile.schema.json`` of the published set. :func:`profiled` lays it over the set itself,
so that the form, the schema and the evaluation need to know nothing of profiles:

- the national schemas keep every keyword that they have, and get further ones (``required``, ``properties``, ``enum``);
- the national relations all stay, with their own severity or a higher one, and further relations follow them.

So every finding of the national check is a finding of the check under the profile, and counts for no less. (A fault of
the structure may have another code of family S: a name that is no text is not in the list of organs either.)
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from gknb.documents.examples import example_source
from gknb.engine.engine import Engine
from gknb.engine.options import Options
from gknb.errors import UsageError
from gknb.source.document import read_path
from gknb.source.refusals import short
from gknb.standard.catalog import closest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gknb.standard.catalog import Catalog, Json

__all__ = ["Profile", "profiled", "read_profile"]

_RELATIONS: Final = "profile/relations.json"
_LISTED: Final = {"x-expected": "名单中的一个全称", "x-expected-en": "one of the full names in the list of organs"}
_WEIGHT: Final = {"info": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class Profile:
    """One profile."""

    data: Mapping[str, Json]
    """What its file says, valid by ``profile.schema.json``."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """Values for what relations leave to the county."""
        return self.data.get("parameters", {})  # type: ignore[no-any-return]


def read_profile(path: str, catalog: Catalog) -> Profile:
    """The profile in a JSON or YAML file.

    Raises :class:`~gknb.errors.SourceError` where the file cannot be read, and :class:`~gknb.errors.UsageError`
    where it is no profile.
    """
    value = read_path(path).value
    problem = _problem(value, catalog)
    if problem is not None:
        pointer, message = problem
        raise UsageError("profile.wrong", path=path, pointer=pointer or "/", problem=short(message, 200))
    return Profile(value)


def _problem(value: Any, catalog: Catalog) -> tuple[str, str] | None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match
    from referencing import Registry, Resource

    schema, relations = (catalog.json(catalog.entry[name]) for name in ("profile_schema", "relations_schema"))
    registry: Registry[Any] = Registry().with_resources(
        (one["$id"], Resource.from_contents(one)) for one in (schema, relations)
    )
    error = best_match(Draft202012Validator(schema, registry=registry).iter_errors(value))
    if error is None:
        return None
    return "".join(f"/{key}" for key in error.absolute_path), error.message


def profiled(catalog: Catalog, profile: Profile) -> Catalog:
    """The published set with a profile laid over it, as a set of its own.

    Raises :class:`~gknb.errors.UsageError` where the profile would lower a severity, names a relation that there is
    not, or has a relation of which an example does not come out as it says.
    """
    data = profile.data
    texts = {path: json.dumps(value).encode() for path, value in _tightened(catalog, data).items()}
    version = f"{catalog.version}+{data['profile']}.{data['version']}"
    entry = {**catalog.entry, "relations": [*catalog.entry["relations"], _RELATIONS]}
    made = replace(catalog, version=version, entry=entry, read=_reader(catalog, texts))
    for relation in data.get("relations", ()):
        _try(made, relation)
    return made


def _try(catalog: Catalog, relation: Json) -> None:
    """Run the examples of a relation of the profile: what its author meant is what it does."""
    code, seen = relation["code"], set()
    for n, example in enumerate(relation["examples"], 1):
        engine = Engine(Options(draft=example.get("draft", False)), catalog)
        try:
            result = engine.check(example_source(catalog, example))
        except KeyError as error:  # a placeholder of a sentence, or a pointer of the example
            raise UsageError("profile.name", code=code, name=error.args[0]) from error
        found = {finding.code: "violated" for finding in result.findings}
        truth = found.get(code) or ("undecided" if any(one.code == code for one in result.undecided) else "satisfied")
        if truth != example["result"]:
            raise UsageError("profile.example", code=code, n=n, wanted=example["result"], truth=truth)
        seen.add(truth)
    if "violated" not in seen:
        raise UsageError("profile.no-violated", code=code)


def _reader(catalog: Catalog, texts: Mapping[str, bytes]) -> Callable[[str], bytes]:
    return lambda path: texts[path] if path in texts else catalog.read(path)


def _tightened(catalog: Catalog, data: Mapping[str, Json]) -> dict[str, Json]:
    """The files of the set that the profile says more about, by path."""
    files = {_RELATIONS: {"relations": data.get("relations", [])}}
    files |= _weighed(catalog, data.get("severity", {}))
    extensions, organs = data.get("extensions", {}), data.get("organs")
    path = catalog.entry["common"]
    common = catalog.json(path)
    if extensions:
        common["$defs"]["extensions"] |= {"properties": extensions, "required": list(extensions)}
        for report in catalog.entry["schemas"].values():
            schema = catalog.json(report)
            files[report] = {**schema, "required": [*schema["required"], "extensions"]}
    if organs:
        common["$defs"]["organ"]["properties"]["name"] |= {"enum": organs, **_LISTED}
    return {**files, path: common}


def _weighed(catalog: Catalog, severity: Mapping[str, str]) -> dict[str, Json]:
    files = {path: catalog.json(path) for path in catalog.entry["relations"]}
    relations = {relation["code"]: relation for file in files.values() for relation in file["relations"]}
    for code, wanted in severity.items():
        if code not in relations:
            raise UsageError("usage.code", code=code, closest=closest(code, list(relations)) or next(iter(relations)))
        if _WEIGHT[wanted] < _WEIGHT[relations[code]["severity"]]:
            raise UsageError("profile.lower", code=code, severity=relations[code]["severity"], wanted=wanted)
        relations[code]["severity"] = wanted
    return files
