// wx.requestSubscribeMessage: WeChat asks, the shopper answers, the product hears of it twice.
import { h } from "./dom.js";
import { current, request, wechat } from "./runtime.js";
import { t } from "./texts.js";

// Ask about up to three templates; returns {template_id: "accept" | "reject"}.
export function requestSubscribeMessage(choices) {
  return new Promise((answered) => {
    const sheet = document.getElementById("sheet");
    const boxes = choices.map((choice) => h("input", { type: "checkbox", checked: true, value: choice.template_id }));
    const finish = (allowed) => {
      sheet.close();
      answered(Object.fromEntries(boxes.map((box) => [box.value, allowed && box.checked ? "accept" : "reject"])));
    };
    sheet.replaceChildren(
      h("p", { id: "sheet-title" }, t("dialogueTitle")),
      h("ul", { class: "list ticks" }, choices.map((choice, index) => h("li", {}, h("label", { class: "item" }, h("span", { class: "grow" }, choice.title), boxes[index])))),
      h("p", { class: "small soft" }, t("dialogueOnce")),
      h("button", { type: "button", class: "button", onclick: () => finish(true) }, t("allow")),
      h("button", { type: "button", class: "button plain", onclick: () => finish(false) }, t("refuse")));
    sheet.addEventListener("close", () => finish(false), { once: true });
    sheet.showModal();
  });
}

// The whole way: the dialogue, WeChat's own note of it, and the app's report to the product.
export async function subscribe(choices) {
  const results = await requestSubscribeMessage(choices);
  await wechat("POST", "/dialogues", { openid: current().openid, answers: results });
  return request("POST", "/notifications/reports", { results });
}
