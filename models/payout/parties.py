"""How WeChat knows the receivers of payouts; openids are unsealed here and nowhere else."""

from collections.abc import Collection

from msgspec import Struct

from models import people
from models.database import Connection
from models.ledger import Kind, kind_of, owner_of
from models.payout.leg import MERCHANT, PAYEES, PLATFORM, Party
from models.payout.receivers import Place

_PERSON = "PERSONAL_OPENID"


class Directory(Struct, frozen=True):
    """Receivers by id: the party that WeChat pays, and a merchant's registered name."""

    parties: dict[int, Party]
    names: dict[int, str]

    def must_be_added(self, place: Place) -> bool:
        """Whether a split needs WeChat to know the receiver: not the store itself, nor nobody."""
        _, sub_mchid, receiver = place
        party = self.parties.get(receiver)
        return party is not None and party != (MERCHANT, sub_mchid)


async def directory_of(
    connection: Connection,
    *,
    seal: people.Seal,
    receivers: Collection[int],
    platform_mchid: str,
    platform_name: str,
) -> Directory:
    """The parties of these receivers and of ourselves; unknown ones are left out. Never log it."""
    parties: dict[int, Party] = {PLATFORM: (MERCHANT, platform_mchid)}
    names = {PLATFORM: platform_name}
    wallets = {owner_of(r): r for r in receivers if kind_of(r) is Kind.WALLET}
    openids = await people.openids_of(connection, seal=seal, consumer_nos=list(wallets))
    for consumer_no, openid in openids.items():
        parties[wallets[consumer_no]] = (_PERSON, openid)
    payees = [r for r in receivers if kind_of(r) in PAYEES]
    accounts = await people.payee_accounts(
        connection, seal=seal, payee_nos=list({owner_of(r) for r in payees})
    )
    for receiver in payees:
        payee = accounts.get(owner_of(receiver))
        if payee is not None:
            parties[receiver] = (payee.receiver_type, payee.account)
            if payee.receiver_type == MERCHANT:
                names[receiver] = payee.name
    return Directory(parties, names)
