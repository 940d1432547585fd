"""The published files as a contract: what they promise holds with any JSON Schema library, without code of ours."""

from __future__ import annotations

import json
import posixpath
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from checkout import SCHEMA
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from gknb.cli import main
from gknb.standard.catalog import expanded
from gknb.standard.publish import file_hash
from gknb.standard.schemas import addressed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

BASE = "https://example.gov.cn/x"
OPTIONAL = {"$schema", "published_on", "extensions", "division_code", "credit_code"}
NUMBERS_IN_TABLES = {"2019": (22, 161, 15), "2021": (10, 175, 15)}
ROWS = [
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "1.属于国家秘密",
    "2.其他法律行政法规禁止公开",
    "3.危及“三安全一稳定”",
    "4.保护第三方合法权益",
    "5.属于三类内部事务信息",
    "6.属于四类过程性信息",
    "7.属于行政执法案卷",
    "8.属于行政查询事项",
    "1.本机关不掌握相关政府信息",
    "2.没有现成信息需要另行制作",
    "3.补正后申请内容仍不明确",
    "1.信访举报投诉类申请",
    "2.重复申请",
    "3.要求提供公开出版物",
    "4.无正当理由大量反复申请",
    "5.要求行政机关确认或重新出具已获取信息",
    "（六）其他处理",
    "（七）总计",
    "四、结转下年度继续办理",
]
OTHER_HANDLING = [
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "3.其他",
]


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


CATALOG = read(SCHEMA / "catalog.json")
ENTRY = expanded(CATALOG["versions"][-1], lambda path: (SCHEMA / path).read_bytes())
SCHEMA_OF = ["schema", "--standard", ENTRY["version"]]
EDITIONS = list(ENTRY["schemas"])
FILES = {path: read(SCHEMA / path) for path in ENTRY["files"]}
SCHEMAS = {path: value for path, value in FILES.items() if path.endswith(".schema.json")}
REPORTS = [*ENTRY["schemas"].values(), ENTRY["envelope"]]


def registry(schemas: Mapping[str, Any]) -> Registry[Any]:
    """A registry of those files alone, which fetches nothing."""
    found = [addressed(schema, path, CATALOG["base_url"]) for path, schema in schemas.items()]
    return Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in found)


def validator(schemas: Mapping[str, Any], path: str) -> Draft202012Validator:
    schema = addressed(schemas[path], path, CATALOG["base_url"])
    return Draft202012Validator(schema, registry=registry(schemas))


