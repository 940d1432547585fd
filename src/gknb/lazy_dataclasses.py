"""``dataclass`` as in the standard library, but each method is made when it is first used.

:mod:`dataclasses` imports :mod:`inspect` and compiles about six methods for every class, used or not: for the modules
that a check loads, this was more than a third of the time of ``gknb check report.json``. They import the names from
here instead. Classes look the same to type checkers, which see the standard library, and to
:func:`dataclasses.fields`, :func:`dataclasses.replace` and :func:`dataclasses.asdict`. What no class here needs is left
out: inheritance between dataclasses, ``order``, ``InitVar`` and ``ClassVar``.
"""

from __future__ import annotations

from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import NoReturn

__all__ = ["dataclass", "field", "fields", "is_dataclass", "replace"]


class _Missing:
    """The type of :data:`_MISSING`."""

    def __repr__(self) -> str:
        return "<factory>"  # in signatures, as the standard library writes it


_MISSING: Final = _Missing()
"""Stands where no value is given."""
_FIELDS: Final = "__lazy_fields__"
_PARAMS: Final = "__lazy_params__"


class _Field:
    """One field; ``name`` and ``type`` are set by :func:`_fields_of`."""

    __slots__ = ("compare", "default", "default_factory", "init", "name", "repr", "type")

    def __init__(
        self,
        *,
        default: Any = _MISSING,
        default_factory: Any = _MISSING,
        init: bool = True,
        repr: bool = True,  # noqa: A002 - as in dataclasses.field
        compare: bool = True,
    ) -> None:
        self.name = self.type = ""
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.compare = compare


class _Lazy:
    """A class attribute whose value is made when it is first looked up, and then takes its place."""

    __slots__ = ("_make", "_name", "_owner")

    def __init__(self, make: Callable[[type[Any]], Any]) -> None:
        self._make = make

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, instance: object, _: type[Any]) -> Any:
        made = self._make(self._owner)
        setattr(self._owner, self._name, made)
        return made.__get__(instance) if instance is not None and hasattr(made, "__get__") else made


def _dataclass(
    *, frozen: bool = False, slots: bool = False, kw_only: bool = False, eq: bool = True
) -> Callable[[type[Any]], type[Any]]:
    def decorated(cls: type[Any]) -> type[Any]:
        found = tuple(_fields_of(cls))
        names = tuple(one.name for one in found)
        own = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
        for one in found:
            if slots or one.default is _MISSING:
                own.pop(one.name, None)
            else:
                own[one.name] = one.default
        methods = {
            "__qualname__": cls.__qualname__,
            "__init__": _Lazy(_init),
            "__repr__": _repr,
            "__replace__": _replace,
            "__match_args__": () if kw_only else tuple(one.name for one in found if one.init),
            "__dataclass_fields__": _Lazy(lambda made: _standard(made).__dataclass_fields__),
            "__dataclass_params__": _Lazy(lambda made: _standard(made).__dataclass_params__),
            _PARAMS: {"frozen": frozen, "slots": slots, "kw_only": kw_only, "eq": eq},
            _FIELDS: found,
        }
        if slots:
            methods["__slots__"] = names
        if eq:
            methods |= {"__eq__": _eq, "__hash__": _hash if frozen else None, "__lazy_values__": _Lazy(_values)}
        if frozen:
            methods |= {"__setattr__": _refuse_setting, "__delattr__": _refuse_deleting}
        if frozen and slots:
            methods |= {"__getstate__": _getstate, "__setstate__": _setstate}
        again: type[Any] = type(cls)(cls.__name__, cls.__bases__, {**methods, **own})  # type: ignore[misc]
        return again

    return decorated


def _fields_of(cls: type[Any]) -> Iterator[_Field]:
    given = vars(cls)
    for name, annotation in cls.__annotations__.items():
        one = given.get(name, _MISSING)
        if not isinstance(one, _Field):
            one = _Field(default=one)
        one.name, one.type = name, annotation
        yield one


