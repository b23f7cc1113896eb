// Tables, fields and deeds that tell whether they worked.
import { h, toast } from "./dom.js";
import { t } from "./texts.js";
import { word } from "./control_texts.js";

// `columns`: [heading, cell(row), "number"?]
export function grid(caption, rows, columns) {
  const kind = (column) => (column[2] ? { class: "number" } : {});
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, columns.map((column) => h("th", { scope: "col", ...kind(column) }, column[0])))),
      h("tbody", {}, rows.map((row) => h("tr", {}, columns.map((column) => h("td", kind(column), column[1](row) ?? "")))))));
}

export function field(label, input, hint) {
  const id = `f-${Math.random().toString(36).slice(2, 9)}`;
  input.id = id;
  if (hint) input.setAttribute("aria-describedby", `${id}-hint`);
  return h("div", { class: "field" }, h("label", { for: id }, label), input, hint && h("span", { class: "small soft", id: `${id}-hint` }, hint));
}

export const button = (text, deed, plain = true) =>
  h("button", { type: "button", class: plain ? "button plain" : "button", onclick: deed }, text);

// Do it; say that it worked, or why not.
export async function attempt(deed, done) {
  try {
    const answer = await deed();
    if (done) toast(done);
    return answer;
  } catch (problem) {
    toast(problem.message || t("offline"));
    return null;
  }
}

export const state = (text) => h("span", { class: /SUCCESS|FINISHED|delivered|AVAILABLE/.test(text) ? "badge" : "badge off" }, word(text));
