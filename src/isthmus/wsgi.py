"""The pages as a plain WSGI application, for tests and tools; `isthmus serve` serves `isthmus.asgi`."""

from django.core.wsgi import get_wsgi_application

from isthmus.base.process import die_with_parent

die_with_parent()
application = get_wsgi_application()
