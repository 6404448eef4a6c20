"""Applications LinkedIn delivers to us: what may be seen of them, and what the applicant answered."""

from isthmus.linkedin.deliveries.answers import Experience, Media, Phone
from isthmus.linkedin.deliveries.custom import CustomAnswer
from isthmus.linkedin.deliveries.delivery import (
    APPLICATION_TYPE,
    ApplicantSkill,
    ApplicationDelivery,
    OpenedDelivery,
    open_delivery,
)
from isthmus.linkedin.deliveries.visible import Split, split_delivery

__all__ = [
    "APPLICATION_TYPE",
    "ApplicantSkill",
    "ApplicationDelivery",
    "CustomAnswer",
    "Experience",
    "Media",
    "OpenedDelivery",
    "Phone",
    "Split",
    "open_delivery",
    "split_delivery",
]
