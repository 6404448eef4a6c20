"""What only the present state can refuse: enablement, closing what is closed, contracts. Pure functions of facts that
the route has read for the whole batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from linkedin_sandbox import ids
from linkedin_sandbox.resources.simple_job_postings import errors, rules, schema
from linkedin_sandbox.resources.simple_job_postings import fields as f
from linkedin_sandbox.resources.simple_job_postings.ledger import PROMOTED, Account
from linkedin_sandbox.resources.simple_job_postings.rules import Problem
from linkedin_sandbox.resources.simple_job_postings.schema import Element

Row = dict[str, Any]
_MAY_MOVE = ("UPGRADE", "DOWNGRADE")


@dataclass(frozen=True)
class Standing:
    """How an external id stands: its open posting, and what its unfinished tasks will make of it."""

    posting: Row | None = None
    can_close: bool = False
    coming: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Facts:
    """What the batch was asked about."""

    generation: str
    enabled: Mapping[str, bool]
    standings: Mapping[str, Standing]
    accounts: Mapping[int, Account]
    may_upgrade: bool = True
    nothing: Standing = field(default_factory=Standing)

    def standing(self, element: Element) -> Standing:
        return self.standings.get(element["externalJobPostingId"], self.nothing)


@dataclass(frozen=True)
class Reservation:
    """What an accepted element takes from a contract until its task ends."""

    contract_id: int
    money: Decimal | None = None


def check(element: Element, facts: Facts) -> Problem | None:
    """Why an element cannot be accepted now, contracts aside."""
    company = f.company_urn(element)
    if company and not facts.enabled[company]:
        return errors.not_enabled(company)
    operation = element["jobPostingOperationType"]
    if operation == "CLOSE" and not facts.standing(element).can_close:
        return errors.cannot_close(element["externalJobPostingId"])
    if _moves(element, facts) and not facts.may_upgrade:
        return errors.upgrade_not_permitted()
    return None


def _moves(element: Element, facts: Facts) -> bool:
    if element["jobPostingOperationType"] in _MAY_MOVE:
        return True
    posting = facts.standing(element).posting
    is_update = facts.generation == "v2" and element["jobPostingOperationType"] == "UPDATE"
    return bool(is_update and posting and (posting["listing_type"] == "PREMIUM") != schema.wants_premium(element))


def reserve(element: Element, facts: Facts) -> Problem | Reservation | None:
    """Rows 9, 10, 11 and 14 of the error table, or what the element takes; the account is counted down."""
    if not schema.needs_contract(element):
        return None
    account = facts.accounts[ids.number(element["contract"], ids.CONTRACT) or 0]
    if not account.is_owned:
        return errors.foreign_contract(account.urn)
    if account.spends and not account.has_partner_toggle:
        return errors.no_partner_toggle(account.urn)
    if not schema.wants_premium(element) or not _takes(element, facts, account):
        return None
    return _money(element, account) if account.spends else _slot(account)


def _takes(element: Element, facts: Facts, account: Account) -> bool:
    """Whether the element makes a job premium on this contract that is not, or not any more."""
    standing, operation = facts.standing(element), element["jobPostingOperationType"]
    if account.number in standing.coming:
        return False
    if operation == "CREATE":
        return standing.posting is None
    if standing.posting is None:
        return standing.can_close
    if operation != "UPGRADE" and facts.generation == "rest" and standing.posting["listing_type"] != "PREMIUM":
        return False
    return not (
        standing.posting["contract_id"] == account.number
        and standing.posting["state"] == "LISTED"
        and standing.posting["promotion_status"] == PROMOTED
    )


def _slot(account: Account) -> Problem | Reservation:
    if account.free_slots < 1:
        return errors.no_slot(account.urn)
    account.free_slots -= 1
    return Reservation(account.number)


def _money(element: Element, account: Account) -> Problem | Reservation:
    asked = rules.budget(element)
    if account.free_money < (asked or Decimal(0)) or account.free_money <= 0:
        return errors.no_budget()
    account.free_money -= asked or Decimal(0)
    return Reservation(account.number, asked)
