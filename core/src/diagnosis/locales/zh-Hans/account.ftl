### 诊断说的话，简体中文。平静、直白、简短；不责备，不用行话。每条信息在每种语言里都有。

## 情况：每条一句话

fact-account-unrestricted = 服务商表示您的账户没有受到限制。
fact-account-locked = 服务商表示，密码多次输错，您的账户已被锁定{ $operations_known ->
    [yes] （仅限{ $operations }）
   *[no] { "" }
 }{ $until_known ->
    [yes] ，到 { $until } 为止。
   *[no] 。
 }
fact-account-frozen = 服务商表示，您的账户因安全检查被冻结{ $operations_known ->
    [yes] （仅限{ $operations }）
   *[no] { "" }
 }{ $until_known ->
    [yes] ，到 { $until } 为止。
   *[no] 。
 }
fact-account-failures = 服务商表示，操作失败次数过多，您的账户受到限制{ $operations_known ->
    [yes] （仅限{ $operations }）
   *[no] { "" }
 }{ $until_known ->
    [yes] ，到 { $until } 为止。
   *[no] 。
 }
fact-account-in_review = 服务商表示，您的账户正在审核，期间受到限制{ $operations_known ->
    [yes] （仅限{ $operations }）
   *[no] { "" }
 }{ $until_known ->
    [yes] ，到 { $until } 为止。
   *[no] 。
 }
fact-account-held_for_sign_in = 服务商表示，有一次登录不像是您本人，您的账户因此受到限制{ $operations_known ->
    [yes] （仅限{ $operations }）
   *[no] { "" }
 }{ $until_known ->
    [yes] ，到 { $until } 为止。
   *[no] 。
 }
fact-account-policy = 服务商表示，按照它的规定或您所在地区的规定，您的账户受到限制{ $operations_known ->
    [yes] （仅限{ $operations }）
   *[no] { "" }
 }{ $until_known ->
    [yes] ，到 { $until } 为止。
   *[no] 。
 }
fact-account-restricted = 服务商表示您的账户受到限制{ $operations_known ->
    [yes] （仅限{ $operations }）
   *[no] { "" }
 }{ $until_known ->
    [yes] （到 { $until } 为止）
   *[no] { "" }
 }，没有说明原因。
fact-account-partly_restricted = 服务商表示，您账户的这些操作受到限制：{ $operations }。
fact-account-session_expired = 应用里的登录已经过期。
fact-account-session_valid = 应用里的登录仍然有效。
fact-account-sign_ins_failed = 最近登录失败 { $count } 次{ $left_known ->
    [yes] ，还可以试 { $left } 次。
   *[no] 。
 }
fact-account-unusual_sign_in = 服务商发现一次异常登录{ $at_known ->
    [yes] （{ $at }）。
   *[no] 。
 }
fact-account-unknown_device = 有 { $count } 台已登录的设备，服务商不认得是您的。
fact-account-two_factor_on = 两步验证是开着的。
fact-account-two_factor_required = 您要做的操作需要两步验证，而它没有打开。
fact-account-two_factor_off = 两步验证没有打开。
fact-account-two_factor_failing = 两步验证的验证码被判无效，或者收不到。
fact-account-identity_verified = 您的身份验证已经通过。
fact-account-identity_unverified = 您的身份验证还没有完成{ $missing_known ->
    [yes] ，还缺：{ $missing }。
   *[no] 。
 }
fact-account-identity_required = 您要做的操作需要先通过身份验证。
fact-account-identity_in_review = 您的身份验证正在审核{ $missing_known ->
    [yes] ，涉及：{ $missing }。
   *[no] 。
 }
fact-account-identity_rejected = 您的身份验证没有通过{ $missing_known ->
    [yes] ，涉及：{ $missing }。
   *[no] 。
 }
fact-account-identity_expired = 账户里的身份证件已经过期{ $missing_known ->
    [yes] ，需要更新：{ $missing }。
   *[no] 。
 }
fact-account-contradictory = 服务商给出的账户情况前后矛盾。
fact-account-unreadable = { $places_known ->
    [yes] 服务商给出的账户情况有一部分无法理解（{ $places }）。
   *[no] 服务商有响应，但给出的账户情况无法理解。
 }
fact-account-unavailable = 刚才没能读到您的账户情况。
fact-attempts-failed_often = 最近在这部手机上失败了 { $count } 次。

## 原因：出了什么问题、对资金意味着什么、什么时候再试、怎么做

cause-account-locked =
    .headline = { $fact ->
        [sign_ins_failed] { $left_known ->
            [yes] 登录多次失败，账户锁定之前还可以试 { $left } 次。
           *[no] 登录多次失败，您的账户可能被暂时锁定了。
         }
       *[other] 密码多次输错，您的账户被锁定了{ $until_known ->
            [yes] ，到 { $until } 为止。
           *[no] 。
         }
     }
    .money = 锁定是为了保护您，谁都暂时进不去，余额不会因此减少。
    .retry = { $until_known ->
        [yes] { $until } 之前请不要再试，每多输错一次，锁定时间都可能变长。
       *[no] { $try_again_known ->
            [yes] { $try_again } 之前请不要再试，每多输错一次，锁定时间都可能变长。
           *[no] 请过一天再试，每多输错一次，锁定时间都可能变长。
         }
     }
    .steps =
        如果记不准密码，请在应用里重设，不要靠猜。
        如果可能是别人在尝试登录，请换一个新密码，并告诉客服。
        如果到时间没有自动解锁，请联系客服核实身份后解锁。
