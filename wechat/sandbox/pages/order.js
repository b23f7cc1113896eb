// One order, watched until it is settled and while its packets come in; and the list of mine.
import { broughtBy, broughtCards } from "./bringing.js";
import { back, blank, every, h, load, more, title, trouble } from "./dom.js";
import { request } from "./runtime.js";
import { refundCard } from "./refund.js";
import { say, t, when, yuan } from "./texts.js";

const SELDOM = 5;
const STEPS = ["opened", "paid", "settled"];

export function orderView(main, id, signal) {
  const body = h("div", { class: "bones" });
  const ask = async () => {
    const order = await request("GET", `/orders/${encodeURIComponent(id)}`);
    return { ...order, brought: await broughtBy(order) };
  };
  let seen = null, lost = false, turns = 0;
  const show = (order) => {
    [seen, lost] = [order, false];
    return draw(order);
  };
  main.append(back("#orders"), title(t("orderTitle")), body);
  load(body, signal, ask, show);
  every(2000, signal, async () => {
    turns += 1;
    if (!seen || (calm(seen) && turns % SELDOM)) return;
    try {
      const order = await ask();
      if (!signal.aborted && (lost || JSON.stringify(order) !== JSON.stringify(seen))) body.replaceChildren(...show(order));
    } catch (problem) {
      lost = true;
      if (!signal.aborted) body.replaceChildren(trouble(problem));
    }
  });
}

// Points move at the end of a period, or when somebody pays or redeems: not every other second.
const calm = ({ state, brought }) => state === "closed" || (state === "settled" && !brought.claim);

function draw(order) {
  return [
    h("section", { class: "card" },
      h("div", { class: "row" }, h("strong", { class: "clip" }, say(order.store_name)), h("span", { class: "badge" }, t(`state_${order.state}`))),
      h("p", { class: "big" }, yuan(order.amount_fen)),
      order.coupon_fen > 0 && h("p", {}, t(order.coupon_fen < order.amount_fen ? "paidWith" : "paidByCoupons", { coupons: yuan(order.coupon_fen), rest: yuan(order.amount_fen - order.coupon_fen) })),
      h("p", { class: "small soft" }, `${t("orderNo")} ${order.order_id ?? "—"}${order.paid_at ? ` · ${when(order.paid_at)}` : ""}`)),
    ...broughtCards(order.brought),
    order.state !== "closed" && h("section", { class: "card" }, steps(order)),
    refundCard(order),
    h("p", { class: "small soft" }, t(hint(order))),
  ].filter(Boolean);
}

function hint({ state, brought }) {
  if (state === "closed") return "lapsed";
  if (brought.claim) return brought.claim.weekday_pool ? "waitingPool" : "waiting";
  return brought.grant ? "waitingPeriod" : brought.entry ? "waitingPoints" : "waitingAny";
}

function steps({ state, brought }) {
  const reached = STEPS.indexOf(state);
  const queued = brought.claim && !brought.claim.weekday_pool;
  return h("ol", { class: "steps" }, STEPS.map((step, index) =>
    h("li", { class: index <= reached ? "done" : "", "aria-current": index === reached ? "step" : null },
      t(index === reached && step === "settled" && !queued ? "state_settled" : `${index < reached ? "state" : index === reached ? "step" : "next"}_${step}`))));
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
