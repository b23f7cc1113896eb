// Who is in which condition: shoppers and merchants, found by name, changed by a tick.
import { blank, h, load, title } from "./dom.js";
import { wechat } from "./runtime.js";
import { yuan } from "./texts.js";
import { word } from "./control_texts.js";
import { attempt, field } from "./control_parts.js";

const MOST = 20;

export function peopleView(main, signal) {
  const search = h("input", { type: "search", autocapitalize: "off", spellcheck: "false" });
  const shoppers = h("section"), merchants = h("section");
  const show = () => {
    const sought = encodeURIComponent(search.value.trim());
    load(shoppers, signal, () => wechat("GET", `/shoppers?limit=${MOST}&q=${sought}`), (seen) => people("shoppers", seen.shoppers, seen.known_flags));
    load(merchants, signal, () => wechat("GET", `/merchants?limit=${MOST}&q=${sought}`), (seen) => people("merchants", seen.merchants, seen.known_flags));
  };
  main.append(title(word("people")),
    h("form", { class: "card", onsubmit: (event) => { event.preventDefault(); show(); } }, field(word("search"), search)),
    h("h2", {}, word("shoppers")), shoppers, h("h2", {}, word("merchants")), merchants);
  show();
}

function people(kind, found, flags) {
  if (!found.length) return blank("∅", word("nobody"), word("nobodyHint"));
  return h("ul", { class: "list" }, found.map((one) => h("li", {}, person(kind, one, flags))));
}

function person(kind, one, flags) {
  const shopper = kind === "shoppers";
  const name = shopper ? one.nickname || one.openid : one.name;
  const condition = (now) => now.length ? now.map(word).join(" · ") : word("healthy");
  const badge = h("span", { class: one.flags.length ? "badge off" : "badge" }, condition(one.flags));
  const boxes = flags.map((flag) => h("input", { type: "checkbox", name: flag, checked: one.flags.includes(flag) }));
  const switches = shopper ? [] : ["return_switch", "split_allowed"].map((flag) => h("input", { type: "checkbox", name: flag, checked: one[flag] }));
  const save = async (event) => {
    event.preventDefault();
    const now = boxes.filter((box) => box.checked).map((box) => box.name);
    const wish = { [shopper ? "openid" : "sub_mchid"]: shopper ? one.openid : one.sub_mchid, flags: now };
    for (const box of switches) wish[box.name] = box.checked;
    if (!(await attempt(() => wechat("POST", `/${kind}`, wish), word("saved")))) return;
    badge.textContent = condition(now);
    badge.className = now.length ? "badge off" : "badge";
  };
  const tick = (box, words) => h("label", {}, box, words);
  return h("details", { class: "item-details" },
    h("summary", { class: "item" }, h("span", { class: "grow clip" }, name), h("span", { class: "money soft small" }, yuan(shopper ? one.balance_fen : one.available_fen)), badge),
    h("form", { class: "card", onsubmit: save }, h("code", { class: "small soft" }, shopper ? one.openid : one.sub_mchid),
      h("fieldset", { class: "checks" }, h("legend", { class: "soft small" }, word("flags")), boxes.map((box, at) => tick(box, word(flags[at]))),
        switches.map((box) => tick(box, word(box.name === "return_switch" ? "returnSwitch" : "splitAllowed")))),
      h("button", { class: "button" }, word("set"))));
}
