### 诊断说的话，简体中文。平静、直白、简短；不责备，不用行话。每条信息在每种语言里都有。

## 情况：每条一句话

fact-bank-unverified = { $subject }：还没有验证。
fact-bank-invalid = { $subject }：信息不对。
fact-bank-expired = { $subject }：银行卡已过有效期。
fact-bank-closed = { $subject }：已被银行注销。
fact-bank-verified = { $subject }：已验证。
fact-bank-maintenance = { $subject }：正在维护{ $until_known ->
    [yes] ，预计 { $until } 结束。
   *[no] 。
 }
fact-bank-down = { $subject }：目前不可用{ $until_known ->
    [yes] ，预计到 { $until } 恢复。
   *[no] 。
 }
fact-bank-delayed = { $subject }：可用，但处理较慢{ $late_minutes_known ->
    [yes] （约慢 { $late_minutes } 分钟）。
   *[no] 。
 }
fact-bank-one_in_maintenance = { $subject }：正在维护{ $until_known ->
    [yes] ，预计 { $until } 结束
   *[no] { "" }
 }；不知道您用的是不是它。
fact-bank-one_down = { $subject }：目前不可用{ $until_known ->
    [yes] ，预计到 { $until } 恢复
   *[no] { "" }
 }；不知道您用的是不是它。
fact-bank-up = { $subject }：正常。
fact-bank-over_maximum = { $subject }：单笔最多 { $maximum } { $asset }，{ $amount } { $asset } 超出 { $missed_by } { $asset }。
fact-funds-below_minimum = 单笔最少 { $minimum } { $asset }，{ $amount } { $asset } 还差 { $missed_by } { $asset }。
fact-funds-above_maximum = 单笔最多 { $maximum } { $asset }，{ $amount } { $asset } 超出 { $missed_by } { $asset }。
fact-funds-insufficient = 可用 { $available } { $asset }，需要 { $needed } { $asset }{ $fee_known ->
    [yes] （含手续费 { $fee } { $asset }）
   *[no] { "" }
 }，还差 { $missed_by } { $asset }。
fact-funds-held = 有 { $held } { $asset } 被占用，可用 { $available } { $asset }；需要 { $needed } { $asset }，还差 { $missed_by } { $asset }。
fact-funds-held_amount = 暂时不能用的正好是您说少了的金额：{ $held } { $asset }。
fact-funds-some_held = 余额里有 { $held } { $asset } 被占用。
fact-funds-day_limit = 每日额度 { $limit } { $asset }{ $left_known ->
    [yes] ，今天还剩 { $left } { $asset }
   *[no] { "" }
 }，这笔金额超出 { $missed_by } { $asset }{ $until_known ->
    [yes] ；{ $until } 重新计算。
   *[no] 。
 }
fact-funds-month_limit = 每月额度 { $limit } { $asset }{ $left_known ->
    [yes] ，本月还剩 { $left } { $asset }
   *[no] { "" }
 }，这笔金额超出 { $missed_by } { $asset }{ $until_known ->
    [yes] ；{ $until } 重新计算。
   *[no] 。
 }
fact-funds-attempts_used_up = { $until_known ->
    [yes] { $until } 之前的次数已经用完。
   *[no] 次数暂时已经用完。
 }
fact-funds-last_attempt = { $until_known ->
    [yes] { $until } 之前只剩最后一次。
   *[no] 达到次数上限之前只剩最后一次。
 }
fact-funds-fee = 手续费 { $fee } { $asset }{ $taken ->
    [on_top] ，合计 { $total } { $asset }
    [from_amount] ，从这笔金额里扣
    [perhaps_not_covered] ；如果另外收取，还差 { $short_by } { $asset }
   *[not_told] { "" }
 }{ $free_from_known ->
    [yes] ；{ $free_until_known ->
        [yes] { $free_from } 到 { $free_until } 免手续费。
       *[no] { $free_from } 起免手续费。
     }
   *[no] { $free_until_known ->
        [yes] ；免手续费的时段到 { $free_until } 结束。
       *[no] 。
     }
 }
