"""The pages; each screen's folder lists its own addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("isthmus.web.companies.urls")),
    path("", include("isthmus.web.careers.urls")),
    path("c/<slug:slug>/", include("isthmus.web.home.urls")),
    path("c/<slug:slug>/jobs/", include("isthmus.web.jobs.urls")),
    path("c/<slug:slug>/jobs/", include("isthmus.web.imports.urls")),
    path("c/<slug:slug>/candidates/", include("isthmus.web.candidates.urls")),
    path("c/<slug:slug>/work/", include("isthmus.web.work.urls")),
    path("c/<slug:slug>/notices/", include("isthmus.web.notifications.urls")),
    path("c/<slug:slug>/settings/notices/", include("isthmus.web.notice_settings.urls")),
    path("c/<slug:slug>/board/", include("isthmus.web.board.urls")),
    path("c/<slug:slug>/activity/", include("isthmus.web.activity.urls")),
    path("c/<slug:slug>/guide/", include("isthmus.web.guides.urls")),
    path("c/<slug:slug>/eeo/", include("isthmus.web.eeo.urls")),
    path("c/<slug:slug>/settings/linkedin/", include("isthmus.web.linkedin.urls")),
    path("account/preferences/", include("isthmus.web.preferences.urls")),
    path("c/<slug:slug>/settings/company/", include("isthmus.web.company.urls")),
    path("c/<slug:slug>/settings/people/", include("isthmus.web.members.urls")),
    path("c/<slug:slug>/settings/alerts/", include("isthmus.web.alerts.urls")),
    path("c/<slug:slug>/settings/api-keys/", include("isthmus.web.api_keys.urls")),
]
