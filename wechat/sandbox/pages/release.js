// What midnights released to one, and why it was so much.
import { back, figures, h, load, more, says, title } from "./dom.js";
import { bars } from "./plot.js";
import { request } from "./runtime.js";
import { say, share, t, when, yuan } from "./texts.js";

const PLOTTED = 6;

export function releasesCard(releases) {
  if (!releases?.length) return null;
  const list = h("ul", { class: "list" }, releases.map(entry));
  const last = releases.slice(0, PLOTTED).reverse();
  return h("section", { class: "bones" },
    h("h2", {}, t("releases")),
    h("div", { class: "card" }, bars(t("plotReleases"), last.map((one) => [one.day, one.amount_fen, yuan(one.amount_fen), "own"]))),
    list,
    more(releases.length < 10 ? null : releases.at(-1).day, (day) => request("GET", `/releases?cursor=${day}`), (page) => list.append(...page.releases.map(entry))));
}

function entry(one) {
  return h("li", {}, h("a", { class: "item", href: `#release/${encodeURIComponent(one.day)}` },
    h("span", { class: "grow" }, h("div", {}, t("midnight", { day: one.day })), h("div", { class: "small soft" }, when(one.released_at))),
    one.covered_fen ? h("span", { class: "badge off" }, t("covered")) : null,
    h("strong", { class: "money" }, yuan(one.amount_fen))));
}

export function releaseView(main, day, signal) {
  const body = h("div", { class: "bones" });
  main.append(back("#wallet"), title(t("midnight", { day })), body);
  load(body, signal, () => request("GET", `/releases/${encodeURIComponent(day)}`), (release) => [
    h("section", { class: "card packet" }, h("p", { class: "big" }, yuan(release.amount_fen)),
      release.covered_fen ? h("p", { class: "small soft" }, t("coveredPart", { money: yuan(release.covered_fen) })) : null),
    h("section", { class: "card" },
      bars(t("plotRelease"), [
        [t("poolThen"), release.pool_fen, yuan(release.pool_fen), "plan"],
        [t("sharedThen"), release.fund_fen, yuan(release.fund_fen), "fund"],
        [t("yours"), release.amount_fen, yuan(release.amount_fen), "own"]]),
      figures([[t("rateThen"), share(release.release_bp)], [t("claimsThen"), String(release.claims)]])),
    ...release.own.map(part),
  ]);
}

function part(one) {
  return h("section", { class: "card" },
    h("p", { class: "row" }, h("span", { class: "small soft clip grow" }, one.claim_id), h("strong", { class: "money" }, yuan(one.amount_fen))),
    says(one.sentences.map(say)));
}
