"""The operator's door, `/_sandbox/`: what happened, what is due, the clock, faults, members who apply. LinkedIn has
no such door; a system under test must never use it."""

from __future__ import annotations

from starlette.routing import Route

from linkedin_sandbox.control import acting, looking, notifying
from linkedin_sandbox.control.reading import endpoint

_TABLE = (
    ("GET", "", looking.summary, 200),
    ("GET", "/requests", looking.requests, 200),
    ("GET", "/jobs", looking.jobs, 200),
    ("GET", "/tasks", looking.tasks, 200),
    ("GET", "/deliveries", looking.deliveries, 200),
    ("GET", "/webhooks", looking.webhooks, 200),
    ("GET", "/portal-webhooks", notifying.registered, 200),
    ("GET", "/integrations", looking.integrations, 200),
    ("GET", "/lifecycle", looking.lifecycle, 200),
    ("GET", "/members", looking.members, 200),
    ("GET", "/members/{member:int}/applications", looking.applications, 200),
    ("GET", "/members/{member:int}/mailbox", looking.mailbox, 200),
    ("GET", "/developer-mails", looking.developer_mails, 200),
    ("GET", "/throttles", looking.throttles, 200),
    ("GET", "/choices", looking.choices, 200),
    ("GET", "/credentials", looking.credentials, 200),
    ("GET", "/credentials.env", looking.credentials_for_a_shell, 200),
    ("GET", "/faults", looking.faults, 200),
    ("GET", "/clock", looking.clock, 200),
    ("POST", "/clock", acting.clock, 200),
    ("POST", "/reset", acting.reset, 200),
    ("POST", "/tick", acting.tick, 200),
    ("POST", "/faults", acting.order_fault, 201),
    ("DELETE", "/faults", acting.cancel_faults, 200),
    ("DELETE", "/faults/{fault:int}", acting.cancel_faults, 200),
    ("POST", "/choices", acting.choose, 200),
    ("POST", "/organizations", acting.add_organization, 201),
    ("POST", "/integrations", acting.set_integration, 200),
    ("POST", "/integrations/{integration:int}/switch", acting.switch_integration, 200),
    ("POST", "/webhooks/{webhook:int}/revalidate", acting.revalidate, 200),
    ("POST", "/portal-webhooks", notifying.register, 201),
    ("DELETE", "/portal-webhooks/{webhook:int}", notifying.disable, 200),
    ("POST", "/resync", notifying.resync, 202),
    ("POST", "/members/{member:int}/apply", acting.apply, 201),
)

ROUTES = [
    Route("/_sandbox" + (path or "/"), endpoint(work, status), methods=[method])
    for method, path, work, status in _TABLE
]
