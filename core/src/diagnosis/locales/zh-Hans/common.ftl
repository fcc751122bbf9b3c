### 诊断说的话，简体中文。平静、直白、简短；不责备，不用行话。每条信息在每种语言里都有。

## 把握、标签

certainty-almost_certain = 几乎可以确定
certainty-likely = 很可能
certainty-possible = 有可能
label-causes = 查到的原因
label-nothing-found = 能查的都查过了，没有发现问题。
label-evidence-for = 依据
label-evidence-against = 不支持这个判断的情况
label-money = 您的资金
label-announcements = 服务商的公告
label-steps = 接下来怎么做
label-fixed = 已经处理的问题
label-retry = 什么时候再试
label-ready = 联系客服前准备
label-contacts = 可以联系谁
label-preflight-fine = 就已知的情况，没有什么妨碍。
label-preflight-unmet = 目前的妨碍
label-preflight-notes = 提醒
label-preflight-unknown = 没能查看的内容
aspect-account = 账户状态
aspect-balance = 可用余额
aspect-limits = 额度
aspect-attempts = 这部手机上的失败记录
aspect-fee = 手续费
aspect-bank = 银行或通道
aspect-service = 服务商的服务
aspect-network = 手机的网络
aspect-app = 应用的版本
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
money-urgent = 从这里无法判断资金是否缺失，请按紧急情况处理：{ $provider }和您的银行越早知道，越有可能止付或追回。
steps-urgent =
    先确保账户安全：在可信的网络上修改密码，并让其他设备全部退出登录。
    核对最近的转账、消费和充值，标出每一笔不是您本人做的。
    马上用现在能用的、最快的方式联系{ $provider }客服，逐笔说明您标出的交易。
    如果绑定了银行账户或银行卡，请联系银行挂失，并要求止付或提出争议。
    保留所有记录：编号、时间、金额、消息和截图。凡是收费“追款”的都不要相信，验证码不要给任何人。
    之后几天留意账户，有新的异常马上反映。
    如果是被骗，或有人进了您的账户，请报警；在中国大陆拨打 110，电信网络诈骗可拨打反诈专线 96110。
    如果{ $provider }不处理，可以向监管部门投诉；在中国大陆拨打 12363，即中国人民银行金融消费权益保护热线。

## 没有发现问题时：针对每种情况，接下来可以怎么做

nothing-found-withdrawal_failed = 请再核对一遍绑定的银行卡和金额，然后只试一次。如果又失败了，不要继续试，请把报告发给客服。
nothing-found-transfer_failed = 请与收款方核对户名和账号，然后只试一次。如果又失败了，不要继续试，请把报告发给客服。
nothing-found-payment_failed = 再次付款之前，先在记录里看看这笔是不是已经成功；也可以换一张卡或换一种支付方式。如果还是失败，请把报告发给客服。
nothing-found-payment_not_received = 请把付款的编号、时间和金额告诉收款方，请对方在自己的记录里查一下。不要再付一次；如果过了一个工作日对方仍然没有收到，请把报告发给客服。
nothing-found-transaction_delayed = 转到银行可能要到下一个工作日，遇到周末和节假日会更久。如果已经超过，请把报告连同交易号发给客服；在此期间不要再转一次。
nothing-found-balance_incorrect = 请用交易记录核对余额，手续费、退款和还在处理的交易也要算进去。如果还有说不清的差额，请把报告发给客服，并说明从哪一天起对不上。
nothing-found-history_unavailable = 请关闭应用再打开，然后下拉刷新；时间范围选短一些，可能就能加载出来。如果还是空的，请把报告发给客服。加载不出来，不代表记录丢了。
nothing-found-sign_in_failed = 如果记不准密码，请在应用里重设，不要靠猜，多次输错可能会锁定账户。如果还是不行，请把报告发给客服。
nothing-found-verification_failed = 请重新获取一次验证码，等它到了只用这一条；同时核对账户里的手机号是不是还在用。如果又失败了，请把报告发给客服，验证码本身不要给任何人。
nothing-found-account_restricted = 我们没有看到账户受限，那条消息不一定来自服务商。请与应用里的消息核对，不要点里面的链接，并通过应用询问客服。
nothing-found-account_unseen = 我们没能查看账户本身，所以账户仍然可能受到了限制。请看应用里的消息，不要点其中的链接，并通过应用问客服限制了什么、原因是什么。
nothing-found-account_opening_failed = 请把每一项与证件、与银行预留的信息核对，看看有没有要求补充材料的消息。如果过了承诺的时间还没有结果，请问客服办到哪一步了。
nothing-found-funds_missing = 这里没有发现问题，不代表没有出事。请按紧急情况的步骤去做，并马上联系客服。
nothing-found-app_error = 请关闭应用再打开。如果又出现同样的提示，请把原文或代码截图，连同报告发给客服。
nothing-found-other = 请用自己的话写下：做了什么，本来应该怎样，结果怎样，然后连同报告发给客服。

