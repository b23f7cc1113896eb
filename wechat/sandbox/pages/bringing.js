// What an order brought: a claim in a queue or on a pool, green points, or points with a price.
import { figures, h, says } from "./dom.js";
import { request } from "./runtime.js";
import { points, say, t, when, yuan } from "./texts.js";

const MOST_PAGES = 5;

// Ask for whatever the order brought; {} while it has brought nothing yet.
export async function broughtBy(order) {
  if (order.claim) return { claim: await request("GET", `/claims/${encodeURIComponent(order.claim.claim_id)}`) };
  if (order.state !== "settled") return {};
  const grant = await found("/green_points/grants", "grants", (one) => one.order_id === order.order_id);
  if (grant) return { grant, green: await request("GET", "/green_points?limit=1") };
  const entry = await found("/points/history", "entries", (one) => one.entry_id === order.order_id).catch(unlessNone);
  return entry ? { entry, own: await request("GET", "/points") } : {};
}

function unlessNone(problem) {
  if (problem.code !== "points.none_here") throw problem;
  return null;
}

// The lists are newest first, and orders that people look at are new.
async function found(path, name, wanted) {
  let cursor = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await request("GET", `${path}?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
    const one = answer[name].find(wanted);
    if (one || !answer.next_cursor) return one ?? null;
    cursor = answer.next_cursor;
  }
  return null;
}

export function broughtCards({ claim, grant, green, entry, own }) {
  if (claim) return [claimCard(claim), whyCard(claim)];
  if (grant) return [grantCard(grant), periodCard(grant, green)];
  if (entry) return [entryCard(entry, own)];
  return [];
}

function claimCard(claim) {
  const pool = claim.weekday_pool;
  const most = claim.packets_at_most == null ? claim.packet_count : `${claim.packet_count ?? "—"} / ${claim.packets_at_most}`;
  return h("section", { class: "card packet" },
    h("p", { class: "soft" }, t(pool ? "rebated" : "received")),
    ...reached(claim.received_fen, claim.cap_fen, t(pool ? "rebated" : "received")),
    h("p", { class: "small soft" }, pool
      ? t("ofPoolCap", { money: yuan(claim.cap_fen), n: pool.partners, pool: yuan(pool.pool_fen) })
      : t("ofCap", { money: yuan(claim.cap_fen), n: most })));
}

const reached = (fen, cap, words) => [
  h("p", { class: "big" }, yuan(fen)),
  h("progress", { max: cap || 1, value: Math.min(fen ?? 0, cap || 1), "aria-label": words }),
];

// Why something came today or at the last midnight, or why nothing did.
function whyCard(claim) {
  const came = claim.reason === "received";
  const about = claim.weekday_pool ? (came ? "gotMidnight" : "noneMidnight") : came ? "gotToday" : "noneToday";
  return h("section", { class: "card" }, h("h2", {}, t(about)), says(claim.sentences.map(say)));
}

function grantCard(grant) {
  return h("section", { class: "card packet" },
    h("p", { class: "soft" }, t("releasedOf", { n: points(grant.points) })),
    ...reached(grant.released_fen, grant.cap_fen, t("released")),
    h("p", { class: "small soft" }, t("ofGrant", { money: yuan(grant.cap_fen), planned: yuan(grant.scheduled_fen) })),
    grant.periods > 0 && h("p", { class: "small soft" }, t("sawPeriods", { n: grant.periods })));
}

// Of the last period in which it took part; before the first, when that will be.
function periodCard(grant, green) {
  const last = grant.periods ? green.periods[0] : null;
  return h("section", { class: "card" },
    h("h2", {}, t(last ? "lastPeriod" : "noPeriodYet")),
    says([last ? say(last.sentence) : t("waitsUntil", { when: when(grant.waits_until) })]),
    h("a", { class: "button plain item", href: "#green" }, t("allPeriods")));
}

function entryCard(entry, own) {
  return h("section", { class: "card" },
    h("p", { class: "soft" }, t("pointsBrought")),
    h("p", { class: "big" }, points(entry.points)),
    says([say(entry.explanation), ...own.sentences.slice(0, 1).map(say)]),
    entry.ripe_at && figures([[t("ripeFrom"), when(entry.ripe_at)]]),
    h("a", { class: "button plain item", href: "#points" }, t("toPoints")));
}
