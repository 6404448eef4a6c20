"""An OpenAPI 3.1 document of the imitated LinkedIn API: which operations there are comes from the sandbox's own table,
what is said of them from the hand-written inventory, how bodies look from the fields of the documentation."""

from __future__ import annotations

import re
from typing import Any

from linkedin_sandbox.control.imitated_shapes import SHAPES, Shape
from linkedin_sandbox.inventory import operations as inventory
from linkedin_sandbox.resources import OPERATIONS
from linkedin_sandbox.wire import Operation

Json = dict[str, Any]
_GENERATIONS = ("v2", "rest")
_ANY = Shape()
_ENVELOPE: Json = {
    "type": "object",
    "required": ["status", "message"],
    "properties": {
        "status": {"type": "integer"},
        "message": {"type": "string"},
        "serviceErrorCode": {"type": "integer"},
    },
}
_OAUTH_ERROR: Json = {
    "type": "object",
    "required": ["error", "error_description"],
    "properties": {"error": {"type": "string"}, "error_description": {"type": "string"}},
}


def describe(base_url: str) -> Json:
    """The document; operations that share a path and a method are told apart by `x-restli-method`."""
    paths: Json = {}
    for operation in OPERATIONS:
        for generation in _generations(operation):
            known = paths.setdefault(operation.path.replace("{generation}", generation), {})
            method = operation.method.lower()
            described = _describe(operation, generation)
            known[method] = _joined(known[method], described) if method in known else described
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "LinkedIn's Talent APIs as the Isthmus sandbox imitates them",
            "version": "1",
            "description": "Written from LinkedIn's public documentation. It is not LinkedIn's own description.",
        },
        "servers": [{"url": base_url}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Error": _ENVELOPE, "OAuthError": _OAUTH_ERROR},
        },
    }


def lines() -> list[Json]:
    """Operation, method, path, page: for people."""
    pages = {entry.name: entry.page for entry in inventory.OPERATIONS}
    return [
        {"name": one.name, "method": one.method, "path": one.path, "page": pages.get(one.name, "")}
        for one in OPERATIONS
    ]


def _generations(operation: Operation) -> tuple[str, ...]:
    if "{generation}" in operation.path:
        return _GENERATIONS
    return ("rest",) if operation.path.startswith("/rest/") else ("v2",)


def _describe(operation: Operation, generation: str) -> Json:
    shape = SHAPES.get(operation.name, _ANY)
    page = next((entry for entry in inventory.OPERATIONS if entry.name == operation.name), None)
    error = "OAuthError" if operation.path.startswith("/oauth/") else "Error"
    described: Json = {
        "operationId": f"{operation.name}.{generation}{'' if operation.path != '/ambry' else '.bare'}",
        "summary": operation.name,
        "description": f"{page.page}. {page.note}".strip() if page else "",
        "parameters": [*_in_path(operation.path), *_headers(operation, generation), *shape.query],
        "responses": {
            "2XX": {"description": "Accepted.", "content": {shape.answer: {"schema": {}}}},
            "3XX": {"description": "Elsewhere."},
            "default": {
                "description": "Refused.",
                "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{error}"}}},
            },
        },
    }
    if operation.audience == "open":
        described["security"] = []
    if operation.method in ("POST", "PUT", "PATCH"):
        schema = shape.body(generation)
        described["requestBody"] = {"required": True, "content": {shape.media_type: {"schema": schema}}}
    return described


def _in_path(path: str) -> list[Json]:
    names = [name for name in re.findall(r"{(\w+)}", path) if name != "generation"]
    return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]


def _headers(operation: Operation, generation: str) -> list[Json]:
    method = operation.name.rpartition(".")[2]
    told: list[tuple[str, list[str], bool]] = []
    if operation.method in ("POST", "PUT", "DELETE") and operation.audience != "open":
        told.append(("x-restli-method", [method], method in ("batch_create", "create")))
    if generation == "rest":
        told.append(("LinkedIn-Version", ["202603"], True))
    return [
        {"name": name, "in": "header", "required": required, "schema": {"type": "string", "enum": values}}
        for name, values, required in told
    ]


def _joined(first: Json, second: Json) -> Json:
    """Two operations at one place as one."""
    joined = {**first, "operationId": f"{first['operationId']}+{second['operationId']}"}
    joined["summary"] = f"{first['summary']}, {second['summary']}"
    known = {(one["in"], one["name"]): one for one in first["parameters"]}
    for one in second["parameters"]:
        key = (one["in"], one["name"])
        known[key] = _either(known[key], one) if key in known else one
    joined["parameters"] = [{**one, "required": one["in"] == "path"} for one in known.values()]
    if "requestBody" in first and "requestBody" in second:
        content = {**second["requestBody"]["content"]}
        for kind, told in first["requestBody"]["content"].items():
            both = [told["schema"], content[kind]["schema"]] if kind in content else [told["schema"]]
            content[kind] = {"schema": {"anyOf": both}}
        joined["requestBody"] = {"required": True, "content": content}
    return joined


def _either(first: Json, second: Json) -> Json:
    values = [*first["schema"].get("enum", []), *second["schema"].get("enum", [])]
    return {**first, "schema": {"type": "string", "enum": list(dict.fromkeys(values))}} if values else first
