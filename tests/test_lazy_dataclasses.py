"""The lazy dataclasses behave as those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from typing import TYPE_CHECKING, Any

import pytest

from gknb import lazy_dataclasses

if TYPE_CHECKING:
    from collections.abc import Callable


def classes(made_by: Any) -> dict[str, Any]:
    """The same classes, made by one module or the other."""
    dataclass, field = made_by.dataclass, made_by.field

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Frozen:
        """With every kind of field."""

        name: str
        count: int = 3
        items: list[int] = field(default_factory=list)
        hidden: int = field(default=0, repr=False, compare=False)
        kept: dict[str, int] = field(default_factory=dict, init=False, compare=False)
        doubled: int = field(init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "doubled", 2 * self.count)

    @dataclass(frozen=True, slots=True)
    class Pair:
        first: int
        second: str = "b"
        fixed: str = field(default="f", init=False)

    @dataclass(frozen=True, slots=True, eq=False)
    class Same:
        only: int

    @dataclass(slots=True)
    class Changing:
        total: int = 0
        names: list[str] = field(default_factory=list)

    @dataclass(frozen=True, kw_only=True)
    class Open:
        value: int
        other: int = 1

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    @dataclass(frozen=True, slots=True)
    class Single:
        only: int

    found = [Frozen, Pair, Same, Changing, Open, Empty, Single]
    return {cls.__name__: cls for cls in found}


STANDARD, LAZY = classes(dataclasses), classes(lazy_dataclasses)
GIVEN: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("Frozen", (), {"name": "a"}),
    ("Frozen", (), {"name": "a", "count": 4, "items": [1], "hidden": 9}),
    ("Pair", (1,), {}),
    ("Pair", (1, "c"), {}),
    ("Pair", (1,), {"second": "c"}),
    ("Same", (1,), {}),
    ("Changing", (), {}),
    ("Changing", (7, ["x"]), {}),
    ("Open", (), {"value": 1}),
    ("Empty", (), {}),
    ("Single", ((1, 2),), {}),
]
REFUSED: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("Frozen", (), {}),
    ("Frozen", ("a",), {}),
    ("Frozen", (), {"name": "a", "kept": {}}),
    ("Frozen", (), {"name": "a", "unknown": 1}),
    ("Pair", (1, "c", "d"), {}),
    ("Pair", (1,), {"first": 2}),
    ("Empty", (1,), {}),
]


@pytest.mark.parametrize(("name", "args", "given"), GIVEN)
def test_instances_are_the_same(name: str, args: tuple[Any, ...], given: dict[str, Any]) -> None:
    wanted = STANDARD[name](*args, **given)
    made = LAZY[name](*args, **given)
    assert repr(made) == repr(wanted)
    assert dataclasses.asdict(made) == dataclasses.asdict(wanted)
    assert (made == LAZY[name](*args, **given)) is (wanted == STANDARD[name](*args, **given))
    assert made != wanted
    assert made.__eq__(wanted) is NotImplemented
    assert made == copy.copy(made) or name == "Same"


@pytest.mark.parametrize(("name", "args", "given"), REFUSED)
def test_arguments_are_refused_in_the_same_words(name: str, args: tuple[Any, ...], given: dict[str, Any]) -> None:
    with pytest.raises(TypeError) as wanted:
        STANDARD[name](*args, **given)
    with pytest.raises(TypeError) as refused:
        LAZY[name](*args, **given)
    assert str(refused.value) == str(wanted.value)


def params_of(cls: Any) -> Any:
    return cls.__dataclass_params__


@pytest.mark.parametrize("name", STANDARD)
def test_classes_are_the_same(name: str) -> None:
    standard: Any = STANDARD[name]
    lazy: Any = LAZY[name]
    assert str(inspect.signature(lazy)) == str(inspect.signature(standard))
    assert lazy.__qualname__ == standard.__qualname__
    assert lazy.__module__ == standard.__module__
    assert lazy.__match_args__ == standard.__match_args__
    assert getattr(lazy, "__slots__", None) == getattr(standard, "__slots__", None)
    assert (lazy.__hash__ is None) is (standard.__hash__ is None)
    assert dataclasses.is_dataclass(lazy)
    assert lazy_dataclasses.is_dataclass(lazy)
    described = [(one.name, one.type, one.default, one.init, one.repr, one.compare) for one in dataclasses.fields(lazy)]
    assert described == [
        (one.name, one.type, one.default, one.init, one.repr, one.compare) for one in dataclasses.fields(standard)
    ]
    assert [one.name for one in lazy_dataclasses.fields(lazy)] == [one.name for one in dataclasses.fields(standard)]
    assert repr(params_of(lazy)) == repr(params_of(standard))


def test_hashes_follow_equality() -> None:
    assert hash(LAZY["Pair"](1, "c")) == hash(STANDARD["Pair"](1, "c"))
    assert hash(LAZY["Single"](5)) == hash(STANDARD["Single"](5))
    assert len({LAZY["Empty"](), LAZY["Empty"]()}) == 1
    assert len({LAZY["Same"](1), LAZY["Same"](1)}) == 2
    with pytest.raises(TypeError, match="unhashable"):
        hash(LAZY["Changing"]())


@pytest.mark.parametrize("name", ["Frozen", "Pair", "Same", "Open", "Single"])
def test_frozen_instances_refuse_changes(name: str) -> None:
    known: dict[str, dict[str, Any]] = {"Frozen": {"name": "a"}, "Open": {"value": 1}, "Pair": {"first": 1}}
    given = known.get(name, {"only": 1})
    changes: list[Callable[[Any], None]] = [
        lambda one: setattr(one, next(iter(given)), 2),
        lambda one: delattr(one, next(iter(given))),
    ]
    for change in changes:
        with pytest.raises(dataclasses.FrozenInstanceError) as wanted:
            change(STANDARD[name](**given))
        with pytest.raises(dataclasses.FrozenInstanceError) as got:
            change(LAZY[name](**given))
        assert str(got.value) == str(wanted.value)


def test_unfrozen_instances_change() -> None:
    one = LAZY["Changing"]()
    one.total += 1
    one.names.append("a")
    assert (one, LAZY["Changing"]()) == (LAZY["Changing"](1, ["a"]), LAZY["Changing"](0, []))
    with pytest.raises(AttributeError):
        one.unknown = 1


@pytest.mark.parametrize("replace", [dataclasses.replace, lazy_dataclasses.replace])
def test_replace_makes_a_new_instance(replace: Any) -> None:
    one = LAZY["Frozen"](name="a", count=2, hidden=5)
    one.kept["x"] = 1
    changed = replace(one, count=4)
    assert (changed.name, changed.count, changed.doubled, changed.hidden, changed.kept) == ("a", 4, 8, 5, {})
    with pytest.raises((TypeError, ValueError)):
        replace(one, doubled=1)
    with pytest.raises(TypeError):
        replace(one, unknown=1)


@lazy_dataclasses.dataclass(frozen=True, slots=True)
class Sent:
    """At the top of a module, where pickle finds it."""

    first: int
    more: tuple[str, ...] = ()


def test_instances_can_be_pickled_and_copied() -> None:
    one = Sent(1, ("a",))
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(one, protocol)) == one  # noqa: S301 - our own
    assert copy.deepcopy(one) == one


def test_a_class_keeps_the_methods_that_it_defines() -> None:
    @lazy_dataclasses.dataclass(frozen=True, slots=True)
    class Named:
        name: str

        def __repr__(self) -> str:
            return "own"

        def __eq__(self, _: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 1

    assert (repr(Named("a")), Named("a") == 5, hash(Named("a"))) == ("own", True, 1)


def test_an_instance_that_contains_itself_has_a_repr() -> None:
    one = LAZY["Changing"]()
    one.names.append(one)
    assert repr(one).endswith("names=[...])")
