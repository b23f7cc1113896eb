// Which section is open; the market's time in the corner.
import { every, h } from "./dom.js";
import { wechat } from "./runtime.js";
import { lang, setLanguage, t, when } from "./texts.js";
import { word } from "./control_texts.js";
import { clockView } from "./control_clock.js";
import { faultsView } from "./control_faults.js";
import { peopleView } from "./control_people.js";
import { orderView, ordersView } from "./control_orders.js";
import { callsView, noticesView, transfersView } from "./control_lists.js";

const VIEWS = { clock: clockView, faults: faultsView, people: peopleView, orders: ordersView, order: orderView, transfers: transfersView, notices: noticesView, calls: callsView };
const SECTIONS = ["clock", "faults", "people", "orders", "transfers", "notices", "calls"];
const main = document.getElementById("main");
let leaving = new AbortController();

function route(focus = true) {
  leaving.abort();
  leaving = new AbortController();
  const [wanted, ...rest] = location.hash.slice(1).split("/");
  const name = VIEWS[wanted] ? wanted : "clock";
  main.replaceChildren();
  VIEWS[name](main, leaving.signal, decodeURIComponent(rest.join("/")));
  frame(name === "order" ? "orders" : name);
  if (focus) (main.querySelector("h1") ?? main).focus();
  window.scrollTo(0, 0);
}

function frame(open) {
  document.title = `${word(open)} · ${word("title")}`;
  document.documentElement.lang = lang() === "en" ? "en" : "zh-CN";
  document.getElementById("name").textContent = word("title");
  const language = document.getElementById("language");
  language.textContent = t("other");
  language.setAttribute("aria-label", t("otherLabel"));
  const sections = document.getElementById("sections");
  sections.setAttribute("aria-label", word("sections"));
  sections.replaceChildren(...SECTIONS.map((name) =>
    h("a", { href: `#${name}`, "aria-current": name === open ? "page" : null }, word(name))));
  const current = sections.querySelector("[aria-current]");
  sections.scrollLeft = current.offsetLeft - sections.clientWidth / 2 + current.clientWidth / 2;
}

async function tick() {
  const now = document.getElementById("now");
  try {
    now.textContent = when((await wechat("GET", "/clock")).now);
  } catch {
    now.textContent = "—";
  }
}

document.getElementById("language").addEventListener("click", () => {
  setLanguage(lang() === "en" ? "zh" : "en");
  route(false);
});
addEventListener("hashchange", () => route());
document.addEventListener("driven", tick);
every(2000, new AbortController().signal, tick);
tick();
route(false);
