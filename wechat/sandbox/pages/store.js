// A store with its till and its rule: looked up, or its code scanned, which may bind whoever scans.
import { back, h, load, says, title } from "./dom.js";
import { request } from "./runtime.js";
import { lang, say, share, t } from "./texts.js";
import { till } from "./till.js";

export const storeView = (main, scene, signal) => view(main, scene, signal, "#discover", () => request("GET", `/stores/${encodeURIComponent(scene)}`));
export const scannedView = (main, scene, signal) => view(main, scene, signal, "#scan", () => request("POST", `/stores/${encodeURIComponent(scene)}/scan`, {}));

function view(main, scene, signal, from, ask) {
  const body = h("div", { class: "bones" });
  main.append(back(from), body);
  load(body, signal, ask, ({ store = {}, rule = {} }) => [head(store), till(scene, store, signal), ruleCard(rule)]);
}

function head(store) {
  const facts = [store.region_name, store.industry].filter(Boolean).map(say).join(" · ");
  return h("section", { class: "card" },
    h("div", { class: "row" }, title(say(store.name)), h("span", { class: store.open === false ? "badge off" : "badge" }, t(store.open === false ? "closed" : "opened"))),
    h("p", { class: "soft" }, facts || "—"),
    h("p", {}, h("span", { class: "badge" }, t("discount", { share: share(store.discount_bp) }))));
}

// The text is sections with an empty line between them; a section's first line is its heading.
function ruleCard(rule) {
  const sections = (rule.text?.[lang()] ?? "").split("\n\n").map((section) => section.split("\n"));
  return h("details", { class: "card" },
    h("summary", {}, t("rule")),
    ...sections.map(([heading, ...lines]) => h("section", {}, h("h2", {}, heading), says(lines))),
    h("p", { class: "small soft" }, [rule.program, t("version", { v: rule.version })].filter(Boolean).join(" · ")),
    h("pre", {}, `${t("hash")} ${rule.hash ?? "—"}`),
    h("pre", {}, rule.report_hash ? `${t("report")} ${rule.report_hash}` : t("unplayed")));
}
