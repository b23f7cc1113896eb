// One order, watched until it is settled and while its packets come in; and the list of mine.
import { back, blank, every, h, load, more, says, title, trouble } from "./dom.js";
import { request } from "./runtime.js";
import { refundCard } from "./refund.js";
import { say, t, when, yuan } from "./texts.js";

const STEPS = ["opened", "paid", "settled"];

export function orderView(main, id, signal) {
  const body = h("div", { class: "bones" });
  const ask = async () => {
    const order = await request("GET", `/orders/${encodeURIComponent(id)}`);
    const claim = order.claim && (await request("GET", `/claims/${encodeURIComponent(order.claim.claim_id)}`));
    return { ...order, claim };
  };
  main.append(back("#orders"), title(t("orderTitle")), body);
  load(body, signal, ask, draw);
  const refresh = async () => {
    try {
      const order = await ask();
      if (!signal.aborted) body.replaceChildren(...draw(order));
    } catch (problem) {
      if (!signal.aborted) body.replaceChildren(trouble(problem));
    }
  };
  every(2000, signal, refresh);
}

function draw(order) {
  return [
    h("section", { class: "card" },
      h("div", { class: "row" }, h("strong", { class: "clip" }, say(order.store_name)), h("span", { class: "badge" }, t(`state_${order.state}`))),
      h("p", { class: "big" }, yuan(order.amount_fen)),
      h("p", { class: "small soft" }, `${t("orderNo")} ${order.order_id ?? "—"}${order.paid_at ? ` · ${when(order.paid_at)}` : ""}`)),
    ...(order.claim ? [claimCard(order.claim), todayCard(order.claim)] : []),
    order.state !== "closed" && h("section", { class: "card" }, steps(order.state)),
    refundCard(order),
    h("p", { class: "small soft" }, t(order.state === "closed" ? "lapsed" : order.claim?.weekday_pool ? "waitingPool" : "waiting")),
  ].filter(Boolean);
}

function claimCard(claim) {
  const pool = claim.weekday_pool;
  const most = claim.packets_at_most == null ? claim.packet_count : `${claim.packet_count ?? "—"} / ${claim.packets_at_most}`;
  return h("section", { class: "card packet" },
    h("p", { class: "soft" }, t(pool ? "rebated" : "received")),
    h("p", { class: "big" }, yuan(claim.received_fen)),
    h("progress", { max: claim.cap_fen || 1, value: claim.received_fen ?? 0, "aria-label": t("received") }),
    h("p", { class: "small soft" }, pool
      ? t("ofPoolCap", { money: yuan(claim.cap_fen), n: pool.partners, pool: yuan(pool.pool_fen) })
      : t("ofCap", { money: yuan(claim.cap_fen), n: most })));
}

// Why packets came today, or why none did.
function todayCard(claim) {
  const came = claim.reason === "received";
  const about = claim.weekday_pool ? (came ? "gotMidnight" : "noneMidnight") : came ? "gotToday" : "noneToday";
  return h("section", { class: "card" }, h("h2", {}, t(about)), says(claim.sentences.map(say)));
}

function steps(state) {
  const reached = STEPS.indexOf(state);
  return h("ol", { class: "steps" }, STEPS.map((step, index) =>
    h("li", { class: index <= reached ? "done" : "", "aria-current": index === reached ? "step" : null },
      t(`${index < reached ? "state" : index === reached ? "step" : "next"}_${step}`))));
}

export function ordersView(main, _, signal) {
  const body = h("div", { class: "bones" });
  main.append(title(t("orders")), body);
  load(body, signal, () => request("GET", "/orders"), ({ orders, next_cursor }) => {
    if (!orders.length) return blank("单", t("noOrders"), t("noOrdersHint"), h("a", { class: "button plain item", href: "#scan" }, t("scan")));
    const list = h("ul", { class: "list" }, rows(orders));
    return [list, more(next_cursor, (cursor) => request("GET", `/orders?cursor=${cursor}`), (page) => list.append(...rows(page.orders)))].filter(Boolean);
  });
}

const rows = (orders) => orders.map((order) => h("li", {}, entry(order)));

function entry(order) {
  return h("a", { class: "item", href: `#order/${encodeURIComponent(order.order_id)}` },
    h("span", { class: "grow" }, h("div", { class: "clip" }, order.store_name), h("div", { class: "small soft" }, when(order.paid_at ?? order.opened_at))),
    h("span", { class: order.state === "settled" ? "badge" : "badge off" }, t(`state_${order.state}`)),
    h("span", { class: "money" }, yuan(order.amount_fen)));
}
