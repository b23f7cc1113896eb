// What goes wrong on purpose: what is in force, named days, and a rule of one's own.
import { blank, h, load, title } from "./dom.js";
import { wechat } from "./runtime.js";
import { lang } from "./texts.js";
import { word } from "./control_texts.js";
import { attempt, button, field, grid } from "./control_parts.js";

const CALLS = ["429", "error_500", "error_500_done", "gateway_page", "accepted_202", "timeout_after_accept", "reset", "reset_done", "delay", "not_enough", "stale_answer", "token_revoked"];
const NOTICES = ["duplicate", "late", "reorder", "forged", "tampered", "stale", "signtest", "lost"];
const PLACES = ["*", "order.*", "order.create", "split.*", "split.create", "split.query", "split.unfreeze", "return.*", "refund.*", "refund.create", "transfer.*", "transfer.create", "receiver.*", "bill.*", "mini.*", "callback", "line"];
const REASONS = ["ACCOUNT_ABNORMAL", "NO_RELATION", "RECEIVER_HIGH_RISK", "RECEIVER_REAL_NAME_NOT_VERIFIED", "NO_AUTH", "RECEIVER_RECEIPT_LIMIT", "PAYER_ACCOUNT_ABNORMAL", "INVALID_REQUEST"];

export function faultsView(main, signal) {
  const inForce = h("section", { class: "card" }), days = h("section"), rule = h("section", { class: "card" });
  main.append(title(word("faults")), inForce, h("h2", {}, word("scenarios")), days, rule);
  const show = () => load(inForce, signal, () => wechat("GET", "/faults"), (seen) => troubles(seen, show));
  show();
  load(days, signal, () => wechat("GET", "/scenarios"), (seen) => named(seen.scenarios, show));
  rule.append(h("h2", {}, word("add")), form(show));
}

function troubles(seen, show) {
  const clear = async () => { if (await attempt(() => wechat("DELETE", "/faults"), word("cleared"))) show(); };
  const rates = async () => { if (await attempt(() => wechat("POST", "/limits", { on: !seen.limits.on }))) show(); };
  const limits = h("p", {}, word(seen.limits.on ? "limitsOn" : "limitsOff"), seen.limits.on && h("span", { class: "soft small" },
    ` · ${Object.entries(seen.limits.per_second).map(([name, rate]) => `${name} ${rate} ${word("perSecond")}`).join(" · ")}`));
  const table = seen.faults.length
    ? grid(word("inForce"), seen.faults, [
      [word("kind"), (one) => h("span", {}, word(one.kind), one.kind === "line_closed" && h("code", {}, ` ${one.reason}`))],
      [word("match"), (one) => h("code", {}, one.match)],
      [word("probability"), (one) => `${+(one.probability * 100).toFixed(2)}%`, "number"],
      [word("times"), (one) => (one.times == null ? word("forEver") : String(one.times)), "number"],
      [word("struck"), (one) => String(one.struck), "number"]])
    : blank("✓", word("noFaults"), word("noFaultsHint"));
  return [table, limits, h("div", { class: "buttons" }, button(word("clear"), clear), button(word(seen.limits.on ? "noLimits" : "limits"), rates), button(word("refresh"), show))];
}

function named(scenarios, show) {
  const bring = async (name) => { if (await attempt(() => wechat("POST", `/scenarios/${name}`, { seed: 1 }), word("brought"))) show(); };
  const zh = lang() !== "en";
  return h("div", { class: "cards" }, Object.entries(scenarios).map(([name, day]) =>
    h("div", { class: "card" }, h("strong", {}, zh ? day.name_zh : day.name_en), h("p", { class: "soft" }, zh ? day.words_zh : day.words_en),
      button(`${word("bring")} · ${name}`, () => bring(name)))));
}

function form(show) {
  const options = (kinds) => kinds.map((kind) => h("option", { value: kind }, `${word(kind)} · ${kind}`));
  const kind = h("select", {}, h("optgroup", { label: word("atCalls") }, options(CALLS)), h("optgroup", { label: word("atNotices") }, options(NOTICES)), h("optgroup", { label: word("atLines") }, options(["line_closed"])));
  const match = h("input", { list: "places", value: "*", required: true, autocapitalize: "off", spellcheck: "false" });
  const probability = h("input", { type: "number", min: "0.01", max: "100", step: "0.01", value: "100", required: true });
  const times = h("input", { type: "number", min: "1", step: "1", value: "1" });
  const seconds = h("input", { type: "number", min: "0", max: "86400", step: "0.1", value: "10", required: true });
  const lasts = h("input", { type: "number", min: "1", step: "1" });
  const reason = h("select", {}, REASONS.map((one) => h("option", { value: one }, one)));
  const why = field(word("reason"), reason);
  why.hidden = true;
  kind.addEventListener("change", () => {
    why.hidden = kind.value !== "line_closed";
    match.value = NOTICES.includes(kind.value) ? "callback" : kind.value === "line_closed" ? "line" : kind.value === "token_revoked" ? "mini.*" : "*";
  });
  const add = async (event) => {
    event.preventDefault();
    const wish = { kind: kind.value, match: match.value, probability: Number(probability.value) / 100, times: times.value ? Number(times.value) : null, seconds: Number(seconds.value), lasts_seconds: lasts.value ? Number(lasts.value) : null, reason: reason.value };
    if (await attempt(() => wechat("POST", "/faults", wish), word("added"))) show();
  };
  return h("form", { onsubmit: add },
    h("div", { class: "fields" }, field(word("kind"), kind), why, field(word("match"), match, word("matchHint")), field(word("probability"), probability), field(word("times"), times, word("timesHint")), field(word("seconds"), seconds, word("secondsHint")), field(word("lasts"), lasts, word("timesHint"))),
    h("datalist", { id: "places" }, PLACES.map((one) => h("option", { value: one }))),
    h("p", {}, h("button", { class: "button" }, word("add"))));
}