cause-account-frozen_by_risk_control =
    .headline = { $provider }出于安全检查冻结了您的账户{ $operations_known ->
        [yes] （仅限{ $operations }）
       *[no] { "" }
     }{ $until_known ->
        [yes] ，到 { $until } 为止。
       *[no] 。
     }
    .money = 冻结期间不能交易，但冻结本身不会让余额减少。之后怎么处理，以{ $provider }的说明为准。
    .retry = 再试也不会解冻，请等{ $provider }通知您已经解冻。
    .steps =
        看看应用里{ $provider }最近发来的消息，可能写明了需要您做什么。
        通过应用联系客服，问清解冻需要哪些材料。
        凡是收费“解冻”的都不要相信，验证码不要给任何人。
    .ready =
        应用里显示的账户，密码和验证码不要提供。
        您的身份证件。
        冻结前不久做过哪些操作，时间和金额。
        最近大额收付款的凭证，以及对方是谁。
        告知冻结的那条消息，最好有截图。
cause-account-restricted_after_failures =
    .headline = 失败次数过多，您的账户暂时受到限制{ $operations_known ->
        [yes] （仅限{ $operations }）
       *[no] { "" }
     }{ $until_known ->
        [yes] ，到 { $until } 为止。
       *[no] 。
     }
    .money = 限制本身不会让余额减少。记录里显示失败且未扣款的操作，没有花掉您的钱。
    .retry = { $until_known ->
        [yes] { $until } 之前请不要再试，每多失败一次，限制时间都可能变长。
       *[no] { $try_again_known ->
            [yes] { $try_again } 之前请不要再试，每多失败一次，限制时间都可能变长。
           *[no] 请至少过一天再试，每多失败一次，限制时间都可能变长。
         }
     }
    .steps =
        在记录里看看第一次是为什么失败的：金额、银行卡，还是额度。
        先把原因解决，再做下一次。
        如果等不及，请问客服能不能提前解除限制。
cause-account-restricted =
    .headline = { $fact ->
        [restricted] { $provider }限制了您的账户{ $operations_known ->
        [yes] （仅限{ $operations }）
       *[no] { "" }
     }{ $until_known ->
            [yes] ，到 { $until } 为止
           *[no] { "" }
         }，没有说明原因。
        [partly_restricted] 您的账户有一部分受到限制（{ $operations }），不知道是不是这个原因。
       *[other] 您的账户似乎受到了限制，原因我们看不到。
     }
    .money = 限制会影响您能做的操作，但它本身不会让余额减少。具体影响以{ $provider }的说明为准。
    .retry = { $until_known ->
        [yes] { $until } 以后再试，提前试没有用。
       *[no] 再试不会解除限制，请先问客服。
     }
    .steps =
        看看{ $provider }最近在应用里和邮件里发来的消息。
        请客服说明原因，以及您可以怎么做。
        凡是收费“解除限制”的都不要相信，验证码不要给任何人。
cause-account-under_review =
    .headline = { $fact ->
        [identity_in_review] 您的身份验证正在审核，完成之前有些功能用不了。
       *[other] { $provider }正在审核您的账户，完成之前有些功能用不了{ $until_known ->
            [yes] （到 { $until } 为止）。
           *[no] 。
         }
     }
    .money = 审核本身不会让余额减少，只是其中一部分在审核结束前可能动用不了。
    .retry = { $until_known ->
        [yes] { $until } 以后再试，或等{ $provider }通知审核结束。
       *[no] 等{ $provider }通知审核结束后再试；重复提交材料可能要重新排队。
     }
    .steps =
        在应用里看看是否还需要补充什么，只在应用里提交。
        如果急着用钱，请先用别的方式支付。
        如果过了承诺的时间还没有结果，请问客服审核到哪一步了。
cause-account-session_expired =
    .headline = 登录已经过期，应用暂时进不了您的账户。
    .money = 登录过期不会让资金有风险。隔一段时间要求重新登录，是为了保护您。
    .retry = 重新登录之后就可以再试。
    .steps =
        让应用带您重新登录。
        密码只在应用里输入，不要在短信或链接打开的页面里输入。
        如果刚登录又被退出，请把报告发给客服。
    .after =
        先看一下交易记录，之前的操作可能已经成功。
        然后再继续您要做的事。
