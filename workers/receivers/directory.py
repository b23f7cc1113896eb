"""How WeChat knows receivers: read when it is needed, never kept."""

from collections.abc import Collection

from models.payout.parties import Directory, directory_of
from workers.house import House


async def read_directory(house: House, wanted: Collection[int]) -> Directory:
    """How WeChat knows these receivers, and ourselves."""
    account = house.pay.account
    async with house.database.connection() as connection:
        return await directory_of(
            connection,
            seal=house.seal,
            receivers=wanted,
            platform_mchid=account.sp_mchid,
            platform_name=account.sp_name,
        )
