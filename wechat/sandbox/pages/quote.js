// What a bill can bring, in the figures of its own program; the sentences are the product's.
import { figures, h, says } from "./dom.js";
import { bars } from "./plot.js";
import { day, points, price, say, share, t, yuan } from "./texts.js";

const SHOWN = { packet_chain: chain, weekday_pool: weekday, green_points: green, appreciating_points: appreciating };

export function quoteParts(quote) {
  const shown = SHOWN[quote.program] ?? pooled;
  return [...shown(quote, quote[quote.program]), says((quote.sentences ?? []).map(say))];
}

const money = (name, fen) => [t(name), yuan(fen)];
const count = (name, n) => [t(name), n == null ? "—" : String(n)];

function chain(quote) {
  return [
    figures([
      money("discountFund", quote.discount_fen), money("fund", quote.packet_fund_fen),
      money("cap", quote.cap_fen), money("fundedToday", quote.funded_today_fen),
      count("atMost", quote.packets_at_most), count("ahead", quote.open_claims_ahead)]),
    bars(t("plotCap"), [
      [t("cap"), quote.cap_fen, yuan(quote.cap_fen), "plan"],
      [t("readyNow"), quote.funded_fen, yuan(quote.funded_fen), "own"]]),
  ];
}

const flow = (quote, own) => [money("discountFund", quote.discount_fen), money("poolFund", own?.fund_fen)];

function pooled(quote, own) {
  return [figures([...flow(quote, own), money("cap", quote.cap_fen), money("inPool", quote.funded_fen)])];
}

function weekday(quote, own) {
  const next = own.next_release_on && [t("nextRelease"), `${day(own.next_release_on)} · ${share(own.next_release_bp)}`];
  return [
    figures([
      ...flow(quote, own), money("cap", quote.cap_fen), money("inPool", quote.funded_fen),
      ...(own.instant_fen ? [money("atOnce", own.instant_fen)] : []), count("partners", own.partners),
      money("wholeCap", own.whole_cap_fen), ...(next ? [next] : [])]),
    bars(t("plotPool"), [
      [t("lackAll", { n: own.waiting_claims }), own.lacking_fen, yuan(own.lacking_fen), "plan"],
      [t("inPool"), quote.funded_fen, yuan(quote.funded_fen), "own"]]),
  ];
}

function green(quote, own) {
  return [
    h("div", {},
      h("p", { class: "small soft" }, t("withoutGrowth", { n: own.periods })),
      h("p", { class: "big" }, yuan(own.without_growth_fen)),
      h("p", { class: "small soft" }, t("firstPeriod", { money: yuan(own.first_fen) }))),
    figures([
      ...flow(quote, own), [t("pointsEach"), points(own.points)],
      money("cap", quote.cap_fen), money("inPool", quote.funded_fen)]),
    bars(t("plotLastPeriod"), [
      [t("scheduledAll"), own.last_scheduled_fen, yuan(own.last_scheduled_fen), "plan"],
      [t("fundedAll"), own.last_released_fen, yuan(own.last_released_fen), "own"]]),
  ];
}

function appreciating(quote, own) {
  const quoted = Number((BigInt(own.points) * BigInt(own.quoted_e8)) / 10_000_000_000n);
  return [
    h("div", {},
      h("p", { class: "small soft" }, t("wouldRedeem", { n: points(own.points) })),
      h("p", { class: "big" }, yuan(own.today_fen)),
      h("p", { class: "small soft" }, t("quotedEach", { price: price(own.quoted_e8) }))),
    figures([...flow(quote, own), money("cap", quote.cap_fen), money("inPool", quote.funded_fen)]),
    bars(t("plotBill"), [
      [t("byQuote"), quoted, yuan(quoted), "quiet"],
      [t("byPool"), own.today_fen, yuan(own.today_fen), "own"]]),
  ];
}