cause-account-unusual_sign_in =
    .headline = { $fact ->
        [held_for_sign_in] 有一次登录不像是您本人，{ $provider }因此限制了您的账户。
        [unknown_device] 有一台{ $provider }不认得的设备登录了您的账户。
       *[other] 您的账户有一次异常登录{ $at_known ->
            [yes] （{ $at }），也可能就是您本人。
           *[no] ，也可能就是您本人。
         }
     }
    .money = 从这里无法判断是否有别人进过您的账户。如果不是您本人，请按紧急情况处理。
    .retry = 如果是您本人，请先确认再试；如果不是，请先确保账户安全，再做别的。
    .steps =
        打开已登录设备的列表，对照一下是不是您自己，比如换了手机或者在外地。
        如果不是您本人，请在可信的网络上修改密码，并让其他设备退出登录。
        核对最近的交易，有不是您做的，马上联系客服。
        如果是您本人，请在应用提示的地方确认。
    .ready =
        应用里显示的账户，密码和验证码不要提供。
        您自己登录的时间和设备。
        不是您本人的交易的编号。
        看到的安全提醒，最好有截图。
cause-account-two_factor_off =
    .headline = { $fact ->
        [two_factor_required] 您要做的操作需要两步验证，而它没有打开。
       *[other] 您的账户没有打开两步验证，而您要做的操作可能需要它。
     }
    .money = 没有迹象表明您的资金有风险。打开两步验证后，别人只拿到密码也进不来。
    .retry = 打开两步验证之后再试。
    .steps =
        在应用的安全设置里打开两步验证。
        如果给了恢复码，请存放在手机以外的安全地方。
        验证码不要给任何人，自称客服的也不要给。
cause-account-two_factor_failing =
    .headline = 两步验证的验证码提示无效，或者收不到。
    .money = 没有迹象表明您的资金有风险。没有有效的验证码，谁也无法继续操作。
    .retry = 请过几分钟再获取一次新的验证码；只有最新的一条有效，获取太频繁可能会暂停发送。
    .steps =
        在手机设置里打开自动设置日期和时间，验证器里的验证码要靠它。
        如果是短信验证码，请核对账户里的手机号，看看信号，以及被拦截的短信。
        如果那个号码或那部手机已经不用了，请换应用提供的其他方式，或联系客服。
        验证码不要给任何人，自称客服的也不要给。
cause-account-identity_unverified =
    .headline = { $fact ->
        [identity_expired] 账户里的身份证件已经过期。
       *[other] 您的身份验证还没有完成{ $missing_known ->
            [yes] ，还缺：{ $missing }。
           *[no] 。
         }
     }
    .money = 您的余额不会因此变化，只是验证通过之前有些操作受限。
    .retry = { $fact ->
        [identity_required] 验证通过之后再试，在那之前还会被拒绝。
       *[other] 验证通过之后再试，在那之前可能会被拒绝。
     }
    .steps =
        在应用里打开身份验证，{ $missing_known ->
            [yes] 补上：{ $missing }。
           *[no] 按提示完成。
         }
        请用还在有效期内的证件，填写的内容要与证件完全一致。
        拍照时光线要充足，四个角都拍到，不要反光。
        证件只在应用里提交，不要通过链接或聊天发给陌生人。
    .ready =
        应用里显示的账户，密码和验证码不要提供。
        还在有效期内的身份证件。
        应用里关于身份验证的提示，最好有截图。
cause-account-identity_rejected =
    .headline = 您的身份验证没有通过{ $missing_known ->
        [yes] ，涉及：{ $missing }。
       *[no] 。
     }
    .money = 您的余额不会因此变化，只是验证通过之前有些操作受限。
    .retry = 请把没有通过的地方改好之后再试，提交次数可能有限。
    .steps =
        在应用里看清是哪一项没有通过。
        把姓名、证件号码和出生日期与证件逐字核对。
        重新拍照，光线要充足，四个角都拍到，不要反光。
        如果都没有错还是不通过，请联系客服人工审核。
    .ready =
        应用里显示的账户，密码和验证码不要提供。
        还在有效期内的身份证件。
        应用里未通过的提示，最好有截图。
        一共提交过几次，分别是什么时候。
cause-account-region_or_policy =
    .headline = 按照{ $provider }或您所在地区的规定，您的账户不能这样操作{ $operations_known ->
        [yes] （仅限{ $operations }）
       *[no] { "" }
     }{ $until_known ->
        [yes] ，到 { $until } 为止。
       *[no] 。
     }
    .money = 规定本身不会让余额减少。账户里的钱可以怎么用，请询问客服。
    .retry = 只要规定还在，再试也没有用。
    .steps =
        在应用里或{ $provider }的服务协议里，看看您所在的地方允许哪些操作。
        如果开着 VPN，请关掉，它可能让您看起来在别的地方。
        问问客服，您可以走哪些途径。
cause-account-all_devices =
    .headline = 其他设备上也一样，多半不是这部手机的问题，可能在账户或{ $provider }那边。
    .money = 就看到的情况，没有发现您的资金有风险。
    .retry = 请过几分钟再试；再换一台设备也没有用。
    .steps =
        不需要重置手机，也不需要重装应用。
        看看{ $provider }的公告，其他人可能也遇到了。
        如果一直这样，请把报告发给客服，由他们查看账户本身。
