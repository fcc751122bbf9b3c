### 诊断说的话，简体中文。平静、直白、简短；不责备，不用行话。每条信息在每种语言里都有。

## 情况：每条一句话

fact-status-operational = { $subject }：服务商表示{ $parts_known ->
    [yes] { $parts }正常
   *[no] 一切正常
 }{ $as_of_known ->
    [yes] （截至 { $as_of }）。
   *[no] 。
 }
fact-status-answers = { $subject }：服务商的一个接口自报正常。
fact-status-outage = { $subject }：服务商通报服务中断{ $parts_known ->
    [yes] （{ $parts }）
   *[no] { "" }
 }{ $as_of_known ->
    [yes] （截至 { $as_of }）
   *[no] { "" }
 }{ $title_known ->
    [yes] ：{ $title }
   *[no] 。
 }
fact-status-degraded = { $subject }：服务商通报部分服务不正常{ $parts_known ->
    [yes] （{ $parts }）
   *[no] { "" }
 }{ $as_of_known ->
    [yes] （截至 { $as_of }）
   *[no] { "" }
 }{ $title_known ->
    [yes] ：{ $title }
   *[no] 。
 }
fact-status-self_down = { $subject }：服务商的一个接口自报不可用{ $parts_known ->
    [yes] （{ $parts }）。
   *[no] 。
 }
fact-status-self_degraded = { $subject }：服务商的一个接口自报异常{ $parts_known ->
    [yes] （{ $parts }）。
   *[no] 。
 }
fact-status-trouble_perhaps = { $subject }：服务商通报有一部分出了问题{ $parts_known ->
    [yes] （{ $parts }）
   *[no] { "" }
 }，不一定与您有关{ $title_known ->
    [yes] ：{ $title }
   *[no] 。
 }
fact-status-maintenance_now = { $subject }：{ $parts_known ->
    [yes] { $parts }正在维护
   *[no] 正在维护
 }{ $until_known ->
    [yes] ，预计 { $until } 结束
   *[no] { "" }
 }{ $as_of_known ->
    [yes] （截至 { $as_of }）
   *[no] { "" }
 }{ $title_known ->
    [yes] ：{ $title }
   *[no] 。
 }
fact-status-maintenance_overrun = { $subject }：{ $parts_known ->
    [yes] { $parts }的维护还在进行
   *[no] 维护还在进行
 }{ $over_by_known ->
    [yes] ，原定 { $until } 结束，已超过 { $over_by }
   *[no] ，已超过原定时间
 }{ $title_known ->
    [yes] ：{ $title }
   *[no] 。
 }
fact-status-maintenance_perhaps = { $subject }：有一项维护{ $parts_known ->
    [yes] （{ $parts }）
   *[no] { "" }
 }，不一定与您有关{ $until_known ->
    [yes] ，原定到 { $until } 结束
   *[no] { "" }
 }{ $title_known ->
    [yes] ：{ $title }
   *[no] 。
 }
fact-status-maintenance_planned_now = { $subject }：按最近一次得到的消息{ $as_of_known ->
    [yes] （{ $as_of }）
   *[no] { "" }
 }，现在是计划中的维护时间{ $until_known ->
    [yes] ，到 { $until } 结束
   *[no] { "" }
 }{ $title_known ->
    [yes] ：{ $title }
   *[no] 。
 }
fact-status-maintenance_soon = { $subject }：{ $parts_known ->
    [yes] { $parts }计划
   *[no] 计划
 }{ $starts_in_known ->
    [yes] 在 { $starts_in }后（{ $from }）开始维护
   *[no] 从 { $from } 开始维护
 }{ $lasts_known ->
    [yes] ，大约 { $lasts }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] （截至 { $as_of }）
   *[no] { "" }
 }{ $title_known ->
    [yes] ：{ $title }
   *[no] 。
 }
fact-status-elsewhere = { $subject }：服务商通报的事情与您的操作无关{ $parts_known ->
    [yes] （{ $parts }）
   *[no] { "" }
 }{ $title_known ->
    [yes] ：{ $title }
   *[no] 。
 }
fact-status-contradicted = { $subject }：它的说法不作数，{ $by } 的消息更新。
fact-status-last_known = { $subject }：最近一次得到的消息{ $as_of_known ->
    [yes] （{ $as_of }）
   *[no] { "" }
 }是服务商通报有问题，现在可能已经结束。
fact-status-lagging = { $subject }：给出的状态比已经知道的还旧。
fact-status-busy = { $subject }：服务商的一个接口太忙，请{ $retry_minutes_known ->
    [yes] 约 { $retry_minutes } 分钟后再试。
   *[no] 稍后再试。
 }
fact-status-page_busy = { $subject }：服务商的状态页太忙，没有回答。
fact-status-unreadable = { $subject }：服务商的状态有应答，但没有可读的内容。
fact-status-bad_signature = { $subject }：以服务商名义发布的内容没有有效的签名，所以没有采信。
fact-status-unreachable = { $subject }：取不到服务商的状态。

## 原因：出了什么问题、对资金意味着什么、什么时候再试、怎么做