fact-funds-within_limits = 金额没有超出任何已知的限制，可用余额也足够。
fact-funds-terms_inconsistent = 服务商给出的限额或余额前后矛盾。
fact-funds-other_asset = { $asset }：没有这个币种的限额和余额信息。
fact-balance-negative = { $subject }：服务商给出的余额小于零（{ $total }）。

## 原因：出了什么问题、对资金意味着什么、什么时候再试、怎么做

cause-bank-account_unverified =
    .headline = { $fact ->
        [unverified] 绑定的账户或银行卡还没有验证：{ $subject }。
       *[other] 绑定的账户或银行卡还没有验证。
     }
    .money = 因此被拒绝的操作不会扣款，金额仍在您的钱包里。
    .retry = 账户或银行卡验证之后再试，在那之前还会被拒绝。
    .steps =
        在应用的银行卡页面完成验证。
        请用您本人名下的卡，手机号要与银行预留的一致。
        或者换一个已经验证的账户或银行卡。
cause-bank-details_invalid =
    .headline = { $fact ->
        [invalid] 绑定的账户或银行卡信息不对：{ $subject }。
        [expired] 绑定的银行卡已过有效期：{ $subject }。
        [closed] 绑定的账户或银行卡已被银行注销：{ $subject }。
        [bank_refused] 银行拒绝了这笔交易，可能是绑定的账户或银行卡信息不对。
       *[other] 绑定的账户或银行卡信息不对。
     }
    .money = 被银行拒绝的提现，即使已经转出，通常也会退回您的钱包。请在记录里查看它的状态。
    .retry = { $fact ->
        [expired] 绑定有效的银行卡之后再试，用这张卡还会被拒绝。
        [closed] 换一个账户或银行卡再试，用这个还会被拒绝。
        [bank_refused] 核对信息或问过银行之后再试，每多被拒绝一次都可能计入次数限制。
       *[other] 信息改对之后再试，每多被拒绝一次都可能计入次数限制。
     }
    .steps =
        { $fact ->
            [expired] 请添加银行寄来的新卡；如果还没有，请向银行申请换卡。
            [closed] 请添加您本人的另一个账户或银行卡，并改用它。
           *[other] 把卡号、姓名和支行与卡面核对，在应用里改正。
         }
        如果看起来都没有错，请问银行这个账户能不能收款。
        不再使用的卡，请解除绑定。
cause-bank-maintenance =
    .headline = { $fact ->
        [maintenance] 您的银行或支付渠道（{ $subject }）正在维护{ $until_known ->
            [yes] ，预计 { $until } 结束。
           *[no] 。
         }
        [one_in_maintenance] 有一家银行或支付渠道（{ $subject }）正在维护{ $until_known ->
            [yes] ，预计 { $until } 结束
           *[no] { "" }
         }。如果您用的是它，可能就是这个原因。
       *[other] 银行或支付渠道正在维护。
     }
    .money = 银行维护不会让钱减少。交易可能晚一些入账，重复之前请先查看它的状态。
    .retry = { $try_again_known ->
        [yes] 请在 { $try_again } 以后再试；提前试可能失败，还可能计入次数限制。
       *[no] 请今天晚些时候或明天再试；维护期间试可能失败，还可能计入次数限制。
     }
    .steps =
        如果着急，请换一家已绑定的银行或另一张卡。
        看到交易状态之前，请不要重复付款或提现。
        如果维护结束一个工作日后还没有完成，请把报告发给客服。
cause-bank-channel_down =
    .headline = { $fact ->
        [down] 您的银行或支付渠道（{ $subject }）目前不可用，不是您手机的问题。
        [one_down] 有一家银行或支付渠道（{ $subject }）目前不可用。如果您用的是它，可能就是这个原因。
       *[other] 银行或支付渠道目前不可用，不是您手机的问题。
     }
    .money = 银行故障本身不会让钱减少。交易可能晚一些入账，重复之前请先查看它的状态。
    .retry = { $try_again_known ->
        [yes] 请在 { $try_again } 以后再试，只试一次；失败可能计入次数限制。
       *[no] 请过几小时再试，只试一次；失败可能计入次数限制。
     }
    .steps =
        如果着急，请换一家已绑定的银行或另一张卡。
        看到交易状态之前，请不要重复付款或提现。
        如果超过一天还没有恢复，请询问银行，并把报告发给客服。
