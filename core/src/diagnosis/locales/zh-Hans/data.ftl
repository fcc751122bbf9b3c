### 诊断说的话，简体中文。平静、直白、简短；不责备，不用行话。每条信息在每种语言里都有。

## 情况：每条一句话

fact-balance-equal = 显示的余额与服务商一致。
fact-balance-cache_stale = { $subject }{ $figure }：应用显示的是{ $since_known ->
    [yes] { " " }{ $since } 的
   *[no] { "" }
 } { $cached }，服务商那里是 { $synced }。
fact-balance-cache_older = { $subject }{ $figure }：应用显示的是{ $since_known ->
    [yes] { " " }{ $since } 的
   *[no] { "" }
 } { $cached }；服务商那里是 { $synced }，按时间是较新的。
fact-balance-provider_behind = { $subject }{ $figure }：服务商给出的是{ $since_known ->
    [yes] { " " }{ $since } 的
   *[no] { "" }
 } { $synced }，{ $known_known ->
    [yes] 而它之前已经给出过 { $known }。
   *[no] 应用里已经是 { $cached }。
 }
fact-balance-pending_explains = { $subject }{ $figure }：相差的 { $difference } 来自处理中的交易：{ $transactions }。
fact-balance-pending_may_explain = { $subject }{ $figure }：相差的 { $difference } 可能来自处理中的交易（{ $transactions }），但也有别的可能。
fact-balance-counted_twice = { $subject }：相差的 { $difference } 正好是一笔交易的金额，像是被计算了两次：{ $transactions }。
fact-balance-transaction_missing = { $subject }：相差的 { $difference } 正好是一笔交易的金额，像是应用里漏了它：{ $transactions }。
fact-balance-failed_counted = { $subject }：相差的 { $difference } 正好是一笔失败交易的金额：{ $transactions }。
fact-balance-transaction_may_explain = { $subject }：相差的 { $difference } 可能是某笔交易没有正确计入（{ $transactions }），但也可能只是巧合。
fact-balance-held_mistaken = { $subject }{ $figure }：应用显示 { $cached }，服务商那里是 { $synced }；相差的正好是被占用的 { $held }。
fact-balance-other_account = 应用显示的余额与服务商给出的不是同一个账户的。
fact-balance-other_asset = 应用把 { $cached } 显示为 { $subject }，服务商那里同样的金额是 { $other }。
fact-balance-other_scale = { $subject }：应用显示 { $cached }，服务商那里是 { $synced }：数字一样，小数点位置不同。
fact-balance-unsettled = { $cached_known ->
    [no] 应用和服务商给出的余额不同，但检查时还在变动。
   *[yes] { $subject }{ $figure }：应用显示 { $cached }，服务商那里是 { $synced }，但检查时还在变动。
 }
fact-balance-partly_read = 余额中有一部分没能读到，或者无法比较。
fact-balance-unexplained = { $subject }{ $figure }：应用显示 { $cached }，服务商那里是 { $synced }；相差的 { $difference } 没有已知的解释。
fact-balance-unavailable = 刚才没能读到您的余额。
fact-balance-unreadable = 服务商有响应，但给出的余额无法理解。
fact-cache-too_old = { $subject }：保存的副本过旧，最早的内容是 { $oldest } 的。
fact-cache-too_large = { $subject }：保存的副本过大（{ $bytes } 字节）。
fact-cache-other_schema = { $subject }：这份保存的副本，当前版本的应用无法使用。
fact-cache-damaged = { $subject }：应用读不出这份保存的副本。

## 余额中的项目，写在币种后面

figure-available = （可用）
figure-held = （占用）

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
    .headline = { $fact ->
        [pending_may_explain] 余额的差额可能来自还在处理中的交易。
       *[other] 余额的差额来自还在处理中的交易。
     }
    .money = { $fact ->
        [pending_may_explain] 从这里还不能确定。如果就是这些交易，那么这些金额还在途中，尚未入账。
       *[other] 没有迹象表明您的资金有风险。这些金额还在途中，尚未入账。
     }
    .retry = 不需要再试，这些交易请不要再发起一次。
    .steps =
        请查看这里列出的交易和它们的状态。
        { $fact ->
            [pending_may_explain] 这些交易完成后，请再看一次余额。如果还是不一致，请把报告发给客服。
           *[other] 如果有一笔超过一个工作日，请凭交易号询问客服。
         }
