"""The API's reference as one plain page, drawn from its schema: no script, nothing from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

ROOT = "api/v1/"
JSON = "application/json"


@dataclass(frozen=True)
class Field:
    """One parameter or member, as a line of a table."""

    name: str
    kind: str
    required: bool
    description: SafeString


@dataclass(frozen=True)
class Route:
    """One route, as a section of the page."""

    method: str
    path: str
    summary: str
    description: list[SafeString]
    parameters: list[Field]
    body: str
    answers: list[tuple[str, SafeString]]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The reference, for anybody: it says nothing about any company."""
    from isthmus.api.v1.service import API

    return HttpResponse(_rendered(API))


@cache
def _rendered(api: NinjaAPI) -> str:
    schema = api.get_openapi_schema(path_prefix=ROOT)
    shapes = schema["components"]["schemas"]
    context = {
        "info": schema["info"],
        "stylesheet": static("isthmus.css"),
        "sections": _sections(schema["paths"]),
        "shapes": {name: list(_members(shape)) for name, shape in sorted(shapes.items())},
    }
    engine = Engine(dirs=[str(Path(__file__).parent)])
    return engine.get_template("reference.html").render(Context(context))


def _sections(paths: dict[str, Any]) -> dict[str, list[Route]]:
    sections: dict[str, list[Route]] = {}
    for path, methods in paths.items():
        for method, details in methods.items():
            sections.setdefault(details["tags"][0], []).append(_route(method.upper(), path, details))
    return sections


def _route(method: str, path: str, details: dict[str, Any]) -> Route:
    body = details.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    lines = [_marked(line) for line in details["description"].split("\n\n")]
    answers = [(str(code), _answer(answer)) for code, answer in details["responses"].items() if code < 300]
    parameters = [
        Field(item["name"], _kind(item["schema"]), item["required"], _marked(item.get("description", "")))
        for item in details["parameters"]
        if item["in"] == "query"
    ]
    return Route(method, path, details["summary"], lines, parameters, _kind(body), answers)


def _answer(answer: dict[str, Any]) -> SafeString:
    content = answer.get("content", {})
    if JSON in content:
        name = _kind(content[JSON]["schema"])
        return format_html('<a href="#shape-{}">{}</a>', name, name)
    return format_html("{}", " or ".join(content))


def _marked(text: str) -> SafeString:
    """Words between backticks in the type of code."""
    parts = text.split("`")
    marked = [(part, "mono" if index % 2 else "") for index, part in enumerate(parts)]
    return format_html_join("", '<span class="{1}">{0}</span>', marked)


def _members(shape: dict[str, Any]) -> Iterator[Field]:
    required = shape.get("required", [])
    for name, member in shape.get("properties", {}).items():
        yield Field(name, _kind(member), name in required, _marked(member.get("description", "")))


def _kind(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "allOf" in schema:
        return _kind(schema["allOf"][0])
    if "anyOf" in schema:
        return " or ".join(_kind(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return " · ".join(f"“{value}”" for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {})) or 'anything'}"
    return str(schema.get("format") or schema.get("type") or "")
