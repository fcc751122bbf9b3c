//! Telling Chinese prose from twelve characters drawn at random.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::report::word_lists;

/// Pairs of characters that stand next to each other in most sentences about money, apps and phones. Of random phrases
/// less than one in a hundred holds any of them.
const PAIRS: &str = "我们 你们 他们 可以 没有 不能 不会 不是 不要 不用 不到 不了 一个 一次 一下 一些 一样 一种 一直 一定 一天 这个 这些 \
    这里 这样 这次 这是 那个 那里 什么 怎么 为什 如果 因为 所以 但是 还是 还有 或者 以及 以后 以前 之后 之前 的时 时候 时间 现在 今天 明天 \
    昨天 已经 正在 需要 应该 可能 必须 进行 开始 结束 完成 成功 失败 出现 发生 发现 发送 发起 收到 到账 到了 到的 得到 看到 找到 使用 用户 \
    用的 手机 电话 号码 网络 网站 连接 服务 务器 系统 信息 数据 内容 问题 情况 方法 方式 原因 结果 关系 关于 有关 相关 对于 由于 自己 自动 \
    自行 本人 本机 本次 个人 人员 工作 公司 国家 中国 银行 行卡 账户 帐户 余额 金额 资金 交易 转账 付款 支付 收款 退款 提现 充值 提供 提示 \
    提交 提出 请求 请在 请您 请先 请再 请不 确认 确定 确保 检查 查看 查询 打开 关闭 设置 设备 登录 登陆 注册 密码 验证 证码 安全 风险 保护 \
    保存 保持 报告 客服 联系 官方 处理 受理 审核 通过 通知 知道 了解 显示 更新 更换 更多 最近 最后 最新 其他 其它 其中 任何 所有 全部 部分 \
    都是 也是 就是 只是 只有 只能 能够 是否 是在 是有 有人 有的 有些 有效 无法 无需 暂时 稍后 后再 再试 重新 重试 多次 多少 几个 两个 三个 第一 \
    第二 每天 每个 小时 分钟 工作 作日 期间 日期 月份 年份 在这 在此 在线 在您 在我 把您 给我 给您 给他 告诉 告知 说明 要求 要在 要的 来自 来的 \
    出的 上的 下的 中的 里的 内的 面的 们的 您的 我的 你的 他的 她的 它的 人的 了一 了解 的人 的一 的是 的账 的钱 的地 的话 的手 的信 的交 \
    和您 和其 与您 从而 从您 向您 对方 对您 被盗 被限 如何 如有 若您 将在 将会 会在 会被 会有 仍然 仍在 仍未 尚未 未到 未能 未被 不同 不足 不变 \
    不需 不可 不必 不正 正确 正常 常见 异常 错误 误差 超过 超时 时段 时区 地址 地区 地方 电脑 电子 软件 应用 用程 程序 版本 升级 下载 上传 安装 \
    卸载 清除 清理 缓存 存储 空间 权限 限制 限额 额度 等待 等到 直接 接收 接到 接口 转入 转出 入账 出账 记录 录入 订单 单号 编号 商户 商家 平台 \
    渠道 通道 通信 信号 运营 营商 流量 无线 移动 联通 代理 防火 火墙 证书 域名 解析 响应 应答 延迟 速度 测试 试试 尝试 操作 作为 作用 功能 能力 \
    我們 你們 他們 沒有 不會 一個 這個 這些 這裡 這樣 那個 什麼 怎麼 為什 因為 還是 還有 以後 時候 時間 現在 今天 已經 需要 應該 進行 開始 \
    結束 發生 發現 發送 收到 手機 電話 號碼 網絡 網路 連接 服務 系統 問題 情況 自己 銀行 帳戶 賬戶 餘額 金額 資金 交易 轉帳 轉賬 付款 請在 請您 \
    確認 檢查 查詢 打開 關閉 設備 登入 登錄 密碼 驗證 安全 風險 聯繫 處理 通過 顯示 更新 其他 所有 部分 無法 重新 小時 分鐘 您的 我的 你的 他的";
/// How common the characters of a run are on the whole, from the lists' order, which is by frequency: in prose the sum is
/// negative, in a random phrase positive, both with few exceptions.
const OFFSET: f64 = 30.0;
const SCALE: f64 = 483.0;
/// A phrase that is named as one gets the benefit of half the range.
const NAMED_BONUS: f64 = 8.0;

/// The place of every Chinese character in its list, of both scripts.
static RANKS: LazyLock<HashMap<char, u16>> = LazyLock::new(|| {
    let mut ranks = HashMap::new();
    for list in word_lists::chinese() {
        for (rank, word) in (0_u16..).zip(list.words()) {
            ranks.extend(word.chars().map(|c| (c, rank)));
        }
    }
    ranks
});

static COMMON: LazyLock<std::collections::HashSet<&'static str>> = LazyLock::new(|| PAIRS.split_whitespace().collect());

/// A Chinese character.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Whether all characters are listed and they do not read like prose.
pub(super) fn may_be_random(run: &str, named: bool) -> bool {
    let ranks: Option<Vec<u16>> = run.chars().map(|c| RANKS.get(&c).copied()).collect();
    let Some(ranks) = ranks else { return false };
    let score: f64 = ranks.iter().map(|rank| ((f64::from(*rank) + OFFSET) / SCALE).ln()).sum();
    let bonus = if named { NAMED_BONUS } else { 0.0 };
    score + bonus > 0.0 && !has_common_pair(run)
}

fn has_common_pair(run: &str) -> bool {
    let starts = run.char_indices().map(|(at, _)| at).chain([run.len()]);
    let bounds: Vec<usize> = starts.collect();
    bounds.windows(3).any(|three| match three {
        [from, _, to] => run.get(*from..*to).is_some_and(|pair| COMMON.contains(pair)),
        _ => false,
    })
}
