"""Scenes of transfers: what must be reported for each, and what the person may be told it is."""

from wechat.sandbox.refusal import invalid, parameter
from wechat.sandbox.wire import shapes

# scene → (what must be reported, what the person may read; the first is the default)
SCENES: dict[str, tuple[frozenset[str], tuple[str, ...]]] = {
    "1000": (frozenset({"活动名称", "奖励说明"}), ("活动奖励", "现金奖励")),
    "1002": (frozenset({"补贴类型"}), ("行政补贴",)),
    "1005": (
        frozenset({"岗位类型", "报酬说明"}), ("劳务报酬", "报销款", "企业补贴", "开工利是"),
    ),
    "1009": (frozenset({"采购商品名称"}), ("货款",)),
    "1010": (frozenset({"回收商品名称"}), ("二手回收货款",)),
    "1011": (frozenset({"赔付原因"}), ("企业赔付",)),
}  # fmt: skip


def perception(wish: shapes.Transfer) -> str:
    """What the person reads; refuses a scene or its facts that are not as they must be."""
    scene = SCENES.get(wish.transfer_scene_id)
    if scene is None:
        raise invalid("转账场景ID不存在或未获得该转账场景")
    needed, readable = scene
    told = [fact.info_type for fact in wish.transfer_scene_report_infos]
    if set(told) != needed or len(told) != len(needed):
        raise parameter("转账场景报备信息与转账场景不符", "/transfer_scene_report_infos")
    if wish.user_recv_perception and wish.user_recv_perception not in readable:
        raise invalid("用户收款感知与转账场景不符")
    return wish.user_recv_perception or readable[0]
