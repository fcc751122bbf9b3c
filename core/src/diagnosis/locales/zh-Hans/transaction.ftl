### 诊断说的话，简体中文。平静、直白、简短；不责备，不用行话。每条信息在每种语言里都有。

## 情况：每条一句话

fact-transaction-at_wallet = { $subject }：还在钱包处理中{ $since_known ->
    [yes] ，从 { $since } 起。
   *[no] 。
 }
fact-transaction-at_channel = { $subject }：在支付渠道处理中{ $since_known ->
    [yes] ，从 { $since } 起。
   *[no] 。
 }
fact-transaction-at_bank = { $subject }：在银行处理中{ $since_known ->
    [yes] ，从 { $since } 起。
   *[no] 。
 }
fact-transaction-at_merchant = { $subject }：银行已完成，商户还没有确认{ $since_known ->
    [yes] （从 { $since } 起）。
   *[no] 。
 }
fact-transaction-pending = { $subject }：处理中{ $since_known ->
    [yes] ，从 { $since } 起
   *[no] { "" }
 }；没有说明到了哪一步。
fact-transaction-overdue = { $subject }：本应在 { $expected_by } 之前完成，现在还没有。
fact-transaction-not_debited = { $subject }：已失败，没有扣款。
fact-transaction-refund_due = { $subject }：已失败，钱已扣，还没有退回。
fact-transaction-refunded = { $subject }：已失败，钱已退回。
fact-transaction-failed = { $subject }：已失败，没有说明是否扣款。
fact-transaction-completed = { $subject }：已完成。
fact-transaction-payee_wrong = { $subject }：收款方信息不对，所以失败了。
fact-transaction-bank_refused = { $subject }：被银行拒绝。
fact-transaction-insufficient = { $subject }：可用余额不够，所以失败了。
fact-transaction-not_mine = { $subject }：您说这不是您本人做的。
fact-transaction-twice = 有两笔交易看起来一样：{ $transactions }。
fact-transaction-listed_twice = { $subject }：同一个编号列出了两次。
fact-transaction-not_found = { $subject }：服务商那里没有这笔交易。
fact-transaction-contradicts_itself = { $subject }：服务商给出的情况前后矛盾。
fact-transaction-unavailable = 刚才没能读到您的交易进行到哪一步。

## 原因：出了什么问题、对资金意味着什么、什么时候再试、怎么做

cause-transaction-unrecognised =
    .headline = { $fact ->
        [not_mine] 您说这不是您本人做的：{ $subject }。请按紧急情况处理。
       *[other] 可能有一笔不是您本人做的交易，请按紧急情况处理。
     }
    .money = 资金可能有风险。{ $provider }和您的银行越早知道，越有可能止付或追回。
    .retry = 在账户安全之前，请不要再做交易；凡是收费“追款”或要求先转钱的，都不要相信。
    .steps =
        马上用现在能用的、最快的方式联系客服，逐笔说明哪些不是您做的。
        在可信的网络上修改密码，并让其他设备全部退出登录。
        如果绑定了银行卡或银行账户，请联系银行挂失，并要求止付或提出争议。
        保留所有记录：编号、时间、金额、消息和截图。
    .ready =
        应用里显示的账户，密码和验证码不要提供。
        每一笔不是您做的交易的编号、时间和金额。
        您是什么时候发现的，自己最后一次操作是什么。
        在这之前收到的短信、电话或链接。
        截图；如果已经报警，还有报警回执的编号。
cause-transaction-wrong_payee_details =
    .headline = { $fact ->
        [payee_wrong] 收款方信息不对，交易失败了：{ $subject }。
       *[other] 收款方的信息不对。
     }
    .money = 因此失败的转账通常会退回。如果已经转给了别人，请马上联系客服；只有对方退还或走正式流程，才可能要回来。
    .retry = 与收款方核对信息之后再试。
    .steps =
        通过您确定可靠的方式，向收款方再问一次户名、账号和开户行。
        在应用里改正或删除保存的收款人。
        再次转账之前，先在记录里看看钱是不是已经退回。
    .ready =
        应用里显示的账户，密码和验证码不要提供。
        交易的编号、时间和金额。
        您当时填写的收款方信息，以及正确的信息。
cause-transaction-in_progress =
    .headline = { $fact ->
        [at_wallet] 这笔交易还在钱包处理中{ $since_known ->
            [yes] ，从 { $since } 起。
           *[no] 。
         }
        [at_channel] 钱包已经转出这笔交易，现在由支付渠道处理{ $since_known ->
            [yes] ，从 { $since } 起。
           *[no] 。
         }
        [pending] 这笔交易正在处理{ $since_known ->
            [yes] （从 { $since } 起）
           *[no] { "" }
         }，没有说明到了哪一步。
       *[other] 这笔交易还在处理中。
     }
    .money = 没有迹象表明钱丢了。在交易完成或失败之前，这笔钱会先被占用。
    .retry = 这一笔处理期间，请不要再发起一次，否则两笔都可能成功。
    .steps =
        隔一段时间在记录里看看它的状态，下拉刷新可以看到最新情况。
        如果不想要了，而应用又允许，可以在那里撤销。
        如果超过了预计时间，请凭交易号询问客服。
