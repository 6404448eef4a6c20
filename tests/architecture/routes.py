"""Every address of the bridge, and which permission each page asks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

PERMISSIONS: dict[str, str | None] = {
    "home:home": None,
    "home:health": "jobs.view",
    "jobs:list": "jobs.view",
    "jobs:bulk": "jobs.publish",
    "jobs:bulk_change": "jobs.publish",
    "jobs:bulk_apply": "jobs.publish",
    "jobs:bulk_stop": "jobs.publish",
    "jobs:new": "jobs.edit",
    "jobs:places": "jobs.edit",
    "jobs:job": "jobs.view",
    "jobs:edit": "jobs.edit",
    "jobs:form": "jobs.view",
    "jobs:posting": "jobs.view",
    "jobs:linkedin": "jobs.view",
    "jobs:send_again": "jobs.publish",
    "jobs:publish": "jobs.publish",
    "jobs:unpublish": "jobs.publish",
    "jobs:open": "jobs.edit",
    "jobs:close": "jobs.publish",
    "imports:overview": "jobs.edit",
    "imports:run": "jobs.edit",
    "imports:stop": "jobs.edit",
    "imports:held": "jobs.edit",
    "imports:preview": "jobs.edit",
    "imports:complete": "jobs.edit",
    "imports:fix_place": "jobs.edit",
    "candidates:list": "candidates.view",
    "candidates:candidate": "candidates.view",
    "candidates:mark": "candidates.view",
    "candidates:bulk": "applications.decide",
    "candidates:bulk_action": "applications.decide",
    "candidates:bulk_apply": "applications.decide",
    "candidates:bulk_stop": "applications.decide",
    "candidates:searches": "candidates.view",
    "candidates:keep_search": "candidates.view",
    "candidates:change_search": "candidates.view",
    "candidates:delete_search": "candidates.view",
    "board:mine": "candidates.view",
    "board:more": "candidates.view",
    "board:job": "candidates.view",
    "board:more_of_job": "candidates.view",
    "board:move": "applications.decide",
    "board:reject": "applications.decide",
    "candidates:note": "candidates.note",
    "candidates:letter": "messages.send",
    "candidates:write": "messages.send",
    "candidates:reply": "candidates.note",
    "candidates:change_note": "candidates.note",
    "candidates:remove_note": "candidates.note",
    "candidates:hand_over": "candidates.note",
    "candidates:hand_over_accept": "candidates.note",
    "candidates:hand_over_finish": "candidates.note",
    "candidates:hand_over_return": "candidates.note",
    "candidates:hand_over_take-back": "candidates.note",
    "candidates:application": "candidates.view",
    "candidates:documents": "candidates.view",
    "candidates:notices": "candidates.view",
    "candidates:move": "applications.decide",
    "candidates:reject": "applications.decide",
    "candidates:reopen": "applications.decide",
    "candidates:file": "candidates.view",
    "candidates:picture": "candidates.view",
    "candidates:download": "candidates.view",
    "candidates:held": "activity.view",
    "work:list": "candidates.view",
    "work:read": "candidates.view",
    "notifications:desk": "candidates.view",
    "notifications:act": "messages.send",
    "notifications:mailbox": "candidates.view",
    "notice_settings:settings": "settings.manage",
    "notice_settings:new": "settings.manage",
    "notice_settings:template": "settings.manage",
    "notice_settings:retire": "settings.manage",
    "notice_settings:restore": "settings.manage",
    "activity:overview": "activity.view",
    "activity:delivery": "activity.view",
    "activity:health": "activity.view",
    "activity:limits": "activity.view",
    "activity:reconcile": "activity.view",
    "activity:reconcile_progress": "activity.view",
    "activity:reconcile_run": "activity.retry",
    "activity:reconcile_repair_kind": "activity.retry",
    "activity:reconcile_repair": "activity.retry",
    "activity:week": "activity.view",
    "activity:digest_wish": "activity.view",
    "activity:digest_time": "settings.manage",
    "activity:line": "activity.view",
    "activity:download": "activity.view",
    "activity:bundle": "activity.view",
    "activity:mute": "activity.retry",
    "activity:unmute": "activity.retry",
    "activity:retry": "activity.retry",
    "guides:mine": "jobs.view",
    "guides:recruiter": "jobs.view",
    "guides:hiring_manager": "jobs.view",
    "guides:admin": "jobs.view",
    "eeo:report": "eeo.report",
    "linkedin:settings": "settings.manage",
    "linkedin:connect_partner": "settings.manage",
    "linkedin:connect_direct": "settings.manage",
    "linkedin:start_over": "settings.manage",
    "linkedin:enter_secret": "settings.manage",
    "linkedin:apply_connect": "settings.manage",
    "linkedin:default": "settings.manage",
    "linkedin:stop": "settings.manage",
    "linkedin:resume": "settings.manage",
    "linkedin:opt_out": "settings.manage",
    "linkedin:check": "settings.manage",
    "linkedin:apply": "settings.manage",
    "linkedin:contract": "settings.manage",
    "linkedin:choose_contract": "settings.manage",
    "linkedin:remove_contract": "settings.manage",
    "linkedin:ask_again": "settings.manage",
    "linkedin:first_publish": "jobs.publish",
    "linkedin:first_publish_send": "jobs.publish",
    "linkedin:check_webhook": "settings.manage",
    "companies:settings": "settings.manage",
    "company:settings": "settings.manage",
    "members:list": "settings.manage",
    "members:add": "settings.manage",
    "members:role": "settings.manage",
    "members:remove": "settings.manage",
    "members:link": "settings.manage",
    "alerts:settings": "settings.manage",
    "alerts:wish": "settings.manage",
    "alerts:test_mail": "settings.manage",
    "alerts:add": "settings.manage",
    "alerts:test": "settings.manage",
    "alerts:enable": "settings.manage",
    "alerts:remove": "settings.manage",
    "api_keys:list": "settings.manage",
    "api_keys:issue": "settings.manage",
    "api_keys:revoke": "settings.manage",
}
PUBLIC = {
    "careers:index",
    "careers:job",
    "careers:thanks",
    "healthz",
    "ready",
    "metrics",
    "webhook-linkedin-apply",
    "webhook-linkedin-events",
    "webhook-linkedin-portal",
}
OPEN_TO_USERS = {"companies:choose", "preferences:mine"}
API = "api-v1"


@dataclass(frozen=True)
class Route:
    """One address: its full pattern and its name with namespaces."""

    pattern: str
    name: str

    @property
    def arguments(self) -> list[str]:
        return re.findall(r"<(?:\w+:)?(\w+)>", self.pattern)

    @property
    def is_company_page(self) -> bool:
        return self.pattern.startswith("c/<slug:slug>/")

    def address(self, **values: object) -> str:
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(values[match[1]]), self.pattern)


def every_route() -> list[Route]:
    """All routes of the URLconf."""
    return list(_walk(get_resolver("isthmus.urls").url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Route]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inner)
        else:
            yield Route(here, f"{space}{pattern.name}")
