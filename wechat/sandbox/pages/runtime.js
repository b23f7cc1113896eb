// What the mini-program runtime gives an app: wx.login, wx.request, wx.requestPayment.
import { locale, t } from "./texts.js";

export class Problem extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

let shopper = JSON.parse(sessionStorage.getItem("shopper") || "null");
const tokens = new Map(), numbers = new Map();

export const current = () => shopper;

// Under which number the product knows whoever holds the phone; known once they are logged in.
export const ownNumber = () => numbers.get(shopper?.openid);

export function become(person) {
  shopper = { openid: person.openid, nickname: person.nickname };
  sessionStorage.setItem("shopper", JSON.stringify(shopper));
}

async function ask(method, path, body, headers = {}) {
  let answer;
  try {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    if (body !== undefined) headers = { ...headers, "Content-Type": "application/json" };
    answer = await fetch(path, { method, headers, ...content });
  } catch {
    throw new Problem(0, "offline", t("offline"));
  }
  const parsed = await answer.json().catch(() => null);
  if (!answer.ok) throw new Problem(answer.status, parsed?.code ?? `http_${answer.status}`, parsed?.message ?? t("offline"));
  return parsed ?? {};
}

// WeChat's own side of the phone.
export const wechat = (method, path, body) => ask(method, `/sandbox${path}`, body);

async function login() {
  const { code } = await wechat("POST", "/login", { openid: shopper.openid });
  const { token, consumer_id } = await ask("POST", "/phone/api/v1/consumer/login", { code }, { "Accept-Language": locale() });
  tokens.set(shopper.openid, token);
  numbers.set(shopper.openid, consumer_id);
  return token;
}

// wx.request to the product, logged in as the current shopper; a dead token is renewed once.
export async function request(method, path, body, more = {}) {
  if (!shopper) throw new Problem(0, "no_shopper", t("needShopper"));
  const send = (token) => ask(method, `/phone/api/v1/consumer${path}`, body, { ...more, Authorization: `Bearer ${token}`, "Accept-Language": locale() });
  const known = tokens.get(shopper.openid);
  try {
    return await send(known ?? (await login()));
  } catch (problem) {
    if (problem.status !== 401 || !known) throw problem;
    return send(await login());
  }
}

// wx.requestPayment: WeChat checks the signature and takes the money.
export const requestPayment = (payment) => wechat("POST", "/pay", { openid: shopper.openid, payment });

// wx.requestMerchantTransfer: WeChat opens the transfer that it recognises; success only says "shown".
export const requestMerchantTransfer = (transfer) => wechat("POST", "/transfers/show", { openid: shopper.openid, transfer });

// One key per attempt to buy, so that a second tap can't buy twice.
export function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
