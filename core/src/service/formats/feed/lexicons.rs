//! What publishers write, in both languages. English words are in lower case, parted by one space; a bar stands between two
//! entries.

use super::words::Lexicon;

/// What is about work on the service, whatever else the title says.
pub(super) const MAINTENANCE: Lexicon = Lexicon {
    en: "maintenance|scheduled downtime|planned downtime|scheduled outage|planned outage",
    zh: "维护|停机|停服|检修",
};
/// What is about work if it is about a service, too.
pub(super) const WORK: Lexicon = Lexicon {
    en: "upgrade|upgrades|upgrading|migration|suspension|suspended|temporarily paused",
    zh: "升级|暂停|割接",
};
/// What is about something that went wrong.
pub(super) const INCIDENT: Lexicon = Lexicon {
    en: "outage|outages|disruption|disruptions|degraded|degradation|unavailable|incident",
    zh: "故障|宕机|不可用",
};
/// What is about something that went wrong if it is about a service, too.
pub(super) const TROUBLE: Lexicon =
    Lexicon { en: "delay|delays|delayed|interruption|interrupted|is down|are down", zh: "异常|延迟|中断|无法" };
/// What a wallet's provider runs.
pub(super) const SERVICE: Lexicon = Lexicon {
    en: "api|app|balance|balances|blockchain|card|cards|chain|confirmation|confirmations|database|deposit|\
         deposits|explorer|login|logins|mainnet|network|node|nodes|notification|notifications|payment|\
         payments|payout|payouts|platform|processing|rpc|server|servers|service|services|swap|swaps|sync|\
         synchronization|system|systems|trading|transaction|transactions|transfer|transfers|wallet|wallets|\
         website|withdrawal|withdrawals",
    zh: "提现|提币|充值|充币|充提|转账|转出|转入|交易|支付|付款|收款|登录|服务|系统|网络|节点|钱包|接口|功能|\
         到账|同步|区块|确认|主网|公链|平台|数据库|余额|行情|客户端|短信|推送|兑换|网站|机房",
};
/// What is not about all of the service, or not about everybody.
pub(super) const PARTIAL: Lexicon = Lexicon {
    en: "partial|partially|some|intermittent|intermittently|minor|certain|slow down",
    zh: "部分|个别|少数|间歇|偶发",
};
/// What does not work at all.
pub(super) const OUTAGE: Lexicon =
    Lexicon { en: "outage|outages|down|downtime|unavailable", zh: "中断|无法|不可用|宕机|停服" };
/// What tells a story, sells something or looks back: nobody announces trouble like that.
pub(super) const STORY: Lexicon = Lexicon {
    en: "airdrop|anniversary|announcing|beware|common|no downtime|no outage|no outages|phishing|reasons|scam|\
         scams|uptime|avoid|avoiding|bonus|campaign|compensation|contest|drill|explained|faq|faster|fees|giveaway|\
         goodbye|guide|hiring|history|how|improve|improved|improvement|improvements|improving|insurance|\
         interview|introducing|last month|last week|last year|launch|launches|launched|launching|learned|\
         lessons|never|no more|podcast|prevent|preventing|prices|protect|protecting|recap|incident report|\
         outage report|retrospective|review|reward|rewards|simulation|survive|tips|understanding|webinar|\
         what|why|without|zero",
    zh: "如何|为什么|为何|怎么|怎样|什么是|回顾|复盘|总结|指南|教程|攻略|避免|预防|防范|告别|零延迟|低延迟|\
         活动|大赛|奖励|空投|补偿|赔付|招聘|上线|推出|检测|监测|识别|演练|演习|科普|解读|访谈|报告|周年|抽奖|\
         提醒功能|去年|上周|上个月|优化|新功能|新版本|异常交易|异常登录|警惕|打击|风险提示|防骗|诈骗|防止|\
         常见|维护您|维护用户|维护社区|维护账户|维护权益|维护市场",
};
/// What is over.
pub(super) const OVER: Lexicon = Lexicon {
    en: "resolved|restored|recovered|completed|complete|concluded|finished|fixed|postmortem|post mortem|\
         back online|back to normal",
    zh: "已恢复|已经恢复|已全部恢复|已全面恢复|恢复正常|已解决|已经解决|已修复|已完成|已经完成|已结束|完毕|\
         维护完成|升级完成",
};
/// What makes of 'resolved' something else: 'not resolved', 'will be restored', 'until it is fixed', 'partly recovered'.
pub(super) const NOT_YET: Lexicon = Lexicon {
    en: "being|can t|cannot|expect|expected|hasn t|haven t|if|isn t|not|once|partially|partly|\
         should|some|to be|until|unresolved|when|will|yet",
    zh: "尚未|未能|仍未|还未|未恢复|预计|将于|将会|将在|等待|待恢复|之后|后恢复|部分|如未|如果|若",
};
/// What will not be, or not as announced.
pub(super) const CANCELLED: Lexicon = Lexicon {
    en: "cancelled|canceled|postponed|rescheduled|deferred|called off",
    zh: "取消|推迟|延期|改期|延后",
};
/// What goes on.
pub(super) const UNDER_WAY: Lexicon = Lexicon {
    en: "in progress|under way|underway|ongoing",
    zh: "进行中|正在维护|维护中|正在升级|升级中",
};
/// How a text says, in whole sentences, that something is over.
pub(super) const SAID_OVER: Lexicon = Lexicon {
    en: "been resolved|is resolved|now resolved|been restored|is restored|now restored|been fixed|\
         fully recovered|fully restored|been completed|is complete|is now complete|back to normal",
    zh: "已恢复正常|已全部恢复|已全面恢复|已经恢复|现已恢复|均已恢复|已恢复|已修复|已解决|已全部完成|\
         已完成维护|维护已完成|升级已完成|恢复正常",
};
