"""LinkedIn's plugins on our pages: its script with the company's client id, tags it replaces by frames, or why not.

How a page draws them. In its page value, ask for the kinds it needs, and make one tag for each place:

    plugins = for_page(Kind.HIGHLIGHTS)
    row_tag = plugins.highlights(Person(application="urn:li:jobApplication:7200000001"))

In its view, let the browser load from LinkedIn, on this page alone: `return allow(show(…), page.plugins)`. In its
template, one `<c-plugin :tag="row.tag" />` for each tag (nothing is drawn for None), and at the end, once:
`{% block extra_body %}<c-plugin-script :plugins="page.plugins" />{% endblock %}`. Rows that htmx brings later are drawn
too. Where nothing can be drawn, `plugins.why` says so in words for the reader, and nothing of LinkedIn's is loaded.
"""

from isthmus.web.plugins.drawing import Kind, Person, Plugins, Tag, allow, for_page

__all__ = ["Kind", "Person", "Plugins", "Tag", "allow", "for_page"]