cause-bank-amount_over_channel_limit =
    .headline = { $missed_by_known ->
        [yes] 金额超过了这家银行或渠道的单笔上限 { $maximum } { $asset }，多了 { $missed_by } { $asset }。
       *[no] 金额超过了这家银行或渠道的单笔上限。
     }
    .money = 因此被拒绝的金额不会扣款，仍在原处。
    .retry = { $maximum_known ->
        [yes] 现在就可以用不超过 { $maximum } { $asset } 的金额再试；金额不变还会被拒绝。
       *[no] 现在就可以减少金额再试；金额不变还会被拒绝。
     }
    .steps =
        分成几笔来做，同时留意手续费和每日额度。
        或者换一家上限更高的已绑定银行或银行卡。
        可以问问银行，能不能提高这张卡的限额。
cause-bank-processing_delay =
    .headline = { $fact ->
        [delayed] 银行或支付渠道（{ $subject }）目前处理较慢{ $late_minutes_known ->
            [yes] ，约慢 { $late_minutes } 分钟。
           *[no] 。
         }
       *[other] 银行或支付渠道处理得比平时慢。
     }
    .money = 没有迹象表明钱丢了。在途期间，银行那边还看不到，钱包里也不算可用。
    .retry = 请不要再发起一次：第一笔仍可能到账，那样就付了两次。
    .steps =
        隔一段时间在记录里看看它的状态。
        周末、节假日和夜间，银行可能不处理。
        如果过了一个工作日还没有到，请凭交易号询问客服。
cause-funds-below_minimum =
    .headline = { $missed_by_known ->
        [yes] 金额低于单笔最低 { $minimum } { $asset }，还差 { $missed_by } { $asset }。
       *[no] 金额低于单笔最低要求。
     }
    .money = 因此被拒绝的金额不会扣款，仍在您的钱包里。
    .retry = { $minimum_known ->
        [yes] 现在就可以用 { $minimum } { $asset } 或更多的金额再试。
       *[no] 现在就可以用更大的金额再试。
     }
    .steps =
        请增加金额；如果有手续费，也要算进去。
        如果余额不到最低金额，可以攒够再提，或者直接用来支付。
cause-funds-above_maximum =
    .headline = { $missed_by_known ->
        [yes] 金额超过单笔上限 { $maximum } { $asset }，多了 { $missed_by } { $asset }。
       *[no] 金额超过单笔上限。
     }
    .money = 因此被拒绝的金额不会扣款，仍在您的钱包里。
    .retry = { $maximum_known ->
        [yes] 现在就可以用不超过 { $maximum } { $asset } 的金额再试。
       *[no] 现在就可以减少金额再试。
     }
    .steps =
        分成几笔来做，同时留意手续费和每日额度。
        在应用里看看，完成进一步的身份验证能不能提高限额。
cause-funds-insufficient_available =
    .headline = { $missed_by_known ->
        [yes] 可用余额不够，还差 { $missed_by } { $asset }{ $fee_known ->
            [yes] （已算上手续费 { $fee } { $asset }）。
           *[no] 。
         }
       *[no] 可用余额不够支付金额和手续费。
     }
    .money = 因此被拒绝的操作不会扣款，您的钱仍在钱包里。
    .retry = { $available_known ->
        [yes] 余额足够之后再试，或者减少金额：目前可用 { $available } { $asset }，手续费也要算在里面。
       *[no] 余额足够之后再试，或者减少金额，手续费也要算在里面。
     }
    .steps =
        减少金额，或者先充值。
        在应用里比较“可用余额”和“总余额”：被占用或在途的钱暂时不能用。
        如果觉得余额本身不对，请先刷新，再做一次“余额显示错误”的检查。
