// Market time, driven forward; and the clock of the signatures, set wrong.
import { h, load, title } from "./dom.js";
import { wechat } from "./runtime.js";
import { when } from "./texts.js";
import { word } from "./control_texts.js";
import { attempt, button, field } from "./control_parts.js";

const STEPS = [["minutes10", 600], ["hour1", 3600], ["hours6", 21600], ["day1", 86400], ["day30", 2592000]];

export function clockView(main, signal) {
  const place = h("div", { class: "card" }), wrong = h("div", { class: "card" });
  main.append(title(word("clock")), place, wrong);
  const show = () => load(place, signal, () => wechat("GET", "/clock"), (seen) => market(seen, show));
  show();
  load(wrong, signal, () => wechat("GET", "/faults"), skew);
}

function market(seen, show) {
  const drive = async (wish) => {
    if (await attempt(() => wechat("POST", "/clock", wish))) {
      document.dispatchEvent(new CustomEvent("driven"));
      show();
    }
  };
  const facts = [h("p", { class: "soft small" }, word("marketTime")), h("p", { class: "big" }, when(seen.now))];
  if (!seen.driven) return [...facts, h("p", {}, word("notDriven"))];
  const input = h("input", { type: "datetime-local", step: "1", required: true, value: seen.now.slice(0, 19) });
  return [...facts, h("p", { class: "soft small" }, word("driven")),
    h("h2", {}, word("forward")),
    h("div", { class: "buttons" }, STEPS.map(([name, seconds]) => button(word(name), () => drive({ advance_seconds: seconds })))),
    h("form", { class: "fields", onsubmit: (event) => { event.preventDefault(); drive({ now: `${withSeconds(input.value)}+08:00` }); } },
      field(word("driveTo"), input, word("driveHint")),
      h("div", { class: "field" }, h("span", { "aria-hidden": "true" }, "\u00a0"), h("button", { class: "button" }, word("drive"))))];
}

const withSeconds = (text) => (text.length === 16 ? `${text}:00` : text);

function skew(seen) {
  const input = h("input", { type: "number", min: "-86400", max: "86400", step: "1", value: String(seen.skew_seconds), required: true });
  const set = (event) => {
    event.preventDefault();
    attempt(() => wechat("POST", "/skew", { seconds: Number(input.value) }), word("set"));
  };
  return h("form", { class: "fields", onsubmit: set }, field(word("skew"), input, word("skewHint")),
    h("div", { class: "field" }, h("span", { "aria-hidden": "true" }, "\u00a0"), h("button", { class: "button" }, word("set"))));
}
