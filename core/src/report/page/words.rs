//! The page's own labels, in both languages. What people also read on their screen comes from the diagnosis's words.

use crate::complaint::Symptom;
use crate::config::Locale;
use crate::report::Rule;

macro_rules! words {
    ($( $name:ident = $en:literal, $zh:literal; )+) => {
        /// A label.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Word {
            $( $name, )+
        }

        impl Word {
            pub(super) fn of(self, locale: Locale) -> &'static str {
                match (self, locale) {
                    $(
                        (Self::$name, Locale::En) => $en,
                        (Self::$name, Locale::ZhHans) => $zh,
                    )+
                }
            }
        }
    };
}

words! {
    Report = "Report", "报告";
    Said = "What the person said", "本人的描述";
    Tried = "What was tried", "已经试过的办法";
    Contacts = "Contacts with support", "与客服的联系记录";
    SupportChannel = "Channel", "渠道";
    Who = "Who answered", "接待人";
    ToldBySupport = "What was said", "沟通内容";
    Promised = "What was promised", "答应的事";
    PromisedUntil = "Promised until (UTC)", "答应的期限（UTC）";
    Checks = "What was checked", "检查过的项目";
    Attachments = "Attachments", "附件";
    KeptEvidence = "Kept by the person as evidence", "本人留存的凭证";
    Transaction = "Transaction", "交易编号";
    KeptAt = "Kept at (UTC)", "留存时间（UTC）";
    InReport = "In this report", "是否在本报告中";
    PictureOnPhone = "only on the phone: the picture could not be taken in, ask for it if you need it", "只在手机上：图片未能放入报告，需要时请向本人索取";
    TooManyAttached = "only on the phone: there are too many attachments", "只在手机上：附件已满";
    Damaged = "damaged", "已损坏";
    TakenOut = "taken out by the person", "本人已移除";
    Sha256 = "SHA-256", "SHA-256";
    Redacted = "What was taken out", "已去除的私人信息";
    NothingRedacted = "Nothing had to be taken out.", "没有需要去除的内容。";
    Omitted = "What was left out", "未放入报告的内容";
    What = "What", "项目";
    Value = "Value", "内容";
    Why = "Why", "原因";
    Kept = "Kept", "保留";
    Of = "Of", "总量";
    TooLong = "too long", "太长";
    TooMany = "too many", "太多";
    Empty = "empty", "内容为空";
    Unreadable = "could not be read", "无法读取";
    NotText = "not a text", "不是文本";
    UnsupportedPicture = "a kind of picture that is not accepted (accepted: PNG, JPEG, WebP)", "不支持的图片格式（支持 PNG、JPEG、WebP）";
    PictureTooLarge = "a picture that is too large", "图片过大";
    DamagedPicture = "a damaged picture", "图片已损坏";
    MaskOutside = "what should be covered lies outside the picture", "遮盖区域不在图片内";
    PictureSize = "Picture (pixels)", "图片（像素）";
    Covered = "Parts covered", "遮盖处数";
    Count = "How often", "次数";
    Name = "Name", "名称";
    Bytes = "Bytes", "字节";
    Outcome = "Outcome", "结果";
    At = "When (UTC)", "时间（UTC）";
    AsOf = "as of", "截至";
    Id = "Id", "编号";
    CreatedAt = "Made at (UTC)", "生成时间（UTC）";
    TookMs = "Diagnosis took (ms)", "诊断用时（毫秒）";
    App = "App and phone", "应用与手机";
    AppVersion = "App version", "应用版本";
    Os = "System", "系统";
    Device = "Phone", "手机型号";
    Account = "Account (pseudonym)", "账户（化名）";
    TimeZone = "Time zone", "时区";
    Symptom = "Problem", "问题";
    BeganAt = "Began at (UTC)", "开始时间（UTC）";
    Transactions = "Transactions", "交易编号";
    MessageSeen = "Message seen", "看到的提示";
    Channel = "Bank or channel", "银行或通道";
    Note = "In their own words", "本人原话";
    Server = "Server", "服务器";
    Dns = "DNS", "DNS";
    SecondOpinion = "DNS elsewhere", "另一家 DNS";
    Tcp = "TCP", "TCP";
    Tls = "TLS", "TLS";
    Http = "HTTP", "HTTP";
    Done = "done", "成功";
    Skipped = "not tried", "未尝试";
    Transport = "Connection", "连接方式";
    AirplaneMode = "Airplane mode", "飞行模式";
    Vpn = "VPN", "VPN";
    Proxy = "Proxy", "代理";
    Metered = "Metered", "按流量计费";
    BackgroundRestricted = "Background data restricted", "后台数据受限";
    Validated = "Reaches the internet, says the system", "系统认为可以上网";
    ClockOffset = "True time minus the phone's", "真实时间与手机时间之差";
    Lost = "lost", "丢失";
    AtLeast = "at least", "至少";
    Overall = "The whole service", "整体服务";
    State = "State", "状态";
    Maintenance = "maintenance", "维护";
    Notice = "notice", "公告";
    Restricted = "Restricted", "受限制";
    Restrictions = "Restrictions", "限制";
    Code = "Code", "代码";
    Operation = "Operation", "操作";
    Until = "Until (UTC)", "截止（UTC）";
    Session = "Session", "登录状态";
    FailedSignIns = "Failed sign-ins", "登录失败次数";
    UnusualSignIn = "Unusual sign-in (UTC)", "异常登录（UTC）";
    TwoFactor = "Two-step check", "两步验证";
    IdentityCheck = "Identity check", "实名认证";
    Application = "Application", "开通申请";
    Devices = "Devices signed in", "已登录的设备";
    Unknown = "not known as the person's:", "不认识的：";
    NotReadable = "Could not be read", "无法读取的部分";
    Linked = "Linked accounts and cards", "已绑定的账户和银行卡";
    Channels = "Banks and channels", "银行与通道";
    Limits = "Limits (used / limit)", "限额（已用 / 上限）";
    Minimum = "Minimum", "最低";
    Maximum = "Maximum", "最高";
    Day = "Day", "每日";
    Month = "Month", "每月";
    Attempts = "Attempts (left / allowed)", "次数（剩余 / 允许）";
    LookedUp = "Transactions asked about", "询问的交易";
    NotFound = "Not known to the provider", "服务商查不到";
    Recent = "Latest transactions", "最近的交易";
    Stages = "Stages", "进度";
    Debited = "Money taken", "是否扣款";
    Elsewhere = "On other devices", "在其他设备上";
    NotMine = "Not made by the person", "不是本人做的交易";
    AppMinimum = "Lowest version served", "支持的最低版本";
    FreeStorage = "Free storage (bytes)", "剩余存储（字节）";
    Asset = "Asset", "资产";
    Cached = "Shown by the app", "应用显示";
    Synced = "At the provider", "服务商记录";
    Difference = "Difference", "差额";
    Verdict = "Why", "原因";
    Equal = "equal", "一致";
    ExplainedByPending = "made by transactions under way", "由在途交易造成";
    CacheStale = "the app shows an older state, of", "应用显示的是较早的状态";
    ProviderBehind = "the provider answered an older state, of", "服务商返回的是较早的状态";
    Unexplained = "not explained", "原因不明";
    NotSure = "may be chance, or something else as well", "可能是巧合，也可能另有原因";
    SaidBefore = "it has said before:", "之前给出过：";
    Miscounted = "a transaction that is over is counted wrongly", "已结束的交易没有正确计入";
    CountedTwice = "counted twice", "计入两次";
    NotCounted = "not counted", "未计入";
    FailedCounted = "failed, and counted", "已失败但仍计入";
    HeldMistaken = "held funds taken for available ones, or the reverse", "把占用金额与可用金额混淆";
    DifferentAccount = "of different accounts", "不是同一个账户";
    DifferentAsset = "the same amount under another asset", "同样的金额记在另一个币种下";
    DifferentScale = "the decimal point elsewhere, shown larger by", "小数点位置不同，显示放大了";
    Available = "available", "可用";
    Held = "held back", "占用";
    Earlier = "At the provider in earlier diagnoses", "此前诊断时服务商的记录";
    SeenAt = "Seen at (UTC)", "查看时间（UTC）";
    Sequence = "Sequence", "序号";
    Assets = "Assets", "币种数";
    Pending = "Transactions under way", "在途交易";
    Direction = "Direction", "方向";
    In = "in", "转入";
    Out = "out", "转出";
    Amount = "Amount", "金额";
    Fee = "Fee", "手续费";
    Kind = "Kind", "类型";
    Files = "Files", "文件数";
    Oldest = "Oldest (UTC)", "最早（UTC）";
    TooOld = "Too old", "过旧";
    TooLarge = "Too large", "过大";
    Refused = "Refused", "未接受";
    Yes = "yes", "是";
    No = "no", "否";
    NotKnown = "not known", "未知";
    NotChecked = "not checked", "未检查";
}

