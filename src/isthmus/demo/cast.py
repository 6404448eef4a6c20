"""The demo's invented people, companies and jobs."""

from dataclasses import dataclass

from isthmus.accounts.models import Role

PASSWORD = "larkfield-demo-2026"  # noqa: S105 - printed at every start; the demo listens on loopback only


@dataclass(frozen=True)
class Person:
    """Somebody who can sign in to the demo, with their role in each company."""

    name: str
    email: str
    roles: dict[str, Role]


LARKFIELD, ORRIN = "Larkfield Robotics", "Orrin Foods"

PEOPLE = (
    Person("Tomas Brandt", "tomas@larkfield.example", {LARKFIELD: Role.RECRUITER}),
    Person("Ines Okafor", "ines@larkfield.example", {LARKFIELD: Role.ADMIN}),
    Person("Marek Vold", "marek@larkfield.example", {LARKFIELD: Role.HIRING_MANAGER}),
    Person("Petra Lindqvist", "petra@larkfield.example", {LARKFIELD: Role.EEO_OFFICER}),
    Person("Dele Akande", "dele@orrin.example", {LARKFIELD: Role.RECRUITER, ORRIN: Role.ADMIN}),
)

BACKEND = """<p>Larkfield builds the software that lets a welding cell teach itself. You would own the services that
plan, record and replay every movement: PostgreSQL, Python, and message queues that may not lose a thing.</p>
<p><strong>What you would do</strong></p>
<ul><li>Design the event store our cells report to</li><li>Make replay a tool people trust</li>
<li>Work with two mechanical engineers who will ask you hard questions</li></ul>
<p><strong>What helps</strong></p>
<ul><li>Several years with SQL under load</li><li>A liking for boring technology</li></ul>"""

TECHNICIAN = """<p>You keep six robot cells welding. You set them up, find out why a seam is not what it should be, and
tell our engineers in words they cannot misunderstand. Shifts are days only, and the workshop is heated.</p>
<ul><li>MIG and TIG experience</li><li>Reading drawings</li><li>Curiosity about the software</li></ul>"""

BAKER = """<p>Orrin Foods bakes for forty shops before the city wakes. You plan the night's production with three
colleagues, keep the ovens honest, and taste what you make.</p><ul><li>Experience in a production bakery</li></ul>"""