cause-funds-held_or_pending =
    .headline = { $fact ->
        [held] { $missed_by_known ->
            [yes] 余额本来够，但其中 { $held } { $asset } 被占用，可用的是 { $available } { $asset }。
           *[no] 余额本来够，但其中一部分被占用。
         }
       *[other] { $held_known ->
            [yes] 余额里有一部分（{ $held } { $asset }）被占用，暂时不能用。
           *[no] 余额里有一部分被占用或还在途中，暂时不能用。
         }
     }
    .money = 被占用的钱仍然算在您的余额里，只是暂时不能用。为什么被占用，记录里一般能看到。
    .retry = { $available_known ->
        [yes] 等占用解除之后再试，或者现在用不超过 { $available } { $asset } 的金额再试。
       *[no] 等占用解除之后再试，或者现在减少金额再试。
     }
    .steps =
        在记录里找找还在处理的交易：提现、充值，或者付了押金的订单。
        不再需要的，如果应用允许，可以在那里取消。
        如果找不到原因，请问客服为什么被占用、到什么时候。
cause-funds-period_limit_reached =
    .headline = { $fact ->
        [day_limit] { $left_known ->
            [yes] 金额超过了今天剩余的额度（每日 { $limit } { $asset }，还剩 { $left } { $asset }）。
           *[no] 金额超过了今天剩余的额度。
         }
        [month_limit] { $left_known ->
            [yes] 金额超过了本月剩余的额度（每月 { $limit } { $asset }，还剩 { $left } { $asset }）。
           *[no] 金额超过了本月剩余的额度。
         }
       *[other] 每日或每月的额度已经用完。
     }
    .money = 因此被拒绝的金额不会扣款，仍在您的钱包里。
    .retry = { $until_known ->
        [yes] { $until } 额度重新计算之后再试{ $left_known ->
            [yes] ，或者现在用不超过 { $left } { $asset } 的金额再试。
           *[no] 。
         }
       *[no] 等额度重新计算之后再试，或者减少金额{ $left_known ->
            [yes] （不超过 { $left } { $asset }）。
           *[no] 。
         }
     }
    .steps =
        如果是等不及的付款，请换别的方式支付。
        在应用里看看，完成进一步的身份验证能不能提高额度。
cause-funds-too_many_attempts =
    .headline = { $fact ->
        [last_attempt] { $until_known ->
            [yes] { $until } 之前只剩最后一次机会。
           *[no] 达到次数上限之前只剩最后一次机会。
         }
        [failed_often] 接连失败了几次，再多试几次，{ $provider }可能会暂停您的操作。
       *[other] 尝试次数过多，{ $until_known ->
            [yes] { $until } 之前不能再试。
           *[no] 暂时不能再试。
         }
     }
    .money = 记录里显示失败且未扣款的操作，没有花掉您的钱。再做任何操作之前，请先看记录。
    .retry = { $fact ->
        [last_attempt] 请先停一停，弄清前几次为什么失败，再用最后一次{ $until_known ->
            [yes] ；或者等到 { $until } 以后。
           *[no] 。
         }
       *[other] { $until_known ->
            [yes] { $until } 之前请不要再试，每多试一次，等待时间都可能变长。
           *[no] { $try_again_known ->
                [yes] { $try_again } 之前请不要再试，每多试一次，等待时间都可能变长。
               *[no] 请至少停一天再试，每多试一次，等待时间都可能变长。
             }
         }
     }
    .steps =
        在记录里看看第一次是为什么失败的：金额、银行卡、额度，还是收款方。
        先把原因解决，再做下一次。
        如果着急，请用别的方式支付。
cause-funds-fee_applies =
    .headline = { $fee_known ->
        [yes] 这笔操作有手续费 { $fee } { $asset }{ $free_from_known ->
            [yes] ，{ $free_until_known ->
                [yes] { $free_from } 到 { $free_until } 免手续费。
               *[no] { $free_from } 起免手续费。
             }
           *[no] { $free_until_known ->
                [yes] ，免手续费的时段到 { $free_until } 结束。
               *[no] 。
             }
         }
       *[no] 这笔操作有手续费。
     }
    .money = { $total_known ->
        [yes] 这属于正常收费。加上手续费，一共会扣 { $total } { $asset }。
       *[no] 这属于正常收费。手续费是另外收取还是从金额里扣，确认之前应用会显示。
     }
    .retry = { $free_from_known ->
        [yes] 如果不急，可以等到 { $free_from } 以后再做，免手续费。
       *[no] 随时都可以做，确认之前应用会显示手续费。
     }
    .steps =
        确认之前，请再看一遍金额和手续费。
        一次多提一些，往往比多次小额提现省手续费。
