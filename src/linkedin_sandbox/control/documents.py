"""OpenAPI 3.1 documents of the sandbox: of the operator's own side, generated from its table of doors, and of the
imitated API; a short page shows both."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from linkedin_sandbox.control import imitated_document
from linkedin_sandbox.control.reading import Door
from linkedin_sandbox.members.pages import signed_in
from linkedin_sandbox.templating import page

Json = dict[str, Any]
_REF = "#/components/schemas/{model}"
_ERROR: Json = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {"type": "string"},
        "errors": {
            "type": ["object", "array"],
            "description": "What is wrong where.",
        },
    },
}


def own(doors: Sequence[Door]) -> Callable[[Request], Response]:
    """The document of `/_sandbox/`."""
    document = describe(doors)
    return lambda request: JSONResponse(document)


def imitated(request: Request) -> Response:
    """The document of the imitated API."""
    return JSONResponse(imitated_document.describe(request.app.state.world.base_url))


def page_of(doors: Sequence[Door]) -> Callable[[Request], Response]:
    """Both as a page to read."""
    lines = [{"method": door.method, "path": _path(door), "does": _words(door.work)} for door in doors]
    return lambda request: page(
        request, "documents.html", doors=lines, operations=imitated_document.lines(), member=signed_in(request)
    )


def describe(doors: Sequence[Door]) -> Json:
    """An OpenAPI 3.1 document of these doors."""
    schemas: Json = {"Error": _ERROR}
    paths: Json = {}
    for door in doors:
        paths.setdefault(_path(door), {})[door.method.lower()] = _operation(door, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The operator's side of the Isthmus sandbox",
            "version": "1",
            "description": "LinkedIn has no such door. A system under test must never use it.",
        },
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _path(door: Door) -> str:
    return "/_sandbox" + re.sub(r":int}", "}", door.path or "/")


def _words(work: Callable[..., Any]) -> str:
    return " ".join((work.__doc__ or "").split())


def _operation(door: Door, schemas: Json) -> Json:
    content: Json = {"application/json": {"schema": {"type": "object"}}}
    if door.path.endswith(".env"):
        content = {"text/plain": {"schema": {"type": "string"}}}
    described: Json = {
        "operationId": f"{door.method.lower()}{door.path.replace('/', '_') or '_summary'}",
        "summary": _words(door.work),
        "parameters": [*_path_parameters(door), *_query_parameters(door, schemas)],
        "responses": {str(door.status): {"description": "Done.", "content": content}, **_refusals(door)},
    }
    if door.body:
        schema = {"schema": {"$ref": _schema(door.body, schemas)}}
        described["requestBody"] = {"content": {"application/json": schema}}
    return described


def _refusals(door: Door) -> Json:
    refused = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    statuses = {400: "Cannot be done so.", 404: "Nothing by that name or number."}
    if door.body or door.query:
        statuses[422] = "The request is not of the described form."
    if door.body:
        statuses[409] = "Not as things stand."
    return {str(status): {"description": words, **refused} for status, words in sorted(statuses.items())}


def _path_parameters(door: Door) -> list[Json]:
    number = {"type": "integer", "minimum": 0}
    names = re.findall(r"{(\w+):int}", door.path)
    return [{"name": name, "in": "path", "required": True, "schema": number} for name in names]


def _query_parameters(door: Door, schemas: Json) -> list[Json]:
    if door.query is None:
        return []
    properties = door.query.model_json_schema(ref_template=_REF)["properties"]
    return [
        {"name": name, "in": "query", "description": schema.get("description", ""), "schema": schema}
        for name, schema in properties.items()
    ]


def _schema(model: type[BaseModel], schemas: Json) -> str:
    schema = model.model_json_schema(ref_template=_REF)
    schemas.update(schema.pop("$defs", {}))
    schemas[model.__name__] = schema
    return _REF.format(model=model.__name__)
