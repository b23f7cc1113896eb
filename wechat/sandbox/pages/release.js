// What midnights released to one, and why it was so much.
import { back, h, load, says, title } from "./dom.js";
import { request } from "./runtime.js";
import { say, t, when, yuan } from "./texts.js";

export function releasesCard(releases) {
  if (!releases?.length) return null;
  return h("section", {},
    h("h2", {}, t("releases")),
    h("ul", { class: "list" }, releases.map((one) => h("li", {}, entry(one)))));
}

function entry(one) {
  return h("a", { class: "item", href: `#release/${encodeURIComponent(one.day)}` },
    h("span", { class: "grow" }, h("div", {}, t("midnight", { day: one.day })), h("div", { class: "small soft" }, when(one.released_at))),
    one.covered_fen ? h("span", { class: "badge off" }, t("covered")) : null,
    h("strong", { class: "money" }, yuan(one.amount_fen)));
}

export function releaseView(main, day, signal) {
  const body = h("div", { class: "bones" });
  main.append(back("#wallet"), title(t("midnight", { day })), body);
  load(body, signal, () => request("GET", `/releases/${encodeURIComponent(day)}`), (release) => [
    h("section", { class: "card packet" }, h("p", { class: "big" }, yuan(release.amount_fen)),
      release.covered_fen ? h("p", { class: "small soft" }, t("coveredPart", { money: yuan(release.covered_fen) })) : null),
    ...release.own.map(part),
  ]);
}

function part(one) {
  return h("section", { class: "card" },
    h("p", { class: "row" }, h("span", { class: "small soft clip grow" }, one.claim_id), h("strong", { class: "money" }, yuan(one.amount_fen))),
    says(one.sentences.map(say)));
}
