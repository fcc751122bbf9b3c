### 诊断说的话，简体中文。平静、直白、简短；不责备，不用行话。每条信息在每种语言里都有。

## 把握、标签

certainty-almost_certain = 几乎可以确定
certainty-likely = 很可能
certainty-possible = 有可能
label-causes = 查到的原因
label-nothing-found = 能查的都查过了，没有发现问题。
label-nothing-found-next = 如果问题还在，请把报告发给客服，由他们查看账户本身。
label-evidence-for = 依据
label-evidence-against = 不支持这个判断的情况
label-money = 您的资金
label-announcements = 服务商的公告
label-steps = 接下来怎么做
label-fixed = 已经处理的问题
label-report = 您的报告
label-ticket = 工单
step-network = 手机的网络
step-endpoints = 与钱包的连接
step-quality = 网络质量
step-portal = 网络的登录页
step-service = 服务商的状态与公告
step-account = 账户
step-balances = 余额
step-caches = 本机保存的副本

## 资金

money-nothing-found = 就看到的情况，没有发现您的资金有风险。
money-urgent = 从这里无法判断资金是否缺失，请按紧急情况处理。
steps-urgent =
    马上在可信的网络上修改密码。
    核对最近的交易，记下每一笔不是您本人做的。
    立即致电{ $provider }客服，并准备好报告和这些交易的编号。
    保留所有记录。

## 已做的事

outcome-cleared = 清除了“{ $label }”副本里的 { $files } 个文件。
outcome-synced = 已重新获取余额。
outcome-not-synced = 没能重新获取余额。请打开应用的总览页来获取。
outcome-helped = 余额现在是对的。
outcome-not-helped = 没有用，已经全部放回原处。
outcome-not-known = 看不出是否有用。
outcome-could-fix = 应用可以清除“{ $label }”副本并重新获取余额。
outcome-failed = “{ $label }”副本没能清除：{ $problem }
report-failed = 报告没能保存，所以没有发送：{ $problem }
report-redacted = 封存之前去掉了 { $count } 处私人信息。
report-file = 只有客服能打开：{ $file }
report-not-kept = 只有客服能打开。本演示不保留文件，加上 --keep 目录 则会保留。
report-arrived = 客服已经收到。
report-reply = 预计 { $hours } 小时内回复。
report-waiting = 暂时发不出去。报告已经保存，稍后可以继续发送；您也可以自己转发这个文件。
report-kept = 报告保存在这台设备上。没有设置接收的客服地址；您可以自己转发这个文件。
step-fine = 正常
step-trouble = 有不正常的地方

## 服务的各个部分

separator = 、
part-withdrawals = 提现
part-deposits = 充值
part-transfers = 转账
part-payments = 支付
part-banks = 银行通道
part-balances = 余额与记录
part-transactions = 交易
part-sign_in = 登录
part-verification = 验证
part-opening = 开户
part-accounts = 账户

## 时长

span-minutes = { $count ->
   *[other] { $n } 分钟
 }
span-hours = { $count ->
   *[other] { $n } 小时
 }
span-days = { $count ->
   *[other] { $n } 天
 }

## 服务商的公告：什么时候的事，消息有多旧

announced-incident = { $from_known ->
    [yes] 从 { $from } 起
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { $age_known ->
        [yes] （{ $age }前得到的消息，{ $as_of }）
       *[no] （{ $as_of } 得到的消息，当时的时钟不准）
     }
   *[no] { "" }
 }
announced-maintenance_now = { $over_by_known ->
    [yes] 原定 { $until } 结束，已超过 { $over_by }
   *[no] { $until_known ->
        [yes] 到 { $until } 结束
       *[no] 正在进行
     }
 }{ $as_of_known ->
    [yes] { $age_known ->
        [yes] （{ $age }前得到的消息，{ $as_of }）
       *[no] （{ $as_of } 得到的消息，当时的时钟不准）
     }
   *[no] { "" }
 }
announced-maintenance_planned = { $starts_in }后（{ $from }）开始{ $lasts_known ->
    [yes] ，大约 { $lasts }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { $age_known ->
        [yes] （{ $age }前得到的消息，{ $as_of }）
       *[no] （{ $as_of } 得到的消息，当时的时钟不准）
     }
   *[no] { "" }
 }
announced-notice = { $from_known ->
    [yes] { $from }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { $age_known ->
        [yes] （{ $age }前得到的消息，{ $as_of }）
       *[no] （{ $as_of } 得到的消息，当时的时钟不准）
     }
   *[no] { "" }
 }

## 原因：出了什么问题、对资金意味着什么、怎么做

cause-unknown-needs_support =
    .headline = 有些内容没能查到，看到的情况也不足以判断原因。
    .money = 就看到的情况，没有发现您的资金有风险，但我们没能看到全部。
    .steps =
        请过几分钟再试。
        如果问题还在，请把报告发给客服。
