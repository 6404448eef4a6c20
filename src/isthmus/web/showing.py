"""How a screen answers: a typed page in the frame, or a service's refusal in words a person can act on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from isthmus.base.failures import IsthmusError
from isthmus.web.access import MemberRequest
from isthmus.web.layout import frame


def show(request: MemberRequest, template: str, page: Any, *, status: int = 200) -> HttpResponse:
    """The page drawn inside the company's frame (rail, bar, health)."""
    context = {"page": page, "member": request.member, "frame": frame.of(request)}
    return render(request, template, context, status=status)


def show_part(request: MemberRequest, template: str, page: Any, **more: Any) -> HttpResponse:
    """A fragment of a page, for htmx to swap in."""
    return render(request, template, {"page": page, "member": request.member, **more})


@contextmanager
def attempt(request: HttpRequest, done: str = "") -> Iterator[None]:
    """Try a service call and say `done`; when it refuses, undo what it wrote and say why and what to do."""
    try:
        with transaction.atomic():
            yield
    except IsthmusError as error:
        messages.error(request, error.failure.message)
    else:
        if done:
            messages.success(request, done)
