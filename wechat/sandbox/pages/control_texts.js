// Every word of the control page: [中文, English].
import { lang } from "./texts.js";

const WORDS = {
  title: ["沙箱控制台", "Sandbox control"], clock: ["时钟", "Clock"], faults: ["故障", "Faults"], people: ["顾客与商户", "People"], orders: ["订单", "Orders"],
  transfers: ["转账", "Transfers"], notices: ["通知", "Notices"], calls: ["接口调用", "Calls"], sections: ["栏目", "Sections"],
  marketTime: ["业务时间（北京）", "Market time (Beijing)"], driven: ["由时钟文件驱动，只能向前拨", "Driven by a clock file; it only moves forward"],
  notDriven: ["业务时间就是本机时间，不能拨动（未设置 RANGLI_MARKET_CLOCK）。", "Market time is the machine's and can't be moved: RANGLI_MARKET_CLOCK is not set."],
  forward: ["向前拨", "Move forward"], minutes10: ["10 分钟", "10 minutes"], hour1: ["1 小时", "1 hour"], hours6: ["6 小时", "6 hours"], day1: ["1 天", "1 day"], day30: ["30 天", "30 days"],
  driveTo: ["拨到", "Move to"], drive: ["拨动", "Move"], driveHint: ["到期的分账、重试、过期都会在途中发生。", "Whatever falls due on the way happens on the way."],
  skew: ["签名时钟偏差（秒）", "Signature clock is off by (seconds)"], skewHint: ["超过 ±300 秒，双方都不再相信对方的签名。", "Beyond ±300 seconds nobody believes anybody's signature."], set: ["设置", "Set"],
  inForce: ["正在生效", "In force"], noFaults: ["一切正常", "All is well"], noFaultsHint: ["没有故障在生效。选一个场景，或添加一条规则。", "No fault is in force. Pick a day, or add a rule."],
  clear: ["全部清除", "Clear all"], cleared: ["已清除", "Cleared"], scenarios: ["故障场景", "Named days"], bring: ["启用", "Bring it"], add: ["添加规则", "Add a rule"], added: ["已添加", "Added"], brought: ["已启用", "In force"],
  kind: ["种类", "Kind"], match: ["作用于", "Strikes at"], matchHint: ["一个操作、一族（split.*）、callback、line 或 *", "An operation, a family (split.*), callback, line or *"],
  probability: ["概率 %", "Probability %"], times: ["最多几次", "At most (times)"], timesHint: ["留空：一直", "Empty: for ever"], seconds: ["秒", "Seconds"], secondsHint: ["延迟、超时、迟到多久", "How long a delay, timeout or late notice takes"],
  lasts: ["持续（业务秒）", "Lasts (market seconds)"], reason: ["分账失败原因", "Why lines are closed"], struck: ["已发生（次）", "Struck"], forEver: ["一直", "for ever"],
  limits: ["按公布的频率限流", "Keep WeChat's own rates"], noLimits: ["取消限流", "Don't keep rates"], limitsOn: ["限流已开", "Rates are kept"], limitsOff: ["限流已关", "Rates are not kept"], perSecond: ["次/秒", "a second"],
  search: ["按昵称或 openid 查找", "Find by nickname or openid"], nobody: ["没有找到", "Nobody found"], nobodyHint: ["换个词试试，或先让产品里有人。", "Try another word, or let somebody in first."], shoppers: ["顾客", "Shoppers"], merchants: ["商户", "Merchants"],
  flags: ["状况", "Condition"], healthy: ["正常", "well"], saved: ["已保存", "Saved"], returnSwitch: ["允许分账回退", "Returns switched on"], splitAllowed: ["允许分账", "May split"],
  account_closed: ["账户已注销", "account closed"], real_name_missing: ["未实名", "not verified"], high_risk: ["高风险", "high risk"], account_abnormal: ["账户异常", "restricted"], receipt_limit: ["收款限额已满", "over its limit"],
  login_blocked: ["登录受限", "login blocked"], slow: ["到账慢", "slow"], return_slow: ["回退慢", "slow returns"], refund_abnormal: ["退款异常", "dead card"], refund_closed: ["退款关闭", "refunds closed"],
  noOrders: ["还没有订单", "No orders yet"], noOrdersHint: ["顾客扫码下单后会出现在这里。", "They appear when a shopper opens one."], amount: ["金额", "Amount"], state: ["状态", "State"], number: ["单号", "Number"], paidAt: ["付款时间", "Paid at"],
  frozen: ["冻结", "Frozen"], split: ["已分", "Split"], released: ["已解冻", "Released"], refunded: ["已退", "Refunded"], fee: ["手续费", "Fee"], splits: ["分账", "Splits"], refunds: ["退款", "Refunds"], noSplits: ["还没有分账", "No splits yet"], noRefunds: ["没有退款", "No refunds"],
  receiver: ["接收方", "Receiver"], result: ["结果", "Result"], back: ["返回", "Back"], all: ["全部", "All"], refresh: ["刷新", "Refresh"],
  noTransfers: ["还没有转账", "No transfers yet"], noTransfersHint: ["用户提现后会出现在这里。", "They appear when somebody withdraws."], confirm: ["确认收款", "Confirm"], expires: ["过期", "Expires"], who: ["收款人", "Payee"],
  noNotices: ["还没有通知", "No notices yet"], noNoticesHint: ["有人付款后，通知会出现在这里。", "They appear when somebody has paid."], resend: ["再送一次", "Send again"], resent: ["已再送", "Sent again"], attempts: ["次数", "Attempts"], lastAnswer: ["产品应答", "Our answer"], event: ["事件", "Event"],
  waiting: ["待送达", "waiting"], delivered: ["已送达", "delivered"], given_up: ["已放弃", "given up"], verdicts: ["送达情况", "What became of them"],
  noCalls: ["还没有接口调用", "No calls yet"], noCallsHint: ["产品调用微信后会出现在这里。", "They appear when the product has called."], operation: ["操作", "Operation"], often: ["次数", "Times"], refusals: ["拒绝", "Refusals"], signatures: ["验签失败", "Signatures that failed"], none: ["没有", "None"],
  "429": ["限流：429", "Throttled: 429. Nothing is done"], error_500: ["500，没有做", "500, and nothing is done"], error_500_done: ["500，其实做了", "500, yet it is done"], gateway_page: ["502 网关页面，没有做", "502 with a gateway's page; nothing is done"],
  accepted_202: ["202 已受理，做了，无正文", "202 without a body; it is done"], timeout_after_accept: ["做了，但迟迟不答再断开", "Done, but no answer until the line is cut"], reset: ["直接断开，没有做", "The line is cut; nothing is done"], reset_done: ["做了再断开", "Done, then the line is cut"],
  delay: ["延迟应答", "The answer is late"], not_enough: ["余额不足：403 NOT_ENOUGH", "403 NOT_ENOUGH: the account is short"], stale_answer: ["应答的签名已过期", "The answer's signature is stale"], token_revoked: ["access_token 全部失效（mini.*）", "Every access token dies (mini.*)"],
  duplicate: ["通知来两次", "A notice comes twice"], late: ["通知迟到", "A notice comes late"], reorder: ["通知乱序", "A notice is overtaken"], forged: ["先来一条伪造的", "A forged one comes first"], tampered: ["先来一条被改动的", "A tampered one comes first"],
  stale: ["先来一条过期的", "A stale one comes first"], signtest: ["先来一条签名探测", "A signature probe comes first"], lost: ["这一次没送到", "It does not arrive this time"], line_closed: ["分账行关闭，钱留在冻结里", "A split line is closed; its money stays frozen"],
  NOTPAY: ["未支付", "NOTPAY"], SUCCESS: ["成功", "SUCCESS"], REFUND: ["有退款", "REFUND"], CLOSED: ["已关闭", "CLOSED"], PENDING: ["待处理", "PENDING"], PROCESSING: ["处理中", "PROCESSING"], FINISHED: ["已完成", "FINISHED"], ABNORMAL: ["异常", "ABNORMAL"],
  ACCEPTED: ["已受理", "ACCEPTED"], WAIT_USER_CONFIRM: ["待用户确认", "WAIT_USER_CONFIRM"], TRANSFERING: ["转账中", "TRANSFERING"], FAIL: ["失败", "FAIL"], CANCELING: ["撤销中", "CANCELING"], CANCELLED: ["已撤销", "CANCELLED"],
  atCalls: ["接口调用", "Calls"], atNotices: ["通知（callback）", "Notices (callback)"], atLines: ["分账行（line）", "Split lines (line)"],
};

export function word(key) {
  return WORDS[key]?.[lang() === "en" ? 1 : 0] ?? key;
}

export const known = (key) => key in WORDS;
