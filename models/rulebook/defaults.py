"""The rule book that a new market starts from: the numbers of the published program."""

from datetime import datetime

from models.rulebook.book import Bilingual, Bracket, Line, PacketChainBook


def default_packet_chain_book(*, market_code: int, effective_at: datetime) -> PacketChainBook:
    """Return the packet chain as its seed describes it, for one market, from one moment on.

    6–30 % discount, half of it in 20 packets; of the turnover 1 % to the locker, 0.3–1 % to the
    BD by discount rate, 0.3 % each to the agents of city and district.
    """
    return PacketChainBook(
        title=Bilingual(zh="让利红包", en="Rangli red packets"),
        organiser=Bilingual(zh="让利平台", en="The Rangli platform"),
        market_code=market_code,
        effective_at=effective_at,
        discount_min_bp=600,
        discount_max_bp=3000,
        packet_share_bp=5000,
        packets_per_order=20,
        tiers_fen=(10_000, 20_000, 50_000),
        tiers_adjustable=True,
        cap_bp=10_000,
        lines=(
            _of_turnover("locker", 100),
            _of_turnover("bd", (Bracket(1000, 30), Bracket(2000, 60), Bracket(None, 100))),
            _of_turnover("agent_city", 30),
            _of_turnover("agent_district", 30),
        ),
        hold_seconds=86_400,
        netting_bp=5000,
    )


def _of_turnover(party: str, rate: int | tuple[Bracket, ...]) -> Line:
    return Line(party=party, basis="turnover", rate=rate, unfilled_to="platform")
