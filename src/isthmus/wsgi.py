"""The WSGI application granian serves. The serving process ends with the one that started it."""

from django.core.wsgi import get_wsgi_application

from isthmus.base.process import die_with_parent

die_with_parent()
application = get_wsgi_application()