/// What people call a symptom.
pub(super) fn symptom(symptom: Symptom, locale: Locale) -> &'static str {
    let (en, zh) = match symptom {
        Symptom::WithdrawalFailed => ("A withdrawal fails", "提现失败"),
        Symptom::TransferFailed => ("A transfer fails", "转账失败"),
        Symptom::PaymentFailed => ("A payment fails", "支付失败"),
        Symptom::PaymentNotReceived => ("A payment has not arrived", "支付未到账"),
        Symptom::TransactionDelayed => ("A transaction is late", "交易延迟"),
        Symptom::BalanceIncorrect => ("The balance is not right", "余额不对"),
        Symptom::HistoryUnavailable => ("Balance or records do not load", "余额或记录打不开"),
        Symptom::SignInFailed => ("Signing in fails", "无法登录"),
        Symptom::VerificationFailed => ("A verification fails", "验证失败"),
        Symptom::AccountRestricted => ("The account is restricted", "账户受限"),
        Symptom::AccountOpeningFailed => ("The account cannot be opened", "开户失败"),
        Symptom::FundsMissing => ("Money is missing", "资金缺失"),
        Symptom::AppError => ("The app shows an error", "应用报错"),
        Symptom::Other => ("Something else", "其他"),
    };
    match locale {
        Locale::En => en,
        Locale::ZhHans => zh,
    }
}

