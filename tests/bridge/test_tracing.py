"""Traces follow a story from receipt to screen and from change to answer, and carry nothing anybody wrote."""

import subprocess
import sys
from uuid import uuid4

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from isthmus.base import tracing
from isthmus.bridge.apply_connect import LIFECYCLE
from isthmus.hiring.models import Answer
from isthmus.people.models import Profile
from isthmus.sync import outbox
from isthmus.sync.models import Outbox


@pytest.fixture
def spans():
    """Every span of this process, from before the story begins."""
    exporter = InMemorySpanExporter()
    tracing.begin(SimpleSpanProcessor(exporter), service="tests")
    yield exporter.get_finished_spans
    tracing.end()


@pytest.fixture
def traced(spans, applied):
    """The whole story, traced: published, applied, fetched, viewed, rejected, told."""
    applied.view()
    applied.reject()
    applied.settle(2)
    return applied


def of_story(spans, story) -> dict[str, list]:
    trace_id = tracing._ids(story)[0]
    found: dict[str, list] = {}
    for span in spans():
        if span.context.trace_id == trace_id:
            found.setdefault(span.name, []).append(span)
    return found


def is_one_trace_from_receipt_to_screen(traced, spans):
    delivery_id = traced.application().delivery_id
    story = of_story(spans, delivery_id)
    assert set(story) >= {"receive", "process", "intake", "match", "fetch file", "viewed"}
    (receive,) = story["receive"]
    assert receive.parent is None
    assert receive.context.span_id == tracing._ids(delivery_id)[1]
    assert story["process"][0].parent.span_id == receive.context.span_id
    assert story["match"][0].parent.span_id == story["intake"][0].context.span_id
    assert story["viewed"][0].parent.span_id == receive.context.span_id


def is_one_trace_from_its_change_to_the_settled_task(spans):
    settled = {span.context.trace_id for span in spans() if span.name == "mirror settled"}
    names = [{span.name for span in spans() if span.context.trace_id == trace_id} for trace_id in settled]
    assert {"mark", "plan", "answer", "mirror settled"} in names
    call = next(span for span in spans() if span.name == "call" and span.attributes.get("operation") == "create")
    assert {link.context.trace_id for link in call.links} <= settled
    assert call.links


def is_one_trace_from_its_writing_to_the_answer(traced, spans):
    with traced.cast.acting():
        facts = list(Outbox.objects.filter(state="sent", resource=LIFECYCLE))
    assert facts
    for fact in facts:
        story = of_story(spans, outbox.story_of(fact.id))
        assert set(story) == {"fact told", "call"}
        assert story["call"][0].parent.span_id == story["fact told"][0].context.span_id


def carries_nothing_that_anybody_wrote(traced, spans):
    with traced.cast.acting():
        (profile,) = Profile.objects.all()
        private = {profile.first_name, profile.last_name, profile.email, profile.headline, profile.phone}
        for answer in Answer.objects.all():
            private |= {answer.shown, str(answer.value)}
        private |= {traced.application().job.title, str(traced.cast.larkfield), traced.sandbox.child_client_secret}
    private = {text.lower() for text in private if text and len(text) > 2}
    assert "peeters" in private
    assert len(spans()) > 12
    for span in spans():
        said = [span.name, str(span.status.description or ""), *map(str, span.attributes.values())]
        said += [str(value) for event in span.events for value in event.attributes.values()]
        for words in said:
            assert not any(text in words.lower() for text in private), (span.name, words)
            assert "@" not in words


@pytest.mark.parametrize("generation", ["v2"], indirect=True)
def test_the_whole_story_is_traced_and_no_span_carries_what_anybody_wrote(traced, spans):
    is_one_trace_from_receipt_to_screen(traced, spans)
    is_one_trace_from_its_change_to_the_settled_task(spans)
    is_one_trace_from_its_writing_to_the_answer(traced, spans)
    carries_nothing_that_anybody_wrote(traced, spans)


def test_what_went_wrong_is_noted_by_its_type_alone(spans):
    with pytest.raises(ValueError, match="Noor"), tracing.span("process", uuid4()):
        raise ValueError("Noor Peeters could not be read")
    (span,) = spans()
    assert dict(span.attributes) == {"failed": "ValueError"}
    assert span.events == ()


def test_a_span_outside_any_story_is_none(spans):
    with tracing.span("match"):
        pass
    assert spans() == ()


def test_a_second_process_adds_to_the_same_trace(spans):
    story = uuid4()
    with tracing.span("one", story):
        pass
    with tracing.span("other", story):
        pass
    assert len({span.context.trace_id for span in spans()}) == 1


def test_traces_go_to_a_file_when_asked(tmp_path):
    path = tmp_path / "spans"
    tracing.set_up(f"file:{path}", service="tests")
    with tracing.span("one", uuid4()):
        pass
    tracing.end()
    assert '"name": "one"' in path.read_text()


def test_while_traces_are_off_nothing_of_opentelemetry_is_imported():
    lines = (
        "import sys",
        "from isthmus.base import tracing",
        "tracing.set_up('', service='x')",
        "with tracing.span('a', 'b'): tracing.record('c', 'd', None)",
        "assert not tracing.is_on()",
        "sys.exit(any(name.startswith('opentelemetry') for name in sys.modules))",
    )
    assert subprocess.run([sys.executable, "-c", "\n".join(lines)], timeout=60).returncode == 0


def test_asking_for_traces_without_opentelemetry_is_refused_in_words(monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace.export", None)
    with pytest.raises(tracing.NoTracingError, match="pip install"):
        tracing.set_up("console", service="tests")
    assert not tracing.is_on()
