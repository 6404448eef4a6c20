"""The operator's door, `/_sandbox/`: what happened, what is due, the clock, faults, members who apply. LinkedIn has
no such door; a system under test must never use it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from linkedin_sandbox.control import acting, asks, changing, companies, documents, looking, notifying
from linkedin_sandbox.control.reading import Door, endpoint

DOORS = (
    Door("GET", "", looking.summary),
    Door("GET", "/requests", looking.requests, query=asks.Requests),
    Door("GET", "/requests/{line:int}", looking.one_request),
    Door("GET", "/jobs", looking.jobs, query=asks.Jobs_),
    Door("GET", "/tasks", looking.tasks),
    Door("GET", "/deliveries", looking.deliveries, query=asks.Deliveries),
    Door("GET", "/webhooks", looking.webhooks),
    Door("GET", "/portal-webhooks", notifying.registered),
    Door("GET", "/integrations", looking.integrations),
    Door("GET", "/widget-loads", looking.widget_loads),
    Door("GET", "/lifecycle", looking.lifecycle, query=asks.Lines),
    Door("GET", "/members", looking.members, query=asks.Members),
    Door("GET", "/members/{member:int}/applications", looking.applications),
    Door("GET", "/members/{member:int}/mailbox", looking.mailbox),
    Door("GET", "/developer-mails", looking.developer_mails),
    Door("GET", "/throttles", looking.throttles),
    Door("GET", "/choices", looking.choices),
    Door("GET", "/applications", looking.applications_made),
    Door("GET", "/credentials", looking.credentials),
    Door("GET", "/credentials.env", looking.credentials_for_a_shell),
    Door("GET", "/faults", looking.faults),
    Door("GET", "/clock", looking.clock),
    Door("POST", "/clock", acting.clock, body=asks.Clock),
    Door("POST", "/reset", acting.reset, body=asks.Reset),
    Door("POST", "/tick", acting.tick),
    Door("POST", "/faults", acting.order_fault, 201, body=asks.Fault),
    Door("DELETE", "/faults", acting.cancel_faults),
    Door("DELETE", "/faults/{fault:int}", acting.cancel_faults),
    Door("POST", "/choices", acting.choose, body=asks.Choices),
    Door("POST", "/organizations", acting.add_organization, 201, body=asks.Organization),
    Door("POST", "/integrations", acting.set_integration, body=asks.Integration),
    Door("POST", "/webhooks/{webhook:int}/revalidate", acting.revalidate),
    Door("POST", "/portal-webhooks", notifying.register, 201, body=asks.PortalWebhook),
    Door("DELETE", "/portal-webhooks/{webhook:int}", notifying.disable),
    Door("POST", "/resync", notifying.resync, 202, body=asks.Resync),
    Door("POST", "/members/{member:int}/apply", acting.apply, 201, body=asks.Application),
    *changing.DOORS,
    *companies.DOORS,
)

ROUTES = [
    *(Route("/_sandbox" + (door.path or "/"), endpoint(door), methods=[door.method]) for door in DOORS),
    Route("/_sandbox/openapi.json", documents.own(DOORS)),
    Route("/_sandbox/linkedin-openapi.json", documents.imitated),
    Route("/_sandbox/docs", documents.page_of(DOORS)),
]


def _nowhere(request: Request) -> Response:
    """Nothing is at this path, or nothing answers this method."""
    return JSONResponse({"error": f"no {request.method} {request.url.path}"}, 404)


NOWHERE = Route("/_sandbox/{rest:path}", _nowhere, methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
