// 确认收货 in WeChat's own orders page: only programs whose trade WeChat manages have any.
import { h, toast } from "./dom.js";
import { current, wechat } from "./runtime.js";
import { t, yuan } from "./texts.js";

export async function receiptsCard(again) {
  const { receipts } = await wechat("GET", `/receipts?openid=${encodeURIComponent(current().openid)}`);
  if (!receipts.length) return null;
  return [h("h2", {}, t("receiptsWaiting")), h("ul", { class: "list" }, receipts.map((one) => h("li", {}, entry(one, again))))];
}

function entry(one, again) {
  const confirm = async (event) => {
    event.target.disabled = true;
    try {
      await wechat("POST", "/receipts", { openid: current().openid, out_trade_no: one.out_trade_no });
    } catch (problem) {
      toast(problem.message);
    }
    again();
  };
  return h("div", { class: "item" },
    h("span", { class: "grow" }, h("div", { class: "clip" }, `${one.store} · ${yuan(one.amount_fen)}`), h("div", { class: "small soft" }, one.words)),
    h("button", { type: "button", class: "button small-button", onclick: confirm }, t("confirmReceipt")));
}
