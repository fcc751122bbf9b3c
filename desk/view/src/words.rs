//! The words of the pages. What a report says in itself has its words in the engine.

use std::fmt::Display;

use wallet_doctor_core::config::Locale;

macro_rules! words {
    ($( $name:ident: $en:literal, $zh:literal; )+) => {
        /// All of them in one language.
        #[derive(Debug)]
        pub(crate) struct Words {
            $( pub(crate) $name: &'static str, )+
        }

        static EN: Words = Words { $( $name: $en, )+ };
        static ZH_HANS: Words = Words { $( $name: $zh, )+ };
    };
}

words! {
    desk: "Support desk", "客服工作台";
    skip: "Skip to the content", "跳到正文";
    queue: "Queue", "待办";
    waves: "Waves", "同类问题趋势";
    announcements: "Announcements", "公告";
    sign_in: "Sign in", "登录";
    sign_out: "Sign out", "退出登录";
    name: "Name", "用户名";
    password: "Password", "密码";
    wrong: "Wrong name or password.", "用户名或密码错误。";
    too_often: "There were too many tries. Try again in {n} seconds.", "尝试次数过多，请在 {n} 秒后重试。";
    role_agent: "Agent", "客服";
    role_lead: "Lead", "组长";

    state: "State", "状态";
    open: "waits for support", "待客服处理";
    answered: "answered", "已答复";
    closed: "closed", "已关闭";
    not_closed: "not closed", "全部未关闭";
    all: "all", "全部";
    urgent: "urgent", "紧急";
    ticket: "Ticket", "工单";
    report: "Report", "报告";
    cause: "Most likely cause", "最可能的原因";
    no_cause: "no cause found", "未找到原因";
    not_opened: "cannot be shown", "无法显示";
    being_opened: "not read yet", "读取中";
    app_version: "App version", "应用版本";
    app: "App", "应用";
    from: "Received on or after", "收到时间（起）";
    until: "Received before", "收到时间（止）";
    text: "Text, ticket or report id", "关键词、工单号或报告编号";
    filter: "Filter", "筛选";
    reset: "Clear filters", "清除筛选";
    received: "Received", "收到时间";
    expected: "Answer expected by", "预计答复时间";
    late: "overdue", "已超时";
    looked_after: "Assigned to", "负责人";
    nobody: "nobody", "未分配";
    no_tickets: "No matching tickets.", "没有符合条件的工单。";
    tickets: "Tickets", "工单";
    next_page: "Next page", "下一页";
    previous_page: "Previous page", "上一页";
    rising: "Rising now:", "正在激增：";
    look_at_wave: "Look at the wave", "查看详情";

    this_report: "In this report", "本报告内容";
    planned: "planned", "未开始";
    slow_form: "The form did not come in time. Nothing was done; send it again.", "表单没有及时送达，未做任何更改，请重新提交。";
    answered_meanwhile: "Somebody has answered this ticket meanwhile. Look at it again before you send this.", "已有人答复此工单，请先查看再发送。";
    balances_cached: "Balances in the app", "应用显示的余额";
    balances_synced: "Balances at the provider", "服务商的余额";
    balances_pending: "Pending transactions", "处理中的交易";
    provider: "the provider", "服务商";
    no_help: "closed, did not help", "已关闭，未解决";
    did_not_help: "did not help", "未解决";
    unavailable: "The report cannot be fetched or opened at the moment. That is tried again; the ticket can be answered.", "暂时无法取得或打开这份报告，稍后会再次尝试；工单仍可答复。";
    step: "Step", "步骤";
    took: "Took (ms)", "耗时（毫秒）";
    next_file: "Next file", "下一个文件";
    previous_file: "Previous file", "上一个文件";
    not_text: "This is not text; download the file to look at it.", "这不是文本，请下载文件查看。";
    most_in_a_bar: "Highest:", "最高：";
    unknown_cause: "not a built-in cause", "非内置原因";
    still: "It still goes on", "仍在进行";
    still_hint: "Apps stop showing an incident without an end time once it has not been updated for 24 hours.", "没有结束时间的公告若 24 小时无人更新，应用将不再显示。";
    session_over: "The session has ended. Nothing was sent. Sign in again; what was typed is here, to be copied.", "会话已结束，内容没有发送。请重新登录；已输入的文字保留在下方，可复制。";
    foreign_announcements: "Not written with this key, and told to no app:", "非本密钥发布、不会告知应用的公告：";
    no_key: "Apps are served signed announcements, and this view has no key to sign with. Start it with --announcement-key.", "应用读取的是已签名的公告，而本服务没有签名密钥。请使用 --announcement-key 启动。";
    fault_future: "Only a maintenance is announced before it begins.", "只有维护可以提前公告。";
    about_sender: "A report proves nothing about who sent it: the key that it is sealed to is public. What it says is the sender's word.", "报告无法证明发送者的身份：加密所用的公钥是公开的。内容仅为发送方的陈述。";
    cannot_show: "This report cannot be shown", "无法显示这份报告";
    nothing_run: "Nothing in it was run, and nothing of it was kept. It may be a mistake or an attack; the ticket can be answered all the same.", "其中的内容没有被执行，也没有被保留。可能是误发，也可能是攻击；工单仍可答复。";
    refused_changed: "The sealed file is not the one that was received: it was changed in the store.", "加密文件与收到时不同：它在存储中被改动过。";
    refused_other_key: "It is sealed to a key that this desk was not started with.", "该报告用其他密钥加密，本服务启动时未载入对应的私钥。";
    refused_other_report: "What is sealed names another report than the ticket does.", "加密内容中的报告编号与工单不一致。";
    refused_content: "What it says cannot be read as a report.", "其中的内容无法作为报告读取。";
    refused_opening: "It is not a report, is damaged, or would be too much to open.", "该文件不是报告、已损坏，或过大而无法打开。";
    told: "Details", "详情";
    what_person_was_told: "What the person was told stays in their language.", "用户当时看到的文字保留原语言。";

    timeline: "The checks over time", "检查时间线";
    timeline_table: "The same in a table", "以表格查看";
    timeline_note: "Milliseconds since the diagnosis began. When a connection was begun a report does not say: each is drawn from the left, its steps one after the other.", "横轴为诊断开始后的毫秒数。报告不记录各连接的开始时间，因此连接均从最左端画起，各步骤依次排列。";
    done: "done", "完成";
    failed: "failed", "失败";
    not_known: "no usable answer", "无有效响应";
    ms: "ms", "毫秒";

    pictures: "Screenshots", "截图";
    enlarge: "Enlarge", "放大";
    picture_refused: "This picture is not shown", "无法显示这张图片";
    back_to_report: "Back to the report", "返回报告";
    file: "File", "文件";
    files: "Files", "文件";
    bytes: "Bytes", "字节";
    show: "Show", "查看";
    download: "Download", "下载";
    download_sealed: "Download the sealed file", "下载加密文件";
    text_cut: "Only the beginning is shown; download the file for all of it.", "仅显示开头部分；完整内容请下载文件。";
    places: "Where it was taken out", "脱敏位置";
    rule: "Rule", "规则";
    place: "Place", "位置";
    count: "Count", "次数";
    cut: "Not shown here:", "未显示的内容（项）：";

    integrity: "Integrity", "完整性";
    check: "Check", "检查";
    outcome: "Outcome", "结果";
    as_received: "The sealed file is the one that was received (SHA-256)", "加密文件与收到时一致（SHA-256）";
    unchanged: "Nothing was changed or cut off after it was sealed", "加密后未被改动或截断";
    as_listed: "Every entry is what the manifest says, and there is no other", "每个条目与清单一致，且没有多余条目";
    same_report: "Ticket, manifest and content name the same report", "工单、清单与内容中的报告编号一致";
    yes: "yes", "是";

    answers: "Answers", "答复";
    no_answers: "Nothing was answered yet.", "尚未答复。";
    helped: "The person said that it helped.", "用户表示有帮助。";
    not_helped: "The person said that it did not help.", "用户表示没有帮助。";
    acknowledge: "Take this ticket", "由我负责";
    acknowledged: "Assigned to", "负责人：";
    answer: "Answer", "答复";
    answer_hint: "The person reads this in the app. Plain text, at most 2730 characters.", "用户将在应用中看到。纯文本，最多 2730 个字符。";
    send: "Send the answer", "发送答复";
    promise: "Promise a time", "承诺答复时间";
    promise_hint: "The app tells the person when to expect an answer. Times are in", "应用会告诉用户预计何时得到答复。时区：";
    promise_by: "Answer by", "答复截止时间";
    close: "Close", "关闭";
    reopen: "Open again", "重新打开";
    trail: "What was done", "处理记录";
    when: "When", "时间";
    who: "Who", "操作人";
    what: "What", "操作";
    deed_acknowledged: "took the ticket", "开始负责";
    deed_expected: "promised an answer by", "承诺答复时间：";
    deed_answered: "answered", "答复";
    deed_closed: "closed", "关闭";
    deed_reopened: "opened again", "重新打开";
    the_person: "the person", "用户";
    the_command: "the command line", "命令行";
    delete: "Delete report and ticket", "删除报告与工单";
    delete_hint: "For a person who asks for it. Nothing is left here, and nothing brings it back. Type the ticket:", "仅在用户要求删除时使用，删除后此处不再保留，也无法恢复。请输入工单号确认：";
    for_leads: "Only leads may do this.", "此操作仅限组长。";

    waves_note: "Reports by their most likely cause. A warning needs five reports from three kinds of phones, at least twice what is usual and more than in the same hours of any of the last 13 days. It counts reports, not people.", "按最可能的原因统计的报告。预警条件：至少五份报告、来自至少三种机型，不少于平常的两倍，并超过最近 13 天中任何一天的同一时段。统计的是报告数，而非人数。";
    last_day: "Last 24 hours", "最近 24 小时";
    usual_day: "Usual in 24 hours", "平常 24 小时";
    fortnight: "The last 14 days", "最近 14 天";
    warning: "Warning", "预警";
    no_waves: "No report has named a cause in the last 14 days.", "最近 14 天的报告均未给出原因。";
    rise_told: "{n} reports in {h} h (usually {u}).", "{h} 小时内 {n} 份报告（平常 {u} 份）。";
    rise_phones: "From {m} kinds of phones.", "涉及 {m} 种机型。";
    rise_more: "Other causes rising:", "其他激增的原因：";
    rise_since: "First:", "最早：";
    over_time: "Reports by the hour, the last three days", "最近三天每小时的报告数";
    hour: "Hour", "小时";
    reports: "Reports", "报告数";
    divided: "Where they come from", "来源分布";
    os: "System", "系统";
    device: "Phone", "手机";
    network: "Network", "网络";
    unknown: "not said", "未说明";
    waiting: "Tickets of this cause that wait", "因此原因待处理的工单";
    answer_all: "Answer all that wait", "答复全部待处理工单";
    answer_all_hint: "Everybody who waits with this cause gets this answer. Tickets:", "因此原因等待的所有用户都会收到这条答复。工单数：";
    answered_all: "Answered:", "已答复：";
    not_answered: "Not answered:", "未能答复：";
    changed_meanwhile: "The waiting tickets have changed. Review them first.", "等待的工单已变化，请重新查看后再答复。";
    announced_already: "Announced", "已发布公告";

    announce: "Announce it to everybody", "向所有人发布公告";
    announce_hint: "Apps that read the desk's announcements show it with their diagnosis. They ask at /announcements of the intake.", "读取客服台公告的应用会在诊断中显示。应用从接收端的 /announcements 读取。";
    kind: "Kind", "类型";
    incident: "incident", "故障";
    maintenance: "maintenance", "维护";
    notice: "notice", "通知";
    severity: "Severity", "严重程度";
    info: "info", "提示";
    warning_level: "warning: slow, or fails for some", "警告：缓慢或部分失败";
    critical: "critical: does not work", "严重：无法使用";
    components: "Parts of the service, with commas between", "受影响的服务，以逗号分隔";
    starts: "Starts", "开始时间";
    ends: "Until, if that is known", "预计结束时间（如已知）";
    title_zh: "Title in Chinese", "中文标题";
    title_en: "Title in English", "英文标题";
    body_zh: "Text in Chinese", "中文正文";
    body_en: "Text in English", "英文正文";
    publish: "Publish", "发布";
    stands: "in progress", "进行中";
    over: "over", "已结束";
    end_it: "Mark as over", "标记为已结束";
    no_announcements: "Nothing is announced.", "没有公告。";
    signed: "Signed. Apps need this key in signed_by:", "已签名。应用的 signed_by 中需有此公钥：";
    unsigned: "Not signed: apps that ask for a signature do not believe it.", "未签名：要求签名的应用不会采信。";
    by: "By", "发布人";
    changed: "Changed", "更新时间";

    problem: "That did not work", "操作未完成";
    not_found: "There is nothing here. It may have been deleted.", "这里没有内容，可能已被删除。";
    bad_form: "This form was not written by this session. Go back, reload the page, and try again.", "此表单不属于当前会话。请返回并刷新页面后重试。";
    too_much: "That is too long.", "内容过长。";
    bad_field: "A field cannot be used:", "以下内容无法使用：";
    stores_fail: "The desk's stores do not answer as they should. It may be done in part or not at all: look before you try again.", "客服工作台的存储没有正常响应。操作可能只完成了一部分或没有完成，请先查看再重试。";
    fault_answer: "An answer has 1 to 8192 bytes and no control characters but newlines.", "答复须为 1 至 8192 字节，除换行外不含控制字符。";
    fault_answers: "This ticket has as many answers as it can have.", "此工单的答复数量已达上限。";
    fault_time: "Choose a time in the future, within 30 days.", "承诺的时间须晚于现在，且在 30 天之内。";
    fault_busy: "Somebody else is changing this at the moment. Try again.", "其他人正在更改，请重试。";
    fault_announcements: "More is announced than apps read. End an announcement first, or shorten the text.", "公告超出应用可读取的范围。请先结束一条公告，或缩短正文。";
    fault_title: "A title in Chinese or in English, of 200 characters at most, without control characters.", "中文或英文标题，最多 200 个字符，不含控制字符。";
    fault_body: "A text has at most 4000 characters and no control characters but newlines.", "正文最多 4000 个字符，除换行外不含控制字符。";
    fault_components: "At most 20 parts, each of 100 characters.", "最多 20 项，每项 100 个字符。";
    fault_span: "The end must be after the start.", "结束时间须晚于开始时间。";
    fault_ticket: "The ticket number that was typed does not match.", "输入的工单号不符。";
    language: "中文", "English";
}

/// Whether a character turns or breaks what stands around it, or is none: controls, marks of direction (Unicode, UAX #9), separators of
/// lines, tags, and code points that are no characters.
pub(crate) fn steers(c: char) -> bool {
    let number = u32::from(c);
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}')
        || (0xe_0000..=0xe_0fff).contains(&number)
        || number & 0xfffe == 0xfffe
}

/// A sentence with its places filled: `{n}` and the like.
pub(crate) fn filled(sentence: &str, places: &[(&str, &dyn Display)]) -> String {
    places
        .iter()
        .fold(sentence.to_owned(), |told, (place, value)| told.replace(&format!("{{{place}}}"), &value.to_string()))
}

impl Words {
    pub(crate) fn of(locale: Locale) -> &'static Self {
        match locale {
            Locale::En => &EN,
            Locale::ZhHans => &ZH_HANS,
        }
    }
}
