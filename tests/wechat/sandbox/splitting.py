"""What tests ask about splits, and how they end one, with the official client."""

from tests.wechat.sandbox.world import SUB


async def query(sandbox, transaction_id, number="S1"):
    return await sandbox.call(
        sandbox.sdk.profitsharing_order_query,
        transaction_id=transaction_id,
        out_order_no=number,
        sub_mchid=SUB,
    )


async def unsplit(sandbox, transaction_id):
    ask = sandbox.sdk.profitsharing_amount_query
    _, body = await sandbox.call(ask, transaction_id=transaction_id)
    return body["unsplit_amount"]


async def unfreeze(sandbox, transaction_id, number="U1"):
    return await sandbox.call(
        sandbox.sdk.profitsharing_unfreeze,
        transaction_id=transaction_id,
        out_order_no=number,
        description="解冻",
        sub_mchid=SUB,
    )