/// What people call what a rule takes out. A rule that is not known here is shown by its code.
pub(super) fn rule(code: &str, locale: Locale) -> &str {
    let Ok(rule) = code.parse::<Rule>() else { return code };
    let (en, zh) = match rule {
        Rule::SeedPhrase => ("Seed phrases", "助记词"),
        Rule::PrivateKey => ("Private keys", "私钥"),
        Rule::Bearer => ("Bearer tokens", "Bearer 令牌"),
        Rule::Authorization => ("Credentials in HTTP headers", "HTTP 头中的凭证"),
        Rule::Jwt => ("JSON Web Tokens", "JWT 令牌"),
        Rule::Cookie => ("Cookies", "Cookie"),
        Rule::ApiKey => ("Keys of an API", "接口密钥"),
        Rule::UrlCredentials => ("Names and passwords in addresses", "网址中的账号密码"),
        Rule::Password => ("Passwords", "密码"),
        Rule::Token => ("Tokens of sessions and links", "会话与链接令牌"),
        Rule::OneTimeCode => ("One-time codes", "一次性验证码"),
        Rule::Card => ("Card numbers", "银行卡号"),
        Rule::ResidentId => ("Identity numbers", "身份证号"),
        Rule::Email => ("E-mail addresses", "电子邮箱"),
        Rule::Phone => ("Phone numbers", "电话号码"),
        Rule::Mac => ("Addresses of network adapters, as pseudonyms", "网卡地址（以化名代替）"),
        Rule::Ip => ("IP addresses, as pseudonyms", "IP 地址（以化名代替）"),
        Rule::HomeFolder => ("Names in the paths of home folders", "主目录路径中的姓名"),
        Rule::TakenOut => ("What the person took out", "本人移除的内容"),
        Rule::Account => ("Account references, as pseudonyms", "账户标识（以化名代替）"),
    };
    match locale {
        Locale::En => en,
        Locale::ZhHans => zh,
    }
}