cause-data-balance_differs_unexplained =
    .headline = { $fact ->
        [unsettled] 应用里的余额与{ $provider }那里的不一致，但检查时还在变动。
       *[other] 应用里的余额与{ $provider }那里的不一致，目前没有已知的解释。
     }
    .money = { $fact ->
        [unsettled] 现在还看不出什么。交易入账的那一刻，两边的余额常会短暂不同。
       *[other] 从这里无法判断。客服可以根据报告里的准确数字来查。
     }
    .retry = { $fact ->
        [unsettled] 请过几分钟再检查一次余额。
       *[other] 客服查看之前，这个币种请不要再做交易。
     }
    .steps =
        { $fact ->
            [unsettled] 下拉刷新，看看余额是不是还不一致。
           *[other] 请把报告发给客服，里面有两边的余额和准确的差额。
         }
        把应用现在显示的余额截图保存。
        { $fact ->
            [unsettled] 如果再次检查时还是不一致，请把报告发给客服。
           *[other] 如果看到不是您本人的交易，请马上致电客服。
         }
cause-data-other_account_shown =
    .headline = 应用显示的余额不属于您现在登录的账户。
    .money = 从这里无法判断您的余额是否正确。请以{ $provider }那里您本人账户的余额为准。
    .retry = 应用显示您本人的账户之前，请不要做交易。
    .steps =
        请在应用里查看现在登录的是哪个账户。
        让应用清除保存在手机上的内容，重新获取余额。
        如果显示的还是别的账户，请退出后重新登录，并把报告发给客服。
    .after =
        请看看账户和余额现在是不是您本人的。
        如果不是，请不要做交易，并把报告发给客服。
cause-data-unit_shown_wrong =
    .headline = { $fact ->
        [other_asset] 应用可能把余额显示在了错误的币种下：应是 { $other }，却显示为 { $subject }。
        [other_scale] 应用显示的 { $subject } 余额，小数点位置可能不对。
       *[other] 应用显示余额的单位可能不对。
     }
    .money = 以{ $provider }那里的余额为准：{ $synced_known ->
        [yes] { $fact ->
            [other_asset] { $cached } { $other }。
           *[other] { $synced } { $subject }。
         }
       *[no] 金额可能没有变，只是显示的单位不同。
     }
    .retry = 应用显示正确的余额之前，这个币种请不要做交易，金额也可能被弄错。
    .steps =
        让应用清除保存在手机上的内容，重新获取余额。
        如果还是这样，请看看应用有没有新版本，有的话请更新。
        请把报告发给客服，里面有两边的余额。
    .after =
        请用您自己的记录再核对一次余额。
        如果还是不对，这个币种请不要做交易，并把报告发给客服。
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
        [counted_twice] 余额里可能把一笔交易算了两次：{ $transactions }。
        [transaction_missing] 应用的余额里可能漏了一笔交易：{ $transactions }。
        [failed_counted] 应用的余额里可能算进了一笔失败的交易：{ $transactions }。
        [transaction_may_explain] 余额里可能漏了一笔交易，或者把它算了两次：{ $transactions }。
       *[other] 有交易重复列出，或者缺失。
     }
    .money = { $fact ->
        [counted_twice] 从这里无法判断哪一边是对的。客服可以凭交易号来查。
        [transaction_missing] 从这里无法判断哪一边是对的。客服可以凭交易号来查。
        [failed_counted] 从这里无法判断这笔钱是否已经退回。客服可以凭交易号来查。
        [transaction_may_explain] 从这里无法判断。客服可以根据报告里的准确数字来查。
        [listed_twice] 可能只是显示的问题。看余额可以知道扣了一次还是两次。
        [not_found] 从这里无法判断。如果已经为它扣了款，请保留能证明的记录。
       *[other] 从这里无法判断是否扣了两次，请用交易记录核对余额。
     }
    .retry = { $fact ->
        [not_found] 在客服说明这笔交易的去向之前，请不要再发起一次。
        [counted_twice] 在客服说明以哪一边为准之前，请不要再发起一次。
        [transaction_missing] 在客服说明以哪一边为准之前，请不要再发起一次。
        [failed_counted] 在客服说明以哪一边为准之前，请不要再发起一次。
        [transaction_may_explain] 在客服说明以哪一边为准之前，请不要再发起一次。
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
