### 诊断说的话，简体中文。平静、直白、简短；不责备，不用行话。每条信息在每种语言里都有。

## 情况：每条一句话

fact-balance-equal = 显示的余额与服务商一致。
fact-balance-cache_stale = { $subject }：应用显示的是 { $since } 的 { $cached }，服务商那里是 { $synced }。
fact-balance-provider_behind = { $subject }：服务商给出的是 { $since } 的 { $synced }，应用里已经是 { $cached }。
fact-balance-pending_explains = { $subject }：相差的 { $difference } 来自处理中的交易：{ $transactions }。
fact-balance-unexplained = { $subject }：应用显示 { $cached }，服务商那里是 { $synced }；相差的 { $difference } 没有已知的解释。
fact-balance-unavailable = 刚才没能读到您的余额。
fact-balance-unreadable = 服务商有响应，但给出的余额无法理解。
fact-cache-too_old = { $subject }：保存的副本过旧，最早的内容是 { $oldest } 的。
fact-cache-too_large = { $subject }：保存的副本过大（{ $bytes } 字节）。
fact-cache-other_schema = { $subject }：这份保存的副本，当前版本的应用无法使用。
fact-cache-damaged = { $subject }：应用读不出这份保存的副本。

## 原因：出了什么问题、对资金意味着什么、什么时候再试、怎么做

cause-data-cache_stale =
    .headline = { $cached_known ->
        [yes] 应用显示的是一份旧的余额。
       *[no] 应用保存在手机上的一些内容是旧的。
     }
    .money = 以{ $provider }那里的余额为准，手机上的只是副本。如果比您预期的少，请核对交易记录。
    .retry = 等应用重新获取余额之后再试。
    .steps =
        让应用清除旧的副本，重新获取余额。
        如果还是不对，请把报告发给客服。
    .after =
        请再看一次余额。如果还是不对，请告诉客服。
cause-data-sync_delayed =
    .headline = { $provider }还没有跟上您最近的交易。
    .money = 没有迹象表明您的资金有风险。{ $provider }跟上之后，最新的交易就会出现。
    .retry = 过几分钟再看；已经做过的交易请不要重复。
    .steps =
        下拉刷新，用您自己的记录核对最新的交易。
        如果一小时后还没有跟上，请把报告发给客服。
cause-data-pending_explains_difference =
    .headline = 余额的差额来自还在处理中的交易。
    .money = 没有迹象表明您的资金有风险。这些金额还在途中，尚未入账。
    .retry = 不需要再试，这些交易请不要再发起一次。
    .steps =
        请查看这里列出的交易和它们的状态。
        如果有一笔超过一个工作日，请凭交易号询问客服。
cause-data-balance_differs_unexplained =
    .headline = 应用里的余额与{ $provider }那里的不一致，目前没有已知的解释。
    .money = 从这里无法判断。客服可以根据报告里的准确数字来查。
    .retry = 客服查看之前，这个币种请不要再做交易。
    .steps =
        请把报告发给客服，里面有两边的余额和准确的差额。
        把应用现在显示的余额截图保存。
        如果看到不是您本人的交易，请马上致电客服。
cause-data-cache_corrupt =
    .headline = { $fact ->
        [other_schema] 应用保存在手机上的一份内容，当前版本的应用无法使用。
       *[other] 应用保存在手机上的一份内容损坏了，读不出来。
     }
    .money = 这不会让资金有风险。损坏的只是副本，以{ $provider }那里的余额为准。
    .retry = 等应用换掉这份副本之后再试。
    .steps =
        让应用清除这份副本，重新获取数据。
        如果手机快存满了，请先腾出一些空间。
        不需要为此卸载应用，清除副本就够了。
    .after =
        请再看一次余额和最近的交易。
        如果还有缺失，或者又出现这种情况，请把报告发给客服。
cause-data-duplicate_or_missing_transaction =
    .headline = { $fact ->
        [listed_twice] 有一笔交易以同一个编号列出了两次：{ $subject }。
        [twice] 有两笔交易看起来一样，其中一笔可能是重复的：{ $transactions_known ->
            [yes] { $transactions }。
           *[no] { $subject }。
         }
        [not_found] { $provider }那里没有这笔交易：{ $subject }。
       *[other] 有交易重复列出，或者缺失。
     }
    .money = { $fact ->
        [listed_twice] 可能只是显示的问题。看余额可以知道扣了一次还是两次。
        [not_found] 从这里无法判断。如果已经为它扣了款，请保留能证明的记录。
       *[other] 从这里无法判断是否扣了两次，请用交易记录核对余额。
     }
    .retry = { $fact ->
        [not_found] 在客服说明这笔交易的去向之前，请不要再发起一次。
       *[other] 在客服说明以哪一笔为准之前，请不要再发起一次，也不要自己撤销其中一笔。
     }
    .steps =
        刷新交易列表，核对编号、时间和金额。
        如果绑定了银行卡，请看看那里扣了几次。
        请把报告发给客服，并附上这些交易的编号。
    .ready =
        应用里显示的账户，密码和验证码不要提供。
        每一笔相关交易的编号、时间和金额。
        银行的扣款记录（如果有）。
        交易列表和每一笔详情的截图。
