"""Where deliveries go while the database is away: this host's spool, its address book, and when to ask again."""

from dataclasses import dataclass, field
from pathlib import Path

from isthmus.base.config import Config
from isthmus.sync.address_book import AddressBook
from isthmus.sync.circuit import Circuit
from isthmus.sync.spool import Spool

ADDRESSES = "addresses.sealed"
KEEPER = "keeper.lock"
UNKEPT = "unkept.lock"


@dataclass(frozen=True)
class Shelter:
    """One folder of this host, shared by its processes."""

    folder: Path
    spool: Spool
    addresses: AddressBook
    circuit: Circuit = field(default_factory=Circuit)


def at(folder: Path, most_bytes: int) -> Shelter:
    """The shelter in a folder; nothing is made on disk yet."""
    return Shelter(folder, Spool(folder, most_bytes), AddressBook(folder / ADDRESSES))


def of(config: Config) -> Shelter:
    """The shelter that the settings name."""
    return at(Path(config.spool) if config.spool else config.data / "spool", config.spool_bytes)
