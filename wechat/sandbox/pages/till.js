// Paying at a store: the amount, the quote, coupons if there are any, and WeChat's sheet for the rest.
import { choice, payable } from "./coupons.js";
import { h, load, trouble } from "./dom.js";
import { quoteParts } from "./quote.js";
import { freshKey, request, requestPayment } from "./runtime.js";
import { say, t, toFen, yuan } from "./texts.js";

const SOON = 300;

export function till(scene, store, signal) {
  const shut = store.open === false;
  const sale = { scene, fen: null, coupons: { on: false, fen: 0 }, key: freshKey(), store };
  const place = h("div", { class: "quote", "aria-live": "polite" }, h("p", { class: "soft" }, t("quoteFirst")));
  const button = h("button", { type: "submit", class: "button", disabled: true }, t("pay", { money: "" }));
  const input = h("input", { id: "amount", inputmode: "decimal", autocomplete: "off", placeholder: "0.00", "aria-describedby": "amount-hint", disabled: shut });
  const desk = { sale, place, button, signal };
  let timer;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    Object.assign(sale, { fen: toFen(input.value), key: freshKey(), known: false });
    label(desk);
    if (sale.fen) timer = setTimeout(() => ask(desk), SOON);
    else place.replaceChildren(h("p", { class: "soft" }, t(input.value ? "badAmount" : "quoteFirst")));
  });
  return h("form", { class: "card", onsubmit: (event) => { event.preventDefault(); submit(desk); } },
    h("label", { for: "amount" }, t("amount")),
    h("div", { class: "amount" }, h("span", { "aria-hidden": "true" }, "¥"), input),
    h("p", { class: "small soft", id: "amount-hint" }, t("amountHint")),
    h("h2", {}, t("quoteTitle")), place, button);
}

// What coupons leave for WeChat; null while what was typed can't be paid.
const rest = (sale) => (sale.fen && payable(sale.coupons) ? sale.fen - (sale.coupons.on ? sale.coupons.fen : 0) : null);

function label({ sale, button }) {
  const left = rest(sale);
  button.disabled = !sale.known || left === null;
  button.textContent = left === 0 ? t("payByCoupons", { money: yuan(sale.fen) }) : t("pay", { money: left === null ? "" : yuan(left) });
}

function ask(desk) {
  const { sale, place, signal } = desk, fen = sale.fen;
  load(place, signal, () => request("POST", "/quotes", { scene: sale.scene, amount_fen: fen }), (quote) => {
    sale.known = sale.fen === fen;
    const coupons = choice(quote.coupon_fen ?? 0, fen, sale.coupons, () => { sale.key = freshKey(); label(desk); });
    label(desk);
    return [...quoteParts(quote), coupons].filter(Boolean);
  });
}

function submit(desk) {
  if (rest(desk.sale) === 0) pay(desk);
  else confirmPay(desk);
}

function confirmPay(desk) {
  const { sale } = desk, sheet = document.getElementById("sheet");
  const deed = h("button", { type: "button", class: "button" }, t("confirm"));
  deed.addEventListener("click", async () => {
    deed.disabled = true;
    deed.textContent = t("paying");
    await pay(desk);
    sheet.close();
  });
  const used = sale.coupons.on && sale.coupons.fen;
  sheet.replaceChildren(...[
    h("p", { id: "sheet-title" }, t("payTo", { store: say(sale.store.name) })),
    h("p", { class: "big" }, yuan(rest(sale))),
    used && h("p", { class: "small soft" }, t("afterCoupons", { bill: yuan(sale.fen), money: yuan(used) })),
    h("p", { class: "small soft" }, t("method")), deed,
    h("button", { type: "button", class: "button plain", onclick: () => sheet.close() }, t("cancel"))].filter(Boolean));
  sheet.showModal();
}

async function pay(desk) {
  const { sale, button, place } = desk;
  button.disabled = true;
  try {
    await buy(sale);
  } catch (problem) {
    place.replaceChildren(trouble(problem, () => ask(desk)));
  }
}

// Where coupons pay the whole bill there is no sheet: WeChat never hears of the order.
async function buy({ scene, fen, coupons, key }) {
  const used = coupons.on && coupons.fen ? { coupon_fen: coupons.fen } : {};
  const order = await request("POST", "/orders", { scene, amount_fen: fen, ...used }, { "Idempotency-Key": key });
  if (order.payment) await requestPayment(order.payment);
  location.hash = `#order/${encodeURIComponent(order.order_id)}`;
}
