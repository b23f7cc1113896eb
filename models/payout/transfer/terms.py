"""On what terms this deployment transfers: WeChat's scene, and limits no higher than WeChat's."""

from msgspec import Struct

from models.settings import Settings


class TransferTerms(Struct, frozen=True, kw_only=True):
    """The scene with what it wants reported, and the limits in fen.

    `activity` (活动名称) and `reward` (奖励说明) have 32 characters at most. Each limit is one that
    WeChat granted the merchant number; `most_fen` 0 turns the rail off.
    """

    scene_id: str = "1000"
    activity: str = "让利红包"
    reward: str = "消费让利红包"
    least_fen: int = 10
    most_fen: int = 20_000
    person_day_fen: int = 200_000
    market_day_fen: int = 5_000_000


def terms_from(settings: Settings) -> TransferTerms:
    """The terms that the settings name."""
    return TransferTerms(
        scene_id=settings.transfer_scene,
        activity=settings.transfer_activity,
        reward=settings.transfer_reward,
        least_fen=settings.transfer_least_fen,
        most_fen=settings.transfer_most_fen,
        person_day_fen=settings.transfer_person_day_fen,
        market_day_fen=settings.transfer_market_day_fen,
    )
