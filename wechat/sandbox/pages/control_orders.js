// Orders as WeChat has them, and one of them with its splits and refunds.
import { blank, figures, h, load, title } from "./dom.js";
import { wechat } from "./runtime.js";
import { when, yuan } from "./texts.js";
import { word } from "./control_texts.js";
import { grid, state } from "./control_parts.js";

const STATES = ["", "NOTPAY", "SUCCESS", "REFUND", "CLOSED"];

export function ordersView(main, signal) {
  const place = h("section");
  const pick = h("select", { "aria-label": word("state") }, STATES.map((one) => h("option", { value: one }, word(one || "all"))));
  const show = () => load(place, signal, () => wechat("GET", `/orders?limit=50${pick.value && `&state=${pick.value}`}`), (seen) => table(seen.orders));
  pick.addEventListener("change", show);
  main.append(title(word("orders")), h("div", { class: "fields" }, pick), place);
  show();
}

function table(orders) {
  if (!orders.length) return blank("≡", word("noOrders"), word("noOrdersHint"));
  return grid(word("orders"), orders, [
    [word("number"), (one) => h("a", { href: `#order/${encodeURIComponent(one.out_trade_no)}` }, h("code", {}, one.out_trade_no))],
    [word("state"), (one) => state(one.trade_state)],
    [word("amount"), (one) => yuan(one.amount.total), "number"],
    [word("split"), (one) => yuan(one.split_fen), "number"],
    [word("frozen"), (one) => yuan(one.frozen_fen), "number"],
    [word("refunded"), (one) => yuan(one.refunded_fen), "number"],
    [word("paidAt"), (one) => (one.success_time ? when(one.success_time) : "—")]]);
}

export function orderView(main, signal, number) {
  const place = h("section", { class: "cards-column" });
  main.append(h("a", { class: "back", href: "#orders" }, `‹ ${word("back")}`), title(number), place);
  load(place, signal, () => wechat("GET", `/orders/${encodeURIComponent(number)}`), order);
}

function order(seen) {
  const money = [["amount", seen.amount.total], ["fee", seen.fee_fen], ["split", seen.split_fen], ["frozen", seen.frozen_fen], ["released", seen.released_fen], ["refunded", seen.refunded_fen]];
  const splits = seen.splits.map((one) => h("section", {}, grid(`${one.out_order_no} · ${word(one.state)}`, one.receivers ?? [], [
    [word("receiver"), (line) => h("code", {}, line.account)],
    [word("amount"), (line) => yuan(line.amount), "number"],
    [word("result"), (line) => h("span", {}, state(line.result), line.fail_reason && h("code", {}, ` ${line.fail_reason}`))]])));
  const refunds = seen.refunds.length && grid(word("refunds"), seen.refunds, [
    [word("number"), (one) => h("code", {}, one.out_refund_no)],
    [word("amount"), (one) => yuan(one.amount.refund), "number"],
    [word("state"), (one) => state(one.status)]]);
  return [h("div", { class: "card" }, h("p", {}, state(seen.trade_state)), figures(money.map(([name, fen]) => [word(name), yuan(fen)]))),
    h("h2", {}, word("splits")), splits.length ? splits : h("p", { class: "soft" }, word("noSplits")),
    h("h2", {}, word("refunds")), refunds || h("p", { class: "soft" }, word("noRefunds"))].flat();
}
