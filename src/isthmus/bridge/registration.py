"""Where the bridge meets the machinery: its source, followers, lanes and streams, in one place."""

from isthmus.bridge import (
    clients,
    connections,
    digest,
    integrations,
    notifications,
    postings,
    provisioning,
    reconcile,
    relink,
    streams,
)
from isthmus.bridge.apply_connect import LIFECYCLE_LANE, MEDIA_LANE, facts, lifecycle, media
from isthmus.bridge.apply_connect.receive import LinkedInApply
from isthmus.bridge.digest import sending
from isthmus.bridge.notifications import watch
from isthmus.bridge.notifications.receive import LinkedInEvents
from isthmus.bridge.postings import changes, dispatch, health, news, poll, resync
from isthmus.bridge.reconcile import tasks as reconciling
from isthmus.hiring import feed
from isthmus.sync import followers, inbox, issues, lanes


def register() -> None:
    """Make everything LinkedIn known to the machinery."""
    source = LinkedInApply()
    inbox.register(connections.SOURCE, source)
    inbox.register(notifications.SOURCE, LinkedInEvents())
    followers.register(changes.READER, changes.follow, feeds=dict.fromkeys(changes.OF_JOBS, postings.MIRROR_LANE))
    followers.register(facts.READER, facts.follow, feeds=dict.fromkeys(facts.TOLD_OF, LIFECYCLE_LANE))
    lanes.register(f"outbox:{connections.PROVISIONING}", provisioning.run)
    lanes.register(postings.MIRROR_LANE, dispatch.run, told_elsewhere=relink.TOLD_HERE)
    lanes.register(postings.POLL_LANE, poll.run, told_elsewhere=relink.TOLD_HERE)
    lanes.register(LIFECYCLE_LANE, lifecycle.run, told_elsewhere=relink.TOLD_HERE)
    lanes.register(MEDIA_LANE, media.run, told_elsewhere=relink.TOLD_HERE)
    lanes.register(resync.LANE, resync.run)
    lanes.register(integrations.LANE, integrations.run, told_elsewhere={clients.PAUSED_CODE})
    lanes.register(watch.LANE, watch.run)
    lanes.register(digest.LANE, sending.run)
    lanes.register(reconcile.LANE, reconciling.run)
    feed.register(news.feed_items)
    issues.advise(health.FIXES)
    streams.describe(source.stream)