## 联系客服前准备什么

ready-default =
    应用里显示的账户，密码和验证码不要提供。
    金额和时间。
    交易号（如果有）。
    看到的提示原文。
    截图。
ready-note = 客服从不需要您的密码或验证码；凡是来要的，都不是客服。

## 已做的事

outcome-cleared = 清除了“{ $label }”副本里的 { $files } 个文件。{ $some_left ->
    [yes] 有 { $left } 项无法移动，保持原样。
   *[no] { "" }
 }
outcome-synced = 已重新获取余额。
outcome-not-synced = 没能重新获取余额。请打开应用的总览页来获取。
outcome-helped = 余额现在是对的。
outcome-not-helped = 没有用，已经全部放回原处。
outcome-not-known = 看不出是否有用。
outcome-could-fix = 应用可以清除“{ $label }”副本（{ $bytes } 字节）并重新获取数据：{ $why ->
    [damaged] 它已经读不出来。
    [other_schema] 当前版本的应用无法使用它。
    [too_old] 它的存放时间过长。
    [too_large] 它占用的空间过大。
   *[stale] 它比服务商那里的旧。
 }
outcome-could-resync = 应用可以重新获取余额。
outcome-could-sign-in = 应用可以让您重新登录。
outcome-not-done = 应用没能做到：{ $problem }
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

## 情况：每条一句话

fact-causes-not_accepted = 服务商自己的原因列表没有通过检查，所以用的是我们的。

## 原因：出了什么问题、对资金意味着什么、什么时候再试、怎么做

cause-unknown-needs_support =
    .headline = { $fact ->
        [bank_refused] 银行拒绝了这笔交易，原因我们不知道。
        [contradicts_itself] { $provider }对这笔交易的说法前后矛盾，无法判断它的结果。
        [contradictory] { $provider }给出的情况前后矛盾，无法判断原因。
        [terms_inconsistent] { $provider }给出的限额或余额前后矛盾，无法判断原因。
        [negative] { $provider }给出的余额小于零，原因我们不知道。
       *[other] 有些内容没能查到，看到的情况也不足以判断原因。
     }
    .money = { $fact ->
        [contradicts_itself] 从这些说法看不出是否扣款。余额和记录里也许能看出来，以客服的答复为准。
        [bank_refused] 没有说明是否扣款。余额和记录里也许能看出来，以客服的答复为准。
        [negative] 从这里无法判断。余额小于零可能是手续费或被收回的款项，也可能是差错，以客服的答复为准。
       *[other] 就看到的情况，没有发现您的资金有风险，但我们没能看到全部。
     }
    .retry = { $fact ->
        [contradicts_itself] 弄清结果之前，请不要再发起一次。
        [bank_refused] 问过银行或客服之前请不要再试，被拒绝可能计入次数限制。
       *[other] 请过几分钟再试，但不要反复尝试。
     }
    .steps =
        如果问题还在，请把报告发给客服，里面写明了查过什么、什么没能查到。
        请附上看到的提示、截图和时间。

## 操作

operation-withdrawal = 提现
operation-transfer = 转账
operation-payment = 支付
operation-sign_in = 登录
operation-verification = 验证
operation-opening = 开户
