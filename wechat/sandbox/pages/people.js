// Who holds the phone.
import { back, blank, h, load, title, toast } from "./dom.js";
import { become, current, freshKey, wechat } from "./runtime.js";
import { t, yuan } from "./texts.js";

export function peopleView(main, _, signal) {
  const found = h("div", {});
  const input = h("input", { type: "search", id: "find", autocomplete: "off", oninput: () => search() });
  let timer;
  const search = () => {
    clearTimeout(timer);
    timer = setTimeout(() => list(found, input.value, signal), 150);
  };
  main.append(...[
    current() && back("#scan"),
    title(t("pick")),
    h("p", { class: "soft" }, t("pickHint")),
    h("div", { class: "field" }, h("label", { for: "find" }, t("search")), input),
    found,
    h("button", { type: "button", class: "button plain", onclick: create }, t("create")),
  ].filter(Boolean));
  list(found, "", signal);
}

function list(place, sought, signal) {
  load(place, signal, () => wechat("GET", `/shoppers?limit=30&q=${encodeURIComponent(sought)}`), ({ shoppers = [] }) =>
    shoppers.length
      ? h("ul", { class: "list" }, shoppers.map((person) => h("li", {}, entry(person))))
      : blank("人", t(sought ? "nobodyFound" : "nobody")));
}

function entry(person) {
  const name = person.nickname || person.openid;
  return h("button", { type: "button", class: "item", onclick: () => enter(person) },
    h("span", { class: "face", "aria-hidden": "true" }, [...name][0]),
    h("span", { class: "grow" }, h("div", { class: "clip" }, name), h("div", { class: "small soft clip" }, person.openid)),
    h("span", { class: "money soft" }, yuan(person.balance_fen)));
}

function enter(person) {
  become(person);
  if (["", "#people"].includes(location.hash)) location.hash = "scan";
  else window.dispatchEvent(new HashChangeEvent("hashchange"));
}

async function create() {
  const person = { openid: `o-phone-${freshKey().slice(0, 12)}`, nickname: t("newName") };
  try {
    await wechat("POST", "/shoppers", person);
    enter(person);
  } catch (problem) {
    toast(problem.message);
  }
}
