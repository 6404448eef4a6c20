"""The company's pipeline: the steps an application goes through, made the first time they are needed."""

from isthmus.hiring.models import Stage, StageCategory

DEFAULT = (
    ("New", StageCategory.NEW),
    ("In review", StageCategory.REVIEW),
    ("Phone screen", StageCategory.INTERVIEW),
    ("Onsite", StageCategory.INTERVIEW),
    ("Offer", StageCategory.OFFER),
    ("Hired", StageCategory.HIRED),
)


def ensure_stages() -> list[Stage]:
    """The company's stages in order; a company without any gets the default pipeline."""
    stages = list(Stage.objects.all())
    if not stages:
        Stage.objects.bulk_create(
            [Stage(name=name, category=category, order=order) for order, (name, category) in enumerate(DEFAULT, 1)],
            ignore_conflicts=True,
        )
        stages = list(Stage.objects.all())
    return stages


def first_stage() -> Stage:
    """Where an arriving application starts."""
    return ensure_stages()[0]


def hired_stage() -> Stage | None:
    """Where a hired application ends, when the company's pipeline has such a step."""
    return next((stage for stage in ensure_stages() if stage.category == StageCategory.HIRED), None)
