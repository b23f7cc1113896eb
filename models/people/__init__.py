"""People: shoppers and payees, and the tokens by which they speak to us.

An openid is the only personal datum here, and it is sealed (`Seal`). Everything else knows people
by number: `consumer_no` for shoppers, `payee_no` for whoever earns a commission. `locker` binds a
shopper to whoever first brought them.
"""

from models.people.locker import (
    Binding,
    Ground,
    LockerInCircle,
    LockerLeft,
    OwnLocker,
    bind_locker,
    binding_of,
    unbind_locker,
)
from models.people.operations import (
    add_merchant_payee,
    add_person_payee,
    consumer_with_openid,
    known_payee,
    payee_of_consumer,
    reseal,
)
from models.people.queries import PayeeAccount, openids_of, payee_accounts
from models.people.sealing import Seal, Sealed
from models.people.sessions import Bearer, OwnerKind, bearer_of, revoke_session, start_session

__all__ = [
    "Bearer",
    "Binding",
    "Ground",
    "LockerInCircle",
    "LockerLeft",
    "OwnLocker",
    "OwnerKind",
    "PayeeAccount",
    "Seal",
    "Sealed",
    "add_merchant_payee",
    "add_person_payee",
    "bearer_of",
    "bind_locker",
    "binding_of",
    "consumer_with_openid",
    "known_payee",
    "openids_of",
    "payee_accounts",
    "payee_of_consumer",
    "reseal",
    "revoke_session",
    "start_session",
    "unbind_locker",
]