def _init(cls: type[Any]) -> Any:
    """Return the constructor: a function that sets each slot or attribute, compiled from its source."""
    params = getattr(cls, _PARAMS)
    given = [one for one in getattr(cls, _FIELDS) if one.init]
    names: dict[str, Any] = {"missing": _MISSING, "set_attribute": object.__setattr__}
    parameters, lines = ["*"] if params["kw_only"] and given else [], []
    for n, one in enumerate(getattr(cls, _FIELDS)):
        value = one.name
        if one.default is not _MISSING:
            names[f"default_{n}"] = one.default
            value = one.name if one.init else f"default_{n}"
        elif one.default_factory is not _MISSING:
            names[f"factory_{n}"] = one.default_factory
            value = f"factory_{n}() if {one.name} is missing else {one.name}" if one.init else f"factory_{n}()"
        elif not one.init:
            continue  # set by __post_init__
        if one.init:
            has_factory = one.default_factory is not _MISSING
            default = f"default_{n}" if one.default is not _MISSING else "missing" if has_factory else ""
            parameters.append(f"{one.name}={default}" if default else one.name)
        if params["slots"]:
            names[f"set_{n}"] = getattr(cls, one.name).__set__
            lines.append(f"set_{n}(self, {value})")
        else:
            lines.append(f"set_attribute(self, {one.name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    source = f"def __init__({', '.join(['self', *parameters])}):\n " + "\n ".join(lines or ["pass"])
    exec(source, names)  # noqa: S102 - names of fields are all that enters the source
    function = names["__init__"]
    function.__qualname__ = f"{cls.__qualname__}.__init__"
    function.__annotations__ = {**{one.name: one.type for one in given}, "return": None}
    return function


@recursive_repr("...")
def _repr(self: Any) -> str:
    shown = ", ".join(f"{one.name}={getattr(self, one.name)!r}" for one in getattr(self, _FIELDS) if one.repr)
    return f"{type(self).__qualname__}({shown})"


def _values(cls: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    """Return a function that returns the values that equality and hash depend on."""
    names = [one.name for one in getattr(cls, _FIELDS) if one.compare]
    if len(names) > 1:
        return attrgetter(*names)
    return staticmethod(lambda value: tuple([getattr(value, name) for name in names]))


def _eq(self: Any, other: Any) -> Any:
    if type(other) is not type(self):
        return NotImplemented
    values = self.__lazy_values__
    return values(self) == values(other)


def _hash(self: Any) -> int:
    return hash(self.__lazy_values__(self))


def _replace(self: Any, /, **changes: Any) -> Any:
    for one in getattr(self, _FIELDS):
        if one.init and one.name not in changes:
            changes[one.name] = getattr(self, one.name)
    return type(self)(**changes)


def _refuse_setting(_: object, name: str, __: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    message = f"cannot assign to field {name!r}"
    raise FrozenInstanceError(message)


def _refuse_deleting(_: object, name: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    message = f"cannot delete field {name!r}"
    raise FrozenInstanceError(message)


def _getstate(self: Any) -> list[Any]:
    return [getattr(self, one.name) for one in getattr(self, _FIELDS)]


def _setstate(self: Any, state: list[Any]) -> None:
    for one, value in zip(getattr(self, _FIELDS), state, strict=True):
        object.__setattr__(self, one.name, value)


def _standard(cls: type[Any]) -> type[Any]:
    """Return a class of the standard library with the same fields and parameters."""
    from dataclasses import field, make_dataclass

    def same(one: _Field) -> Any:
        given = {"default": one.default, "default_factory": one.default_factory}
        known: dict[str, Any] = {name: value for name, value in given.items() if value is not _MISSING}
        return field(init=one.init, repr=one.repr, compare=one.compare, **known)

    described = [(one.name, one.type, same(one)) for one in getattr(cls, _FIELDS)]
    return make_dataclass(cls.__name__, described, **getattr(cls, _PARAMS))


def _fields(cls: object) -> tuple[_Field, ...]:
    found: tuple[_Field, ...] = getattr(cls, _FIELDS)
    return found


def _is_dataclass(value: object) -> bool:
    return hasattr(value, _FIELDS)


def _replaced(value: Any, /, **changes: Any) -> Any:
    return value.__replace__(**changes)


if TYPE_CHECKING:
    from dataclasses import dataclass, field, fields, is_dataclass, replace
else:
    dataclass, field, fields, is_dataclass, replace = _dataclass, _Field, _fields, _is_dataclass, _replaced