def nodes(value: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in a JSON value, with its JSON Pointer."""
    if isinstance(value, dict):
        yield where, value
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield from nodes(child, f"{where}/{key}")


def subschemas(path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema in a schema file, with its JSON Pointer."""
    for where, node in nodes(SCHEMAS[path]):
        if not where or posixpath.basename(posixpath.dirname(where)) in ("properties", "$defs", "items"):
            yield where, node


def properties(path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property in a schema file, what it refers to merged under its own annotations."""
    for where, node in subschemas(path):
        if where.rpartition("/")[0].endswith("/properties"):
            yield where, resolved(node, path)[0]


def resolved(node: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    while "$ref" in node:
        address, _, pointer = node["$ref"].partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(path), address)) if address else path
        target = SCHEMAS[path]
        for key in pointer.split("/")[1:]:
            target = target[key]
        node = {**target, **{key: value for key, value in node.items() if key != "$ref"}}
    return node, path


def places(edition: str) -> Iterator[tuple[tuple[str, ...], dict[str, Any], bool]]:
    """Every property of the report of an edition: its keys, its schema, and whether it is required all the way."""

    def walk(
        node: dict[str, Any], path: str, keys: tuple[str, ...], required: bool
    ) -> Iterator[tuple[tuple[str, ...], dict[str, Any], bool]]:
        for key, child in node.get("properties", {}).items():
            found, file = resolved(child, path)
            needed = required and key in node.get("required", ())
            yield (*keys, key), found, needed
            yield from walk(found, file, (*keys, key), needed)

    path = ENTRY["schemas"][edition]
    yield from walk(SCHEMAS[path], path, (), True)


def put(report: dict[str, Any], keys: tuple[str, ...], value: Any) -> dict[str, Any]:
    changed = deepcopy(report)
    group = changed
    for key in keys[:-1]:
        group = group[key]
    group[keys[-1]] = value
    return changed


# The files


@pytest.mark.parametrize("path", SCHEMAS)
def test_every_schema_is_one(path: str) -> None:
    assert SCHEMAS[path]["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    address = CATALOG["base_url"] + path
    assert addressed(SCHEMAS[path], path, CATALOG["base_url"])["$id"] == address
    # Else its references would be fetched from there, also by a reader of the files.
    elsewhere = [node for _, node in nodes(SCHEMAS[path]) if not str(node.get("$ref", "#")).startswith(("#", "{"))]
    assert ("$id" in SCHEMAS[path]) is (not elsewhere)
    Draft202012Validator(Draft202012Validator.META_SCHEMA, registry=Registry()).validate(SCHEMAS[path])


@pytest.mark.parametrize("path", FILES)
def test_every_file_is_written_alike(path: str) -> None:
    text = (SCHEMA / path).read_bytes().decode("utf-8")
    assert text == json.dumps(FILES[path], ensure_ascii=False, indent=2) + "\n"


def test_the_catalogue_names_every_file() -> None:
    named = [
        value
        for key, value in ENTRY.items()
        if isinstance(value, str) and key not in ("version", "status", "date", "$schema", "$id")
    ]
    named += [path for role in ("schemas", "zero_reports", "edition_files") for path in ENTRY[role].values()]
    assert sorted([*named, *ENTRY["relations"]]) == sorted(FILES) == list(ENTRY["files"])
    assert [FILES[path]["edition"] for path in ENTRY["edition_files"].values()] == EDITIONS


def test_the_set_and_its_editions_are_as_their_schemas_demand() -> None:
    validator(SCHEMAS, ENTRY["set_schema"]).validate(FILES[ENTRY["set"]])
    for path in ENTRY["edition_files"].values():
        validator(SCHEMAS, ENTRY["edition_schema"]).validate(FILES[path])


def test_nothing_in_the_folder_of_a_version_points_outside() -> None:
    for path, value in FILES.items():
        for _, node in nodes(value):
            for key in ("$ref", "$schema"):
                address = node.get(key)
                if isinstance(address, str) and not address.startswith(("#", "https://json-schema.org/")):
                    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address.partition("#")[0]))
                    assert target in FILES, f"{path}: {address}"


@pytest.mark.parametrize("path", ENTRY["relations"])
def test_every_relation_file_is_one(path: str) -> None:
    validator(SCHEMAS, ENTRY["relations_schema"]).validate(FILES[path])
    address = posixpath.normpath(posixpath.join(posixpath.dirname(path), FILES[path]["$schema"]))
    assert address == ENTRY["relations_schema"]
    assert all(relation["code"].startswith(FILES[path]["family"]) for relation in FILES[path]["relations"])


def test_codes_and_names_are_given_once() -> None:
    relations = [relation for path in ENTRY["relations"] for relation in FILES[path]["relations"]]
    for key in ("code", "name"):
        values = [relation[key] for relation in relations]
        assert len(values) == len(set(values))


# The schemas of the report


@pytest.mark.parametrize("path", REPORTS)
def test_every_property_is_described_in_both_languages(path: str) -> None:
    silent = [
        (where, key)
        for where, node in properties(path)
        for key in ("title", "x-title-en", "description", "x-description-en", "x-expected", "x-expected-en")
        if not node.get(key, "").strip()
    ]
    assert silent == []


@pytest.mark.parametrize("path", SCHEMAS)
def test_objects_are_closed(path: str) -> None:
    wide_open = [
        where
        for where, node in nodes(SCHEMAS[path])
        if node.get("type") == "object"
        and not {"additionalProperties", "propertyNames", "unevaluatedProperties"} & set(node)
    ]
    # The envelope is for documents that are not known to be of any edition.
    assert wide_open == ([""] if path == ENTRY["envelope"] else [])


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_only_open_object_is_for_local_additions(edition: str) -> None:
    opened = [
        keys
        for keys, node, _ in places(edition)
        if node.get("type") == "object" and node.get("additionalProperties") is not False
    ]
    assert opened == [("extensions",)]


@pytest.mark.parametrize("edition", EDITIONS)
def test_everything_is_required_unless_declared_optional(edition: str) -> None:
    assert {keys[-1] for keys, _, required in places(edition) if not required} == OPTIONAL
    cells = [required for _, node, required in places(edition) if is_cell(node)]
    assert all(cells)
    assert len(cells) == sum(NUMBERS_IN_TABLES[edition])


def is_cell(node: dict[str, Any]) -> bool:
    return node.get("type") in ("integer", "number") and node.get("x-blank") is True


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_tables_have_the_cells_of_the_form(edition: str) -> None:
    tables = ("proactive_disclosure", "requests", "review_and_litigation")
    cells = [keys[0] for keys, node, _ in places(edition) if is_cell(node)]
    assert tuple(map(cells.count, tables)) == NUMBERS_IN_TABLES[edition]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_rows_of_table_three_are_labelled_as_printed(edition: str) -> None:
    rows = [node["title"] for _, node, _ in places(edition) if "natural_person" in node.get("properties", {})]
    printed = list(ROWS)
    if edition == "2021":
        place = printed.index("（六）其他处理")
        printed[place : place + 1] = OTHER_HANDLING
    assert rows == printed


# Reports


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_zero_report_is_valid_and_has_0_in_every_cell(edition: str) -> None:
    zero = FILES[ENTRY["zero_reports"][edition]]
    validator(SCHEMAS, ENTRY["schemas"][edition]).validate(zero)
    validator(SCHEMAS, ENTRY["envelope"]).validate(zero)
    for keys, node, _ in places(edition):
        if is_cell(node):
            value: Any = zero
            for key in keys:
                value = value[key]
            assert (value, type(value)) == (0, int)


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_report_of_one_edition_is_none_of_the_other(edition: str) -> None:
    for other in EDITIONS:
        valid = validator(SCHEMAS, ENTRY["schemas"][other]).is_valid(FILES[ENTRY["zero_reports"][edition]])
        assert valid is (other == edition)


@pytest.mark.thorough
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_cell_is_missed(edition: str) -> None:
    zero = FILES[ENTRY["zero_reports"][edition]]
    strict = validator(SCHEMAS, ENTRY["schemas"][edition])
    for keys, _, required in places(edition):
        if required:
            without = deepcopy(zero)
            group = without
            for key in keys[:-1]:
                group = group[key]
            del group[keys[-1]]
            assert not strict.is_valid(without), keys


# Publication


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    assert main([*SCHEMA_OF, "--base-url", BASE, "--out", str(folder)]) == 0
    return folder


@pytest.fixture(scope="module")
def published(site: Path) -> dict[str, Any]:
    return {path: json.loads(content) for path, content in contents(site).items() if path.endswith(".schema.json")}


def draft_of(path: str) -> str:
    return path.replace(".schema.json", ".draft.schema.json")


def without_null(node: Any) -> Any:
    """A draft schema with ``null`` taken out wherever it was allowed, and under its strict name."""
    if isinstance(node, list):
        return [without_null(item) for item in node]
    if not isinstance(node, dict):
        return node.replace(".draft.schema.json", ".schema.json") if isinstance(node, str) else node
    strict = {key: without_null(value) for key, value in node.items()}
    if isinstance(node.get("type"), list):
        (strict["type"],) = [kind for kind in node["type"] if kind != "null"]
    if None in node.get("enum", ()):
        strict["enum"] = [choice for choice in node["enum"] if choice is not None]
    return strict


def test_every_address_begins_with_the_new_base(site: Path, published: dict[str, Any]) -> None:
    assert {path: schema["$id"] for path, schema in published.items()} == {path: f"{BASE}/{path}" for path in published}
    assert [
        where
        for path, schema in published.items()
        for where, node in nodes(schema)
        if where and isinstance(node.get("$id"), str)
    ] == []
    reserved = CATALOG["base_url"].split("/")[2].encode()
    assert [path for path, content in contents(site).items() if reserved in content] == []
    assert read(site / "catalog.json")["base_url"] == f"{BASE}/"


def test_the_catalogue_has_the_hash_of_every_file_written(site: Path) -> None:
    written = contents(site)
    (entry,) = json.loads(written.pop("catalog.json"))["versions"]
    assert entry["files"] == {path: file_hash(written[path]) for path in sorted(written)}
    drafts = {draft_of(path) for path in ENTRY["schemas"].values()}
    assert set(written) == {*FILES, *drafts}


@pytest.mark.parametrize("name", [str, draft_of], ids=["strict", "draft"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_published_schemas_are_self_contained(site: Path, published: dict[str, Any], edition: str, name: Any) -> None:
    zero = read(site / ENTRY["zero_reports"][edition])
    path = name(ENTRY["schemas"][edition])
    Draft202012Validator.check_schema(published[path])
    check = validator(published, path)
    check.validate(zero)
    assert not check.is_valid({**zero, "edition": "2018"})
    assert not check.is_valid(put(zero, ("requests", "received", "total"), -1))
    blank = put(zero, ("requests", "received", "total"), None)
    assert check.is_valid(blank) is (name is draft_of)


@pytest.mark.parametrize("path", ENTRY["relations"])
def test_the_published_relations_are_those_of_the_set(site: Path, published: dict[str, Any], path: str) -> None:
    validator(published, ENTRY["relations_schema"]).validate(read(site / path))
    assert read(site / path) == FILES[path]


@pytest.mark.parametrize("path", list(ENTRY["schemas"].values()))
def test_a_draft_schema_differs_by_null_alone(published: dict[str, Any], path: str) -> None:
    draft = published[draft_of(path)]
    assert without_null(draft) == published[path]
    for _, node in nodes(draft):
        null = "null" in node["type"] if isinstance(node.get("type"), list) else None in node.get("enum", ())
        assert null is (node.get("x-blank") is True)


@pytest.mark.parametrize("path", list(ENTRY["schemas"].values()))
def test_valid_reports_are_valid_drafts(path: str) -> None:
    """Allowing more values anywhere allows more reports, as long as no keyword turns a subschema around."""
    turning = {"not", "if", "oneOf", "contains", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems"}
    assert [where for where, node in subschemas(path) if turning & set(node)] == []


@pytest.mark.thorough
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_draft_may_leave_only_marked_cells_blank(published: dict[str, Any], edition: str) -> None:
    zero = FILES[ENTRY["zero_reports"][edition]]
    path = ENTRY["schemas"][edition]
    strict, draft = validator(published, path), validator(published, draft_of(path))
    for keys, node, _ in places(edition):
        blank = put(zero, keys, None)
        assert not strict.is_valid(blank), keys
        assert draft.is_valid(blank) is (node.get("x-blank") is True), keys


EXAMPLES = [
    example
    for path in ENTRY["relations"]
    for relation in FILES[path]["relations"]
    for example in relation["examples"]
    if "text" not in example and not example.get("remove")
]


def test_a_draft_schema_takes_every_example_that_the_strict_one_takes(published: dict[str, Any]) -> None:
    taken = 0
    for example in EXAMPLES:
        report = FILES[ENTRY["zero_reports"][example["edition"]]]
        for pointer, value in example.get("set", {}).items():
            report = put(report, tuple(pointer.split("/")[1:]), value)
        path = ENTRY["schemas"][example["edition"]]
        if validator(published, path).is_valid(report):
            validator(published, draft_of(path)).validate(report)
            taken += 1
    assert taken > 40


@pytest.mark.parametrize("options", [[], ["--draft"], ["--base-url", BASE], ["--draft", "--base-url", BASE]], ids=str)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_printed_schema_validates_alone(capsys: pytest.CaptureFixture[str], edition: str, options: list[str]) -> None:
    assert main([*SCHEMA_OF, edition, *options]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    alone = Draft202012Validator(schema, registry=Registry())
    zero = FILES[ENTRY["zero_reports"][edition]]
    alone.validate(zero)
    assert not alone.is_valid(put(zero, ("requests", "received", "total"), "1"))
    assert alone.is_valid(put(zero, ("requests", "received", "total"), None)) is ("--draft" in options)
    begin = f"{BASE}/" if BASE in options else CATALOG["base_url"]
    assert all(node["$id"].startswith(begin) for _, node in nodes(schema) if "$id" in node)


def test_a_second_write_is_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(site)
    assert main([*SCHEMA_OF, "--out", str(site), "--lang", "en"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert str(site) in printed.err
    assert contents(site) == before


@pytest.mark.parametrize("address", [BASE, f"{BASE}/", f"{BASE}//"])
def test_the_slash_at_the_end_of_the_address_does_not_matter(site: Path, tmp_path: Path, address: str) -> None:
    assert main([*SCHEMA_OF, "--base-url", address, "--out", str(tmp_path)]) == 0
    assert contents(tmp_path) == contents(site)


def test_without_a_new_address_the_files_are_written_as_they_are(tmp_path: Path) -> None:
    assert main([*SCHEMA_OF, "--out", str(tmp_path)]) == 0
    written = contents(tmp_path)
    catalog = json.loads(written.pop("catalog.json"))
    assert {path: content for path, content in written.items() if ".draft." not in path} == {
        path: (SCHEMA / path).read_bytes() for path in FILES
    }
    assert catalog["versions"][0].pop("files").items() >= ENTRY["files"].items()
    newest = {key: value for key, value in CATALOG["versions"][-1].items() if key != "files"}
    assert catalog == {**CATALOG, "versions": [newest]}
