// Coupons at the till: a switch, and how much of the bill they pay. In the wallet: how many there are.
import { h } from "./dom.js";
import { t, toFen, yuan } from "./texts.js";

const plain = (fen) => (fen / 100).toFixed(2);

export const payable = (coupons) => !coupons.on || coupons.fen > 0;

// At most `most` of the bill; `coupons` is {on, fen}, kept while the bill is changed.
export function choice(most, bill, coupons, changed) {
  if (!most) {
    Object.assign(coupons, { on: false, fen: 0 });
    return null;
  }
  Object.assign(coupons, { fen: most });
  const left = h("p", { class: "small soft", id: "coupons-left" });
  const input = h("input", { id: "coupons-fen", inputmode: "decimal", autocomplete: "off", value: plain(most), "aria-describedby": "coupons-left" });
  const amount = h("div", { class: "field" }, h("label", { for: "coupons-fen" }, t("couponsAmount", { money: yuan(most) })), input, left);
  const box = h("input", { type: "checkbox", role: "switch", class: "switch", checked: coupons.on });
  const show = () => {
    amount.hidden = !coupons.on;
    left.textContent = coupons.fen ? t(coupons.fen === bill ? "couponsPayAll" : "couponsLeave", { money: yuan(bill - coupons.fen) }) : t("couponsBad", { money: yuan(most) });
    changed();
  };
  box.addEventListener("change", () => { coupons.on = box.checked; show(); });
  input.addEventListener("input", () => {
    const fen = toFen(input.value);
    coupons.fen = fen && fen <= most ? fen : 0;
    show();
  });
  show();
  return h("div", { class: "coupons" }, h("label", { class: "row" }, h("span", { class: "grow" }, t("couponsUse")), box), amount);
}

// In the wallet: how many there are, and the way to where they pay.
export function purseCard(purse) {
  if (!purse || !(purse.received_fen || purse.free_fen || purse.held_fen)) return null;
  return h("a", { class: "card coupon-card", href: "#coupons" },
    h("span", { class: "row" }, h("span", {}, t("coupons")), h("span", { class: "soft", "aria-hidden": "true" }, "›")),
    h("span", { class: "big" }, yuan(purse.free_fen)),
    h("span", { class: "small soft" }, t("couponsMoved", { got: yuan(purse.received_fen), spent: yuan(purse.spent_fen) })));
}
