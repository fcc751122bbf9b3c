//! What the provider tells people: titles and sentences. Status pages and feeds are in English, announcements in both
//! languages.

/// The same in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) en: &'static str,
    pub(super) zh_hans: &'static str,
}

/// What is said of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct IncidentWords {
    pub(super) title: Text,
    /// The latest.
    pub(super) body: Text,
}

/// The first that is said of any incident.
pub(super) const INVESTIGATING: &str = "We are looking into reports of trouble.";

pub(super) const OUTAGE: IncidentWords = IncidentWords {
    title: Text { en: "Wallet services are unavailable", zh_hans: "钱包服务暂时无法使用" },
    body: Text {
        en: "We have found the cause and are bringing the services back. Money is safe; nothing is lost.",
        zh_hans: "我们已找到原因，正在恢复服务。您的资金安全，不会有任何损失。",
    },
};

pub(super) const SLOWNESS: IncidentWords = IncidentWords {
    title: Text { en: "Balances and history update slowly", zh_hans: "余额和交易记录更新较慢" },
    body: Text {
        en: "Balances and the history may be shown some minutes late. We are looking into it.",
        zh_hans: "余额和交易记录可能会晚几分钟显示，我们正在处理。",
    },
};

pub(super) const WITHDRAWALS_DOWN: IncidentWords = IncidentWords {
    title: Text { en: "Withdrawals do not go through", zh_hans: "提现暂时无法完成" },
    body: Text {
        en: "We have found why withdrawals do not go through and are repairing it. Everything else works; money is safe.",
        zh_hans: "我们已找到提现无法完成的原因，正在修复。其他功能一切正常，您的资金安全。",
    },
};

pub(super) const MARKETING_DOWN: IncidentWords = IncidentWords {
    title: Text { en: "The marketing site is unavailable", zh_hans: "官方宣传网站暂时无法访问" },
    body: Text {
        en: "Our pages about the product do not load. The wallet itself is not affected.",
        zh_hans: "介绍产品的网页暂时打不开，钱包本身不受影响。",
    },
};

/// An incident of last week, which only histories tell of.
pub(super) const PAST_TITLE: &str = "Sign-in was slow for some people";
pub(super) const PAST_FIRST: &str = "Signing in takes longer than usual for some people. We are looking into it.";
pub(super) const PAST_LAST: &str =
    "Sign-in & registration are as quick as they were (< 2 s). Nobody needs to do anything.";

/// What the maintenance is called.
pub(super) const WORK_TITLE: &str = "Maintenance of withdrawals";
/// What the page says of it beforehand.
pub(super) const WORK_PLAN: &str =
    "Withdrawals pause for two hours while we renew the service. Balances are not affected.";
pub(super) const WORK_BEGUN: &str = "The maintenance has begun.";
pub(super) const WORK_DONE: &str = "The maintenance is done, and withdrawals are back.";
pub(super) const WORK_LONGER: &str = "The maintenance takes longer than planned. We go on until it is done.";
pub(super) const WORK_CANCELLED: &str = "The maintenance does not take place. Withdrawals go on as usual.";

/// What announcements say of planned work.
pub(super) const PLANNED: (Text, Text) = (
    Text { en: "Maintenance of withdrawals is planned", zh_hans: "提现服务即将维护" },
    Text {
        en: "Withdrawals will pause for about two hours. If yours is urgent, make it before then. Your balance is not \
             affected.",
        zh_hans: "提现服务即将进行约两小时的维护。如果急需提现，请在维护开始前提交。您的余额不受影响。",
    },
);
pub(super) const IN_PROGRESS: (Text, Text) = (
    Text { en: "Withdrawals are under maintenance", zh_hans: "提现服务正在维护" },
    Text {
        en: "We are working on withdrawals. A withdrawal that you make now waits in line and goes on when we are done. \
             Your balance is not affected.",
        zh_hans: "我们正在维护提现服务。维护期间提交的提现会排队，维护结束后继续处理。您的余额不受影响。",
    },
);
pub(super) const OVER: (Text, Text) = (
    Text { en: "The maintenance of withdrawals is done", zh_hans: "提现服务维护已完成" },
    Text {
        en: "Withdrawals work again. Those that waited in line have gone on.",
        zh_hans: "提现服务已恢复正常，排队的提现已继续处理。",
    },
);
pub(super) const CANCELLED: (Text, Text) = (
    Text { en: "The maintenance of withdrawals is cancelled", zh_hans: "提现服务维护已取消" },
    Text {
        en: "The maintenance that we had planned does not take place. Withdrawals go on as usual.",
        zh_hans: "原定的维护不再进行，提现服务照常使用。",
    },
);
