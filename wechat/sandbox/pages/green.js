// Green points: what was scheduled, what the pool had, and what became coupons, period by period.
import { back, blank, figures, h, load, more, says, title } from "./dom.js";
import { history } from "./plot.js";
import { request } from "./runtime.js";
import { day, points, say, t, when, yuan } from "./texts.js";

const PLOTTED = 12;

// In the wallet: how many points, what came of them, and the way to why.
export function greenCard(green) {
  const own = green?.standing;
  if (!own?.bills) return null;
  return h("a", { class: "card", href: "#green" },
    h("span", { class: "row" }, h("span", {}, t("greenPoints")), h("span", { class: "soft", "aria-hidden": "true" }, "›")),
    h("span", { class: "big" }, points(own.points)),
    h("span", { class: "small soft" }, t("greenSums", { planned: yuan(own.scheduled_fen), released: yuan(own.released_fen) })));
}

export function greenView(main, _, signal) {
  const body = h("div", { class: "bones" });
  main.append(back("#wallet"), title(t("greenPoints")), body);
  load(body, signal, () => request("GET", "/green_points"), (page) => {
    if (!page.standing.bills) return blank("分", t("noPoints"), t("noPointsHint"), h("a", { class: "button plain item", href: "#scan" }, t("scan")));
    const periods = h("ul", { class: "bones" }, page.periods.map(period));
    return [
      standing(page.standing),
      page.open_period && running(page.open_period),
      h("h2", {}, t("periods")),
      plot(page.periods),
      page.periods.length ? periods : h("p", { class: "card soft" }, t("noPeriods")),
      more(page.next_cursor, (cursor) => request("GET", `/green_points?cursor=${cursor}`), (next) => periods.append(...next.periods.map(period))),
      grants(signal),
    ].filter(Boolean);
  });
}

function standing(own) {
  return h("section", { class: "card" },
    h("p", { class: "big" }, points(own.points)),
    figures([
      [t("scheduled"), yuan(own.scheduled_fen)], [t("released"), yuan(own.released_fen)],
      [t("cap"), yuan(own.cap_fen)], [t("pointsWaiting"), points(own.waiting_points)]]),
    says(own.sentences.map(say)));
}

function running(period) {
  return h("section", { class: "card" },
    h("h2", {}, t("periodRuns", { n: period.period_no, from: day(period.started_on) })),
    figures([[t("inflow"), yuan(period.inflow_fen)], [t("inflowBefore"), yuan(period.before_fen)], [t("inPool"), yuan(period.pool_fen)]]));
}

// Oldest first, so that time goes down the page as it goes by.
function plot(periods) {
  if (!periods.length) return null;
  const steps = periods.slice(0, PLOTTED).reverse().map((one) => ({
    words: t("period", { n: one.period_no }), shown: `${yuan(one.scheduled_fen)} · ${yuan(one.funded_fen)} · ${yuan(one.released_fen)}`,
    plan: one.scheduled_fen, fund: one.funded_fen, own: one.released_fen,
  }));
  const legend = [["plan", t("scheduled")], ["fund", t("funded")], ["own", t("released")]];
  return h("section", { class: "card" }, history(t("plotPeriods"), legend, steps));
}

function period(one) {
  return h("li", { class: "card" },
    h("p", { class: "row" }, h("strong", {}, t("period", { n: one.period_no })), h("span", { class: "small soft" }, `${day(one.started_on)} – ${day(one.ended_on)}`)),
    h("p", { class: "small" }, say(one.sentence)));
}

function grants(signal) {
  const body = h("div", { class: "bones" });
  const card = h("details", { class: "card" }, h("summary", {}, t("grants")), body);
  card.addEventListener("toggle", () => card.open && load(body, signal, () => request("GET", "/green_points/grants"), (page) => {
    const list = h("ul", {}, page.grants.map(grant));
    return [list, more(page.next_cursor, (cursor) => request("GET", `/green_points/grants?cursor=${cursor}`), (next) => list.append(...next.grants.map(grant)))].filter(Boolean);
  }));
  return card;
}

function grant(one) {
  return h("li", {}, h("a", { class: "item flat", href: `#order/${encodeURIComponent(one.order_id)}` },
    h("span", { class: "grow" }, h("div", { class: "clip" }, say(one.store_name)),
      h("div", { class: "small soft" }, one.periods ? t("sawPeriods", { n: one.periods }) : t("waitsUntil", { when: when(one.waits_until) }))),
    h("span", { class: "money" }, `${yuan(one.released_fen)} / ${yuan(one.cap_fen)}`)));
}