cause-transaction-pending_at_bank =
    .headline = { $fact ->
        [at_bank] 钱包这边已经完成，这笔交易正在银行处理{ $since_known ->
            [yes] ，从 { $since } 起。
           *[no] 。
         }
       *[other] 这笔交易在银行处理中，还没有完成。
     }
    .money = 没有迹象表明钱丢了。钱包已经交给银行，银行还没有处理完。
    .retry = 银行处理期间，请不要再发起一次，否则两笔都可能成功。
    .steps =
        请等到下一个工作日结束；夜间、周末和节假日，银行可能不处理。
        到时候请直接查看银行账户，不要只看钱包。
        如果还没有到，请向客服要银行的流水号，再凭它询问银行。
cause-transaction-merchant_not_notified =
    .headline = { $fact ->
        [at_merchant] 银行已经完成您的付款，但商户还没有确认{ $since_known ->
            [yes] （从 { $since } 起）。
           *[no] 。
         }
       *[other] 您的付款可能已经成功，只是商户还没有收到通知。
     }
    .money = 经过银行的付款可以凭编号查到，没有迹象表明钱丢了。
    .retry = 请不要付两次；等商户确认，或等第一笔退回之后再说。
    .steps =
        把记录里的付款凭证给商户看，上面有编号、时间和金额。
        请商户在自己的收款记录里查一下，可能只是显示慢了。
        如果过了一个工作日商户仍然没有收到，请把报告发给客服。
        事情办完之前，请保留凭证和订单。
    .ready =
        应用里显示的账户，密码和验证码不要提供。
        付款的编号、时间和金额。
        商户的名称和您的订单号。
        付款凭证，以及商户是怎么说的。
cause-transaction-refund_due =
    .headline = { $fact ->
        [refund_due] 有一笔交易扣款后失败了，钱应当退回：{ $subject }。
       *[other] 有一笔交易扣款后失败了，钱应当退回。
     }
    .money = 这笔金额已经记为应退给您。通常会自动原路退回；需要多久，以{ $provider }的说明为准。
    .retry = 请等钱退回之后再试，除非您能暂时垫付两份金额。
    .steps =
        在记录里找找退款，它可能单独列为一笔。
        如果当时用的是银行卡，也请查看那张卡的账户。
        如果到了{ $provider }说的时间还没有退回，请凭交易号询问客服。
    .ready =
        应用里显示的账户，密码和验证码不要提供。
        失败的那笔交易的编号、时间和金额。
        当时用什么支付的：余额还是银行卡。
        能看出已经扣款的记录，比如银行的扣款通知。
cause-transaction-failed =
    .headline = 有一笔交易失败了，没有说明是否扣款。
    .money = 从这里无法判断。如果扣了款，通常会自动退回；余额和交易记录，或者银行的记录，能看出来。
    .retry = 弄清是否扣款之前请不要再试，之后也最多试一次。
    .steps =
        查看交易记录，以及当时用的银行卡或账户，看这笔钱有没有少。
        如果少了，请保留凭证，并凭交易号询问客服。
        如果没有少，请先弄清失败的原因，再决定要不要再试。
cause-transaction-failed_not_debited =
    .headline = { $fact ->
        [not_debited] 交易失败了，没有扣款：{ $subject }。
        [refunded] 交易失败了，钱已经退回：{ $subject }。
       *[other] 交易失败了，{ $provider }表示没有扣款。
     }
    .money = { $fact ->
        [not_debited] 您的钱是安全的：这样失败的交易不会扣款。
        [refunded] 您的钱已经退回；不放心的话，可以核对一下余额。
       *[other] { $provider }表示没有扣款；余额和记录里可以看到。
     }
    .retry = 弄清失败的原因之后可以再试一次；反复尝试可能触发限制。
    .steps =
        在记录里看看是为什么失败的。
        再试之前，请核对金额、手续费、额度和绑定的银行卡。
        如果又失败了，请不要试第三次，把报告发给客服。
cause-transaction-completed =
    .headline = 就钱包能看到的，这笔交易已经完成。
    .money = { $direction_known ->
        [yes] { $direction ->
            [in] 钱已经到账，算在您的余额里。
           *[out] 钱已经转出钱包。是否到账，只有收款的银行或收款方能看到。
         }
       *[no] 是否到账，只有收款的银行或收款方能看到。
     }
    .retry = 请不要再发起一次，那会是另一笔交易。
    .steps =
        查看收款的账户或银行卡；有的银行要过几个小时，或到下一个工作日才显示。
        如果收款的是别人，请把交易号和凭证发给对方，方便对方查找。
        如果过了一个工作日还没有到账，请向客服索取银行的流水号。