cause-provider-maintenance_in_progress =
    .headline = { $fact ->
        [maintenance_overrun] { $provider }的维护时间超出了计划{ $until_known ->
            [yes] ，原定 { $until } 结束。
           *[no] 。
         }
        [maintenance_planned_now] { $provider }计划现在进行维护{ $until_known ->
            [yes] ，到 { $until } 结束；目前无法确认是否仍在进行。
           *[no] ；目前无法确认是否仍在进行。
         }
        [maintenance_perhaps] { $provider }有一项维护，可能影响到您{ $parts_known ->
            [yes] （{ $parts }）。
           *[no] 。
         }
       *[other] { $parts_known ->
            [yes] { $provider }的{ $parts }正在维护
           *[no] { $provider }正在维护
         }{ $until_known ->
            [yes] ，预计 { $until } 结束。
           *[no] 。
         }
     }
    .money = 维护不会让资金有风险。交易可能晚一些入账，重复之前请先查看它的状态。
    .retry = { $try_again_known ->
        [yes] 请在 { $try_again } 以后再试，提前试多半不行。
       *[no] 请晚些时候再试，维护期间多半不行。
     }
    .steps =
        看到交易状态之前，请不要重复付款或提现。
        如果有等不及的，请用别的方式支付。
cause-provider-outage =
    .headline = { $fact ->
        [self_down] { $provider }的一部分自报目前不可用。
       *[other] { $parts_known ->
            [yes] { $provider }通报{ $parts }中断，不是您手机的问题。
           *[no] { $provider }的服务中断了，不是您手机的问题。
         }
     }
    .money = 服务中断本身不会让资金有风险，余额和交易可能会晚一些显示。
    .retry = { $try_again_known ->
        [yes] 请在 { $try_again } 以后再试，提前试没有用。
       *[no] 请晚些时候再试，反复尝试没有用。
     }
    .steps =
        手机上没有什么要改的。
        看到交易状态之前，请不要重复付款或提现。
        如果有等不及的，请用别的方式支付。
cause-provider-degraded =
    .headline = { $fact ->
        [trouble_perhaps] { $provider }通报有一部分出了问题，可能影响到您{ $parts_known ->
            [yes] （{ $parts }）。
           *[no] 。
         }
       *[other] { $parts_known ->
            [yes] { $provider }的这些服务目前不太正常：{ $parts }。
           *[no] { $provider }的部分服务目前不太正常。
         }
     }
    .money = 没有迹象表明您的资金有风险，只是可能比平时慢。
    .retry = { $try_again_known ->
        [yes] 请等一段时间，{ $try_again } 以后再试。
       *[no] 请等一段时间再试。
     }
    .steps =
        每次操作请等到有结果，可能比平时久一些。
        看到交易状态之前，请不要重复付款或提现。
cause-provider-maintenance_scheduled =
    .headline = { $fact ->
        [maintenance_soon] { $provider }计划{ $starts_in_known ->
            [yes] 在 { $starts_in }后（{ $from }）开始维护
           *[no] 从 { $from } 开始维护
         }{ $parts_known ->
            [yes] { $parts }
           *[no] { "" }
         }{ $lasts_known ->
            [yes] ，大约 { $lasts }。
           *[no] 。
         }
       *[other] { $provider }计划进行维护。
     }
    .money = 就看到的情况，没有发现您的资金有风险。
    .retry = { $fact ->
        [maintenance_soon] 现在可以试；{ $from } 以后请等维护结束。
       *[other] 现在可以试；维护开始之后请等它结束。
     }
    .steps =
        { $fact ->
            [maintenance_soon] { $until_known ->
                [yes] 急事请在 { $from } 之前办完，或在 { $until } 之后再办。
               *[no] 急事请在 { $from } 之前办完，或等维护结束后再办。
             }
           *[other] 急事请在维护开始之前办完，或等维护结束后再办。
         }
        维护前不久发起的交易，可能会晚一些入账。
cause-provider-overloaded =
    .headline = { $provider }目前请求太多，应付不过来。
    .money = 没有迹象表明您的资金有风险。没有收到回应的交易也可能已经完成，重复之前请先查看它的状态。
    .retry = { $try_again_known ->
        [yes] 请在 { $try_again } 以后再试，不要提前；反复尝试只会更慢，还可能触发限制。
       *[no] 请过一天以上再试，不要提前；反复尝试只会更慢，还可能触发限制。
     }
    .steps =
        如果可以，请换个人少的时段。
        重复付款或提现之前，请先查看它的状态。
cause-provider-api_error =
    .headline = { $provider }的服务器自身出了问题，不是您手机的问题。
    .money = 没有迹象表明您的资金有风险。重复一笔交易之前，请先查看它的状态。
    .retry = 请过几分钟再试，不要连续试很多次。
    .steps =
        手机上没有什么要改的。
        重复付款或提现之前，请先查看它的状态。
        如果一直这样，请把报告发给客服。
cause-provider-unreachable_only_here =
    .headline = { $provider }运行正常，但从当前网络连不上。
    .money = 这不会让资金有风险，只是从这里连不到您的账户。
    .retry = 换一个网络就可以马上再试；在这个网络上多半还是不行。
    .steps =
        在 Wi-Fi 和移动数据之间切换。
        如果开着 VPN，请关掉。
        如果每个网络都不行，请把报告发给客服。
