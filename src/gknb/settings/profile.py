"""Profiles: additions of a county to the national standard, which can be tightened but not loosened.

The format is ``profile.schema.json`` of the published set. :func:`profiled` merges a profile into the set, so that
form, schema and evaluation do not depend on profiles:

- national schemas keep their keywords and get further ones (``required``, ``properties``, ``enum``);
- national relations stay, with their own or a higher severity, and further relations follow them.

Every finding of the national check is thus a finding under the profile, with no lower severity. (A failure of the
schema may have another code of family S: a name that is not a string is also not in the list of organs.)
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
from gknb.standard.kinds import editions_of
from gknb.standard.relations import Relation
from gknb.standard.schemas import addressed

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
    """Content of its file, valid against ``profile.schema.json``."""
    path: str = ""
    """Path of its file."""

    @property
    def parameters(self) -> Mapping[str, str]:
        """Values of the parameters that relations declare."""
        return self.data.get("parameters", {})  # type: ignore[no-any-return]


def read_profile(path: str, catalog: Catalog) -> Profile:
    """Return the profile in a JSON or YAML file.

    Raises :class:`~gknb.errors.SourceError` if the file cannot be read, and :class:`~gknb.errors.UsageError` if it is
    not a profile.
    """
    value = read_path(path).value
    problem = _problem(value, catalog)
    if problem is not None:
        pointer, message = problem
        raise UsageError("profile.wrong", path=path, pointer=pointer or "/", problem=short(message, 200))
    return Profile(value, path)


def _problem(value: Any, catalog: Catalog) -> tuple[str, str] | None:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import best_match
    from referencing import Registry, Resource

    paths = [catalog.entry[name] for name in ("profile_schema", "relations_schema")]
    schema, relations = (addressed(catalog.json(path), path, catalog.base_url) for path in paths)
    registry: Registry[Any] = Registry().with_resources(
        (one["$id"], Resource.from_contents(one)) for one in (schema, relations)
    )
    error = best_match(Draft202012Validator(schema, registry=registry).iter_errors(value))
    if error is None:
        return None
    return "".join(f"/{key}" for key in error.absolute_path), error.message


def profiled(catalog: Catalog, profile: Profile) -> Catalog:
    """Return the published set with a profile merged into it.

    Raises :class:`~gknb.errors.UsageError` if the profile lowers a severity, names an unknown relation, or has an
    example that does not behave as declared.
    """
    data = profile.data
    texts = {path: json.dumps(value).encode() for path, value in _tightened(catalog, data).items()}
    version = f"{catalog.version}+{data['profile']}.{data['version']}"
    entry = {**catalog.entry, "relations": [*catalog.entry["relations"], _RELATIONS]}
    with_profile = replace(catalog, version=version, entry=entry, read=_reader(catalog, texts))
    for n, relation in enumerate(data.get("relations", ())):
        if not editions_of(with_profile, Relation(relation)):
            at = f"/relations/{n}/relation"
            raise UsageError("catalog.no-edition", path=profile.path, pointer=at, code=relation["code"])
        _try(with_profile, relation)
    return with_profile


def _try(catalog: Catalog, relation: Json) -> None:
    """Check that the examples of a relation of the profile behave as declared."""
    code, seen = relation["code"], set()
    for n, example in enumerate(relation["examples"], 1):
        engine = Engine(Options(draft=example.get("draft", False)), catalog)
        try:
            result = engine.check(example_source(catalog, example))
        except KeyError as error:  # an unknown placeholder of a sentence, or pointer of an example
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
    """Return the files of the set that the profile extends, by path."""
    files = {_RELATIONS: {"relations": data.get("relations", [])}}
    files |= _weighed(catalog, data.get("severity", {}))
    extensions, organs = data.get("extensions", {}), data.get("organs")
    schemas = catalog.entry["schemas"].values()
    shared = [catalog.entry["common"]] if "common" in catalog.entry else schemas
    for path in {*schemas, *shared} if extensions or organs else ():
        files[path] = schema = catalog.json(path)
        if extensions and path in schemas:
            schema["required"] = [*schema["required"], "extensions"]
        if extensions and path in shared:
            schema["$defs"]["extensions"] |= {"properties": extensions, "required": list(extensions)}
        if organs and path in shared:
            schema["$defs"]["organ"]["properties"]["name"] |= {"enum": organs, **_LISTED}
    return files


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
