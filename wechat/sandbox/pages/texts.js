// Every word of the page, Chinese first. `t(key, {name: value})` fills {name}.
const TEXTS = {
  zh: {
    title: "让利 · 手机", scan: "扫码", orders: "订单", wallet: "钱包", wechat: "微信", other: "EN", otherLabel: "Switch to English",
    pick: "选一位顾客", pickHint: "这是沙箱里的手机：先选是谁在用。", search: "按昵称查找", nobody: "还没有顾客", nobodyFound: "没有这样的顾客",
    create: "新建一位顾客", newName: "新顾客", choose: "选择顾客", changeShopper: "换一位顾客，现在是 {name}",
    scanTitle: "扫一扫门店码", scanHint: "点一个码，就像用手机扫了它。", scene: "或者输入场景值", open: "打开", noCodes: "还没有门店码",
    noCodesHint: "门店在商家端生成小程序码后，会出现在这里。", more: "再看 {n} 个", back: "返回", closed: "暂停收款", opened: "营业中", discount: "让利 {share}",
    amount: "消费金额（元）", amountHint: "最多两位小数，例如 35.80", quoteTitle: "付款前先看清", quoteFirst: "输入金额，看这一单的让利和上限。",
    discountFund: "本单让利", fund: "其中进入红包", cap: "封顶（不是承诺）", atMost: "最多红包数", ahead: "排在你前面", fundedToday: "同档今日已出资", poolFund: "其中进入资金池", inPool: "资金池现有（属于所有人）", atOnce: "马上记给你", packets: "{n} 个",
    pay: "支付 {money}", paying: "正在支付…", rule: "规则全文", version: "版本 {v}", hash: "指纹",
    payTo: "付款给 {store}", confirm: "确认支付", cancel: "取消", method: "招商银行储蓄卡 (0403)", orderTitle: "订单", state_opened: "已下单", state_paid: "已支付", state_settled: "已结算",
    state_closed: "已关闭", step_opened: "已下单，等待支付", step_paid: "已支付，等待结算", step_settled: "已结算，开始排队", next_paid: "支付", next_settled: "结算", gotMidnight: "最近一次零点释放", noneMidnight: "最近一次零点为什么没有", rebated: "已返还", ofPoolCap: "封顶 {money}（{n} 家伙伴商家），资金池现有 {pool}", releases: "资金池释放", midnight: "{day} 零点", coveredPart: "其中 {money} 先抵扣了退款后多得的部分", gotToday: "今天的红包", noneToday: "今天为什么没有红包", lapsed: "超时未支付，订单已关闭。", received: "已收到红包", ofCap: "封顶 {money}，{n} 个红包",
    waitingPool: "返还来自以后的账单和每次零点的释放；这一页会自动更新。",
    waiting: "红包来自后来的账单；这一页会自动更新。", noOrders: "还没有订单", noOrdersHint: "扫一个门店码，付第一单。", pending: "待发放", paying_sum: "发放中", paid_sum: "已到账", carried: "累积中",
    myPackets: "我的红包", noPackets: "还没有红包", noPacketsHint: "付款后排队；后来的账单付款时，才可能有红包。", loadMore: "加载更多", why: "为什么是这个红包", verify: "自己验证",
    change: "微信零钱", landed: "到账红包", nothingLanded: "零钱里还没有红包", nothingLandedHint: "分账到账后会出现在这里。", notices: "服务通知", noNotices: "还没有服务通知", from: "来自商户 {m}",
    notifications: "消息通知", toldMe: "通知记录", dialogueTitle: "让利 申请发送以下消息", dialogueOnce: "允许一次，可收到一条。",
    allow: "允许", refuse: "取消", allowOne: "允许一次", turnOff: "关闭", turnOn: "开启", switchedOff: "已关闭", messagesLeft: "还可收 {n} 条",
    allowedToast: "已允许，到时会在微信服务通知里收到", untold: "有 {n} 件事没有通知：当时没有可用的次数", notOffered: "这种消息暂时不能订阅。", noMessages: "还没有消息", noMessagesHint: "允许之后，到时会在微信里收到。",
    message_planned: "待发送", message_sent: "已发送", message_refused: "未送达", message_failed: "未成功", message_withdrawn: "已撤回",
    receiptsWaiting: "待确认收货", confirmReceipt: "确认收货",
    got: "收到红包 {money}", trouble: "出了点问题", retry: "再试一次", offline: "联系不上服务，请稍后再试。", loading: "加载中", needShopper: "先选一位顾客", badAmount: "请输入大于 0 的金额，最多两位小数", orderNo: "订单号",
    askRefund: "申请退款", refunds: "退款", refundTitle: "退款", refundAmount: "退款金额（元）", refundAtMost: "最多可退 {money}", reason: "原因", reasonIs: "原因：{words}", reasonHint: "例如：菜品有误", whatHappens: "退款后会怎样", whatHappened: "这次退款的结果",
    askFor: "申请退款 {money}", notFinal: "这一单的让利还在途中，最终明细以入账时为准。", nothingToRefund: "这一单没有可退的金额", nothingToRefundHint: "已全部退款，或者还没有支付。", storeSays: "商家答复：{words}", noRefund: "撤回申请", toOrder: "查看订单",
    refundedSum: "已退", leftOfBill: "订单剩余", refund_asked: "等待商家同意", refund_declined: "商家未同意", refund_withdrawn: "已撤回", refund_approved: "商家已同意", refund_posted: "退款中", refund_finished: "已退款",
    drawn: "待发放", sending: "发放中", landed_state: "已到账", carried_state: "已转累积",
    carriedTitle: "累积 {money}", withdrawMoney: "提现 {money} 到零钱", realName: "真实姓名（可选，金额较大时需要）", withdrawal: "提现到零钱", toConfirm: "去微信确认收款", takeBack: "撤销提现",
    confirmBy: "请在 {when} 前确认", transfer_prepared: "处理中", transfer_waiting: "待确认", transfer_sent: "到账中", transfer_cancelling: "撤销中", transfer_hint_prepared: "正在向微信发起，请稍候。",
    transfer_hint_waiting: "请确认收款。", transfer_hint_sent: "您已确认，很快到账。", transfer_hint_cancelling: "正在撤销；撤销后，钱仍在累积中。", paidBy: "{merchant} 向你转账", takeMoney: "确认收款", notNow: "暂不收款", taken: "已确认，很快到账", notWaiting: "这笔转账已不能确认。",
    history: "资金记录", noHistory: "还没有记录", moved_transfer: "提现到零钱", moved_sweep: "归还给门店红包池", moved_split: "红包到账", moved_release: "资金池释放", moved_redemption: "积分兑回", moved_distribution: "门店分配", debt: "待抵扣", givenBack: "退款扣回", swept: "已归还红包池", covered: "已抵扣",
    leaveTitle: "注销账户", leaveHint: "能到账的先到账；剩下不足一角、任何方式都付不了的，由您确认后归还给门店的红包池，平台不会得到。", leave: "开始注销", leave_transfer: "请先确认提现 {money}。", leave_pending: "还有 {money} 会自动到账，请到账后再来。", leave_later: "余额还可以提现，暂不能注销。", leave_confirm: "剩余 {money} 任何方式都付不了。", leave_nothing: "已结清，没有余额。", leave_closed: "已结清，归还红包池 {money}。", giveUp: "放弃 {money} 并注销",
  },
  en: {
    title: "Rangli · phone", scan: "Scan", orders: "Orders", wallet: "Wallet", wechat: "WeChat", other: "中文", otherLabel: "切换到中文",
    pick: "Pick a shopper", pickHint: "This is a phone in the sandbox: first say who holds it.", search: "Find by nickname", nobody: "No shoppers yet", nobodyFound: "No such shopper",
    create: "Create a shopper", newName: "New shopper", choose: "Pick a shopper", changeShopper: "Change shopper, now {name}",
    scanTitle: "Scan a store code", scanHint: "Tap a code, as if your phone had scanned it.", scene: "Or type a scene", open: "Open", noCodes: "No store codes yet",
    noCodesHint: "Codes appear here once a store has made one.", more: "Show {n} more", back: "Back", closed: "Not taking payments", opened: "Open", discount: "Gives up {share}",
    amount: "Bill in yuan", amountHint: "At most two decimals, such as 35.80", quoteTitle: "What this bill can bring", quoteFirst: "Type the amount and see before you pay.",
    discountFund: "Given up by the store", fund: "Goes into packets", cap: "Ceiling, not a promise", atMost: "Packets at most", ahead: "Ahead of you", fundedToday: "Funded by this tier today", poolFund: "Enters the pool", inPool: "In the pool now, for all", atOnce: "Yours at once", packets: "{n}",
    pay: "Pay {money}", paying: "Paying…", rule: "The whole rule", version: "Version {v}", hash: "Fingerprint",
    payTo: "Pay {store}", confirm: "Pay now", cancel: "Cancel", method: "CMB debit card (0403)", orderTitle: "Order", state_opened: "Opened", state_paid: "Paid", state_settled: "Settled",
    state_closed: "Closed", step_opened: "Opened, waiting for payment", step_paid: "Paid, waiting to be settled", step_settled: "Settled, and in the queue", next_paid: "Payment", next_settled: "Settlement", gotMidnight: "The last release at midnight", noneMidnight: "Why the last midnight brought nothing", rebated: "Came back so far", ofPoolCap: "Cap {money} (partner stores: {n}); {pool} in the pool now", releases: "Released by the pool", midnight: "Midnight of {day}", coveredPart: "{money} of it covered what refunds had left owing", gotToday: "Today's packets", noneToday: "Why nothing came today", lapsed: "It was not paid in time and is closed.", received: "Packets received", ofCap: "Cap {money}, packets: {n}",
    waitingPool: "What comes back is from later bills and the releases at midnight; this page updates itself.",
    waiting: "Packets come from later bills; this page updates itself.", noOrders: "No orders yet", noOrdersHint: "Scan a store code and pay your first bill.", pending: "Pending", paying_sum: "On the way", paid_sum: "Received", carried: "Carried forward",
    myPackets: "My packets", noPackets: "No packets yet", noPacketsHint: "Pay, and you are in the queue; packets can come when others pay after you.", loadMore: "Load more", why: "Why this packet", verify: "Verify it yourself",
    change: "WeChat balance", landed: "Packets landed", nothingLanded: "No packets in the balance yet", nothingLandedHint: "They appear when a split has landed.", notices: "Service notices", noNotices: "No service notices yet", from: "From merchant {m}",
    notifications: "Messages", toldMe: "What was told", dialogueTitle: "Rangli asks to send you these messages", dialogueOnce: "Each permission is one message.",
    allow: "Allow", refuse: "Cancel", allowOne: "Allow one", turnOff: "Turn off", turnOn: "Turn on", switchedOff: "Off", messagesLeft: "{n} may come",
    allowedToast: "Allowed; it will come as a WeChat service notice", untold: "{n} things were not told for want of permission", notOffered: "This kind can't be subscribed to right now.", noMessages: "No messages yet", noMessagesHint: "Once you allow one, it comes in WeChat.",
    message_planned: "Waiting", message_sent: "Sent", message_refused: "Not delivered", message_failed: "Failed", message_withdrawn: "Withdrawn",
    receiptsWaiting: "Receipts to confirm", confirmReceipt: "Confirm receipt",
    got: "Packet received: {money}", trouble: "Something went wrong", retry: "Try again", offline: "The service can't be reached. Please try later.", loading: "Loading", needShopper: "Pick a shopper first", badAmount: "Type an amount above 0 with at most two decimals", orderNo: "Order",
    askRefund: "Ask for a refund", refunds: "Refunds", refundTitle: "Refund", refundAmount: "Refund in yuan", refundAtMost: "At most {money}", reason: "Reason", reasonIs: "Reason: {words}", reasonHint: "Such as: wrong dish", whatHappens: "What the refund will do", whatHappened: "What the refund did",
    askFor: "Ask for {money}", notFinal: "This bill's discount is on its way; what exactly happens is settled when the refund is posted.", nothingToRefund: "Nothing left to refund", nothingToRefundHint: "It was refunded whole, or not paid yet.", storeSays: "The store says: {words}", noRefund: "Withdraw the request", toOrder: "See the order",
    refundedSum: "Refunded", leftOfBill: "Left of the bill", refund_asked: "Waiting for the store", refund_declined: "Declined", refund_withdrawn: "Withdrawn", refund_approved: "Agreed", refund_posted: "On its way", refund_finished: "Refunded",
    drawn: "Pending", sending: "On the way", landed_state: "Received", carried_state: "Carried over",
    carriedTitle: "Carried forward {money}", withdrawMoney: "Withdraw {money} to balance", realName: "Real name (optional, needed for large amounts)", withdrawal: "Withdrawal", toConfirm: "Confirm in WeChat", takeBack: "Take it back",
    confirmBy: "Please confirm before {when}", transfer_prepared: "Preparing", transfer_waiting: "To be confirmed", transfer_sent: "On its way", transfer_cancelling: "Being taken back", transfer_hint_prepared: "WeChat is being asked; one moment.",
    transfer_hint_waiting: "Please confirm it.", transfer_hint_sent: "You have confirmed; it arrives shortly.", transfer_hint_cancelling: "The money goes back to what is carried forward.", paidBy: "{merchant} transfers to you", takeMoney: "Take the money", notNow: "Not now", taken: "Confirmed, arriving shortly", notWaiting: "This transfer can't be confirmed any more.",
    history: "What moved", noHistory: "Nothing yet", moved_transfer: "Withdrawal", moved_sweep: "Back to a store's packets", moved_split: "Packets", moved_release: "Released by the pool", moved_redemption: "Points redeemed", moved_distribution: "Distributed by a store", debt: "To be covered", givenBack: "Taken back by refunds", swept: "Back to stores' packets", covered: "Covered a debt",
    leaveTitle: "Close my account", leaveHint: "What can be paid is paid first. Less than ¥0.10 that nothing can carry goes back to the store's packets, if you agree; the platform never gets it.", leave: "Begin closing", leave_transfer: "Please confirm the withdrawal of {money} first.", leave_pending: "{money} will still arrive by itself; come back then.", leave_later: "The rest can still be withdrawn, so nothing is closed yet.", leave_confirm: "{money} is left that nothing can carry.", leave_nothing: "All is settled; nothing is left.", leave_closed: "All is settled; {money} went back to stores' packets.", giveUp: "Give up {money} and close",
  },
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
  return date.toLocaleString(locale(), { timeZone: "Asia/Shanghai", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" });
}
