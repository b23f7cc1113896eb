// Points with a quoted price: what one redeems for today first, the price beside it.
import { back, blank, figures, h, load, more, says, title } from "./dom.js";
import { bars } from "./plot.js";
import { redeemCard } from "./redeem.js";
import { request } from "./runtime.js";
import { points, price, say, share, t, when, yuan } from "./texts.js";

// In the wallet: today's price large, the quoted one small, and the way to redeem.
export function pointsCard(own) {
  if (!own) return null;
  return h("a", { class: "card", href: "#points" },
    h("span", { class: "row" }, h("span", {}, t("myPoints", { n: points(own.points) })), h("span", { class: "soft", "aria-hidden": "true" }, "›")),
    h("span", { class: "small soft" }, t("todayEach")),
    h("span", { class: "big" }, price(own.today_e8)),
    h("span", { class: "small soft" }, t("quotedEach", { price: price(own.quoted_e8) })));
}

export function pointsView(main, _, signal) {
  const body = h("div", { class: "bones" });
  const show = () => load(body, signal, () => request("GET", "/points"), (own) => [
    today(own),
    redeemCard(own, show, signal),
    h("section", { class: "card" }, plot(own)),
    h("section", { class: "card" },
      figures([
        [t("capLeft"), yuan(own.room_fen)], [t("redeemedSum"), yuan(own.redeemed_fen)],
        [t("inPool"), yuan(own.pool_fen)], [t("pointsOfAll"), points(own.pool_points)]])),
    ...past(signal),
  ]);
  main.append(back("#wallet"), title(t("points")), body);
  show();
}

function today(own) {
  return h("section", { class: "card" },
    h("p", { class: "soft" }, t("todayEach")),
    h("p", { class: "huge" }, price(own.today_e8)),
    h("p", { class: "small soft" }, t("quotedEach", { price: price(own.quoted_e8) })),
    figures([
      [t("pointsOwn"), points(own.points)], [t("pointsRipe"), points(own.redeemable_points)],
      ...(own.waiting_points ? [[t("pointsWaiting"), points(own.waiting_points)]] : []),
      ...(own.next_ripe_at ? [[t("ripeNext"), when(own.next_ripe_at)]] : []),
      ...(own.owed_points ? [[t("pointsOwed"), points(own.owed_points)]] : [])]),
    says(own.sentences.map(say)));
}

// All that lies in the pool for all points, in 10⁻⁸ fen a point; the points are hundredths.
const backing = (own) => (own.pool_points ? Number((BigInt(own.pool_fen) * 10_000_000_000n) / BigInt(own.pool_points)) : 0);

function plot(own) {
  const backed = backing(own);
  return bars(t("plotPoint"), [
    [t("quoted"), own.quoted_e8, price(own.quoted_e8), "quiet"],
    [t("backed"), backed, price(backed), "plan"],
    [t("afterFee", { fee: share(own.fee_bp) }), own.today_e8, price(own.today_e8), "own"]]);
}

function past(signal) {
  const body = h("div", { class: "bones" });
  load(body, signal, () => request("GET", "/points/history"), (page) => {
    if (!page.entries.length) return blank("分", t("noPoints"), t("noPointsHint"));
    const list = h("ul", { class: "list" }, page.entries.map(entry));
    return [list, more(page.next_cursor, (cursor) => request("GET", `/points/history?cursor=${cursor}`), (next) => list.append(...next.entries.map(entry)))].filter(Boolean);
  });
  return [h("h2", {}, t("pointsHistory")), body];
}

const signed = (n) => (n > 0 ? `+${points(n)}` : points(n));

function entry(one) {
  const what = one.store_name ? `${say(one.store_name)} · ${yuan(one.amount_fen)}` : yuan(one.amount_fen);
  const ripe = one.ripe_at && new Date(one.ripe_at) > new Date(one.at) ? t("ripeAt", { when: when(one.ripe_at) }) : null;
  return h("li", {}, h("details", { class: "entry" },
    h("summary", {},
      h("span", { class: "grow" }, h("span", { class: "clip block" }, t(`entry_${one.kind}`)), h("span", { class: "small soft block" }, `${what} · ${when(one.at)}`)),
      h("strong", { class: "money" }, signed(one.points))),
    h("p", { class: "small" }, say(one.explanation)),
    ripe && h("p", { class: "small soft" }, ripe)));
}
