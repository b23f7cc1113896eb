// How the page says things: `t(key, {name: value})` takes a text of `words*.js` and fills {name}.
import { WORDS } from "./words.js";
import { AROUND } from "./words_around.js";
import { PROGRAMS } from "./words_programs.js";

const TEXTS = {
  zh: { ...WORDS.zh, ...PROGRAMS.zh, ...AROUND.zh },
  en: { ...WORDS.en, ...PROGRAMS.en, ...AROUND.en },
};

let language = localStorage.getItem("language") || "zh";

export const lang = () => language;
export const locale = () => (language === "zh" ? "zh-CN" : "en");

export function setLanguage(next) {
  language = next;
  localStorage.setItem("language", next);
  document.documentElement.lang = locale();
}

export function t(key, values = {}) {
  const text = TEXTS[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "—");
}

// The product may say a sentence as text, as {zh, en} or as {text}.
export function say(thing) {
  if (typeof thing === "string") return thing;
  if (thing && typeof thing === "object") return say(thing[language] ?? thing.zh ?? thing.text ?? "");
  return thing == null ? "—" : String(thing);
}

export function yuan(fen) {
  if (!Number.isInteger(fen)) return "—";
  const whole = Math.trunc(Math.abs(fen) / 100), rest = String(Math.abs(fen) % 100).padStart(2, "0");
  return `${fen < 0 ? "−" : ""}¥${whole}.${rest}`;
}

export function share(bp) {
  return Number.isInteger(bp) ? `${bp / 100}%` : "—";
}

// "35.80" → 3580, without floating point; null for anything else.
export function toFen(text) {
  const found = /^(\d{1,6})(?:[.。](\d{0,2}))?$/.exec(text.trim());
  return found ? Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0")) : null;
}

export function when(text) {
  const date = new Date(text);
  if (!text || Number.isNaN(date.valueOf())) return "—";
  return date.toLocaleString(locale(), { timeZone: "Asia/Shanghai", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
}

export function day(text) {
  const date = new Date(text);
  if (!text || Number.isNaN(date.valueOf())) return "—";
  return date.toLocaleDateString(locale(), { timeZone: "Asia/Shanghai", year: "numeric", month: "numeric", day: "numeric" });
}

// Points are counted in hundredths: 1234 → "12.34".
export function points(hundredths) {
  return Number.isInteger(hundredths) ? yuan(hundredths).replace("¥", "") : "—";
}

// The price of a point, in 10⁻⁸ fen: 160205998000 → "¥16.0205".
export function price(e8) {
  if (!Number.isInteger(e8)) return "—";
  const parts = BigInt(e8) / 1_000_000n;
  return `¥${parts / 10_000n}.${String(parts % 10_000n).padStart(4, "0")}`;
}
