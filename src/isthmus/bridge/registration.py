"""Where the bridge meets the machinery: its source, followers, lanes and streams, in one place."""

from isthmus.bridge import connections, integrations, notifications, postings, provisioning
from isthmus.bridge.apply_connect import LIFECYCLE, LIFECYCLE_LANE, MEDIA, MEDIA_LANE, facts, lifecycle, media
from isthmus.bridge.apply_connect.receive import LinkedInApply
from isthmus.bridge.notifications import challenges, watch
from isthmus.bridge.notifications.receive import LinkedInEvents
from isthmus.bridge.postings import changes, dispatch, news, poll, resync
from isthmus.hiring import feed
from isthmus.sync import followers, freshness, inbox, lanes, mirror, outbox, retrieval


def register() -> None:
    """Make everything LinkedIn known to the machinery."""
    source = LinkedInApply()
    inbox.register(connections.SOURCE, source)
    inbox.register(notifications.SOURCE, LinkedInEvents())
    followers.register(changes.READER, changes.follow)
    followers.register(facts.READER, facts.follow)
    lanes.register(f"outbox:{connections.PROVISIONING}", provisioning.run)
    lanes.register(postings.MIRROR_LANE, dispatch.run)
    lanes.register(postings.POLL_LANE, poll.run)
    lanes.register(LIFECYCLE_LANE, lifecycle.run)
    lanes.register(MEDIA_LANE, media.run)
    lanes.register(resync.LANE, resync.run)
    lanes.register(integrations.LANE, integrations.run)
    lanes.register(watch.LANE, watch.run)
    feed.register(news.feed_items)
    freshness.describe(
        source.stream, "Applications", lambda: inbox.backlog(connections.SOURCE), late=challenges.late_words
    )
    freshness.describe(
        dispatch.STREAM, "Postings sent", lambda: mirror.backlog(postings.RESOURCE), lane=postings.MIRROR_LANE
    )
    freshness.describe(poll.STREAM, "Posting status", lambda: 0)
    freshness.describe(lifecycle.STREAM, "Viewed, downloaded, not selected", lambda: outbox.backlog(LIFECYCLE))
    freshness.describe(media.STREAM, "Résumés", lambda: retrieval.backlog(MEDIA))
    freshness.describe(notifications.STREAM, "News from LinkedIn", lambda: inbox.backlog(notifications.SOURCE))
