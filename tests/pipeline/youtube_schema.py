"""Whether a request is one that YouTube's API has: asked of the client's own discovery document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from googleapiclient.discovery_cache import get_static_doc

Told = Mapping[str, Any]


class Wrong(Exception):
    """A request that the API does not take: its status, reason and what is wrong."""

    def __init__(
        self, status: int, reason: str, what: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(what)
        self.status, self.reason, self.what = status, reason, what
        self.headers = headers or {}


@dataclass(frozen=True, slots=True)
class Method:
    """A method of the document; ``is_upload`` where it was asked for at its media address."""

    id: str
    told: Told
    is_upload: bool

    @property
    def name(self) -> str:
        return self.id.removeprefix("youtube.")


@cache
def document() -> Told:
    told: Told = json.loads(get_static_doc("youtube", "v3"))
    return told


@cache
def _methods() -> Mapping[tuple[str, str], Method]:
    found = {}
    for resource in document()["resources"].values():
        for one in resource.get("methods", {}).values():
            found[one["httpMethod"], f"/{one['path']}"] = Method(one["id"], one, False)
            if media := one.get("mediaUpload"):
                path = media["protocols"]["simple"]["path"]
                found[one["httpMethod"], path] = Method(one["id"], one, True)
    return found


def method_of(verb: str, path: str) -> Method:
    """Return the method that a request asks for; ``Wrong`` when there is none."""
    try:
        return _methods()[verb, path]
    except KeyError:
        raise Wrong(404, "notFound", f"no method is {verb} {path}") from None


def check_query(method: Method, query: Mapping[str, Sequence[str]]) -> None:
    """Raise ``Wrong`` for a parameter that is unknown, missing or of another type."""
    known = {**document()["parameters"], **method.told["parameters"]}
    for name, values in query.items():
        if name not in known:
            raise Wrong(400, "invalidParameter", f"{method.id} has no parameter {name}")
        if len(values) > 1 and not known[name].get("repeated"):
            raise Wrong(400, "invalidParameter", f"{name} is there twice")
        for value in values:
            _check_text(name, value, known[name])
    for name, told in known.items():
        if told.get("required") and name not in query:
            raise Wrong(400, "missingRequiredParameter", f"{method.id} needs {name}")


def _check_text(name: str, value: str, told: Told) -> None:
    kind = told["type"]
    is_good = {
        "boolean": value in ("true", "false"),
        "integer": value.lstrip("-").isdecimal(),
        "string": True,
    }[kind]
    if not is_good or value not in told.get("enum", [value]):
        raise Wrong(400, "invalidParameter", f"{name} is not {value}")
    low, high = float(told.get("minimum", "-inf")), float(told.get("maximum", "inf"))
    if kind == "integer" and not low <= int(value) <= high:
        raise Wrong(400, "invalidParameter", f"{name} is not from {low} to {high}")


def check_body(method: Method, parts: Sequence[str], body: Any) -> None:
    """Raise ``Wrong`` for a body that is not of the method's type, or not of its parts."""
    request = method.told.get("request")
    if request is None:
        if body is not None:
            raise Wrong(400, "badRequest", f"{method.id} takes no body")
        return
    if body is None:
        raise Wrong(400, "badRequest", f"{method.id} needs a body")
    name = request["$ref"]
    for fault in _faults(body, {"$ref": name}, name):
        raise Wrong(400, "badRequest", fault)
    for place in _needed(method.id, name):
        there = body
        for key in place:
            there = there.get(key) if isinstance(there, dict) else None
        if there is None:
            raise Wrong(400, "required", f"{method.id} needs {'.'.join(place)}")
    if parts:
        known = set(document()["schemas"][name]["properties"])
        for part in parts:
            if part not in known:
                raise Wrong(400, "unknownPart", f"{name} has no part {part}")
        for key in body:
            if key not in ("id", "kind", "etag", *parts):
                raise Wrong(400, "unexpectedPart", f"{key} is not among the parts {parts}")


def _faults(value: Any, told: Told, where: str) -> Iterator[str]:
    if "$ref" in told:
        schema = document()["schemas"][told["$ref"]]
        if not isinstance(value, dict):
            yield f"{where} is no {told['$ref']}"
            return
        known = schema.get("properties", {})
        for key, one in value.items():
            if key not in known:
                yield f"{where} has no {key}"
            else:
                yield from _faults(one, known[key], f"{where}.{key}")
        return
    kind = told.get("type")
    types = {"string": str, "boolean": bool, "integer": int, "array": list, "object": dict}
    if kind in types and (type(value) is not types[kind]):
        yield f"{where} is {type(value).__name__}, not {kind}"
    elif kind == "array":
        for at, one in enumerate(value):
            yield from _faults(one, told["items"], f"{where}[{at}]")
    elif "enum" in told and value not in told["enum"]:
        yield f"{where} is not {value}"


def _needed(method: str, schema: str, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the ways to the properties that a method says it needs."""
    if len(above) > 2:
        return
    for name, told in document()["schemas"][schema].get("properties", {}).items():
        if method in told.get("annotations", {}).get("required", ()):
            yield (*above, name)
        if "$ref" in told:
            yield from _needed(method, told["$ref"], (*above, name))
