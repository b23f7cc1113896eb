// WeChat's own side: 零钱 with what landed when, and 服务通知.
import { blank, h, load, title } from "./dom.js";
import { receiptsCard } from "./receipts.js";
import { current, wechat } from "./runtime.js";
import { t, when, yuan } from "./texts.js";

export function wechatView(main, _, signal) {
  const body = h("div", { class: "bones" });
  const show = () => load(body, signal, async () => ({ shopper: await wechat("GET", `/shoppers/${encodeURIComponent(current().openid)}`), receipts: await receiptsCard(show) }), draw);
  main.append(title(t("wechat")), body);
  show();
  document.addEventListener("landed", show, { signal });
}

function draw({ shopper, receipts }) {
  const packets = shopper.packets ?? [], messages = shopper.messages ?? [];
  return [
    h("section", { class: "card packet" }, h("p", { class: "soft" }, t("change")), h("p", { class: "big" }, yuan(shopper.balance_fen))),
    ...(receipts ?? []),
    h("h2", {}, t("landed")),
    packets.length ? h("ul", { class: "list" }, packets.map((packet) => h("li", {}, landed(packet)))) : blank("零", t("nothingLanded"), t("nothingLandedHint")),
    h("h2", {}, t("notices")),
    messages.length ? h("ul", { class: "list" }, messages.map((message) => h("li", {}, notice(message)))) : blank("信", t("noNotices")),
  ];
}

function landed(packet) {
  return h("div", { class: "item" },
    h("span", { class: "grow" }, h("div", { class: "clip" }, packet.description || t("from", { m: packet.sub_mchid })), h("div", { class: "small soft" }, when(packet.received_at))),
    h("strong", { class: "money" }, `+${yuan(packet.amount_fen)}`));
}

function notice(message) {
  const values = Object.values(message.data ?? {}).join(" · ");
  return h("div", { class: "item" },
    h("span", { class: "grow" }, h("strong", {}, message.title), h("div", {}, values), h("div", { class: "small soft" }, when(message.received_at))));
}
