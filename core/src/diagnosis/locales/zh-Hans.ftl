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

## 情况：每条一句话

fact-wallet-reachable = { $subject }：钱包服务器有响应（{ $host }）。
fact-wallet-unreachable = { $subject }：这部手机连不上钱包服务器（{ $host }）。
fact-wallet-not_checked = 钱包自身的情况一项也没能查到。
fact-wallet-server_error = { $subject }：钱包服务器自身出错（HTTP { $status }）。
fact-wallet-overloaded = { $subject }：钱包服务器太忙（HTTP { $status }），{ $retry_minutes_known ->
    [yes] 请约 { $retry_minutes } 分钟后再试。
   *[no] 请稍后再试。
 }
fact-wallet-slow = { $subject }：钱包服务器响应很慢（{ $host }）。
fact-control-reachable = { $subject }：与钱包无关的服务器有响应（{ $host }）。
fact-control-unreachable = 钱包以外的服务器也没有响应。
fact-control-slow = { $subject }：钱包以外的服务器也很慢（{ $host }）。
fact-network-nothing_reachable = 任何服务器都连不上。
fact-network-slow_connect = 能连上的服务器都要很久才连上。
fact-network-connects_retried = 到服务器的路并不慢，但多数连接都要试不止一次。
fact-dns-answers = 当前网络的域名服务器有响应。
fact-dns-only_here_fails = { $subject }：另一台域名服务器知道 { $host } 的地址，当前网络的却给不出来。
fact-dns-agrees_absent = { $subject }：两台域名服务器都没有给出 { $host } 的地址。
fact-dns-wrong_address = { $subject }：当前网络给出的 { $host } 地址与另一台域名服务器不同，而且那里应答的不是钱包。
fact-dns-private_address = { $subject }：当前网络给出的 { $host } 地址不可能是互联网上的服务器，另一台域名服务器给出的不一样。
fact-dns-lying_resolver = 当前网络的域名服务器连不存在的名称也给出地址。
fact-tls-only_this_name_cut = { $subject }：同一地址换一个名称连接就有回应，只有 { $host } 这个名称被切断。
fact-tls-every_name_cut = { $subject }：在 { $host } 的地址上，换别的名称连接也一样不通。
fact-tls-small_packets_pass = { $subject }：{ $host } 发来的大数据包在当前网络上丢失，改用小数据包就能连上。
fact-ipv6-broken = { $subject }：{ $host } 用 IPv4 连得上，用 IPv6 连不上，而当前网络两种都提供。
fact-ipv6-broken_at_one = { $subject }：{ $host } 用 IPv4 连得上，用 IPv6 连不上；没有别的主机可以比较。
fact-quality-lossy = { $sent } 个小测试包里丢了 { $lost } 个。
fact-quality-unsteady = 小测试包来回要 { $low_ms } 到 { $high_ms } 毫秒，忽快忽慢。
fact-quality-high_latency = 小测试包到服务器来回约要 { $latency_ms } 毫秒。
fact-quality-low_throughput = 每秒大约只能传 { $kbit_s } 千比特。
fact-quality-fine = 小测试包回得快而稳，几乎没有丢失。
fact-portal-found = 这个网络给出的是登录页，而不是互联网{ $host_known ->
    [yes] （{ $host }）。
   *[no] 。
 }
fact-portal-absent = 这个网络不需要登录页。
fact-clock-wrong = 手机时间大约{ $direction ->
    [slow] 慢
   *[other] 快
 }了 { $size } { $unit ->
    [days] 天。
    [hours] 小时。
   *[other] 分钟。
 }
fact-clock-doubtful = 有一台服务器的时间与手机相差约 { $size } { $unit ->
    [days] 天。
    [hours] 小时。
   *[other] 分钟。
 }
fact-clock-certificate_dates = 按手机的时间看，证书都不在有效期内，而它们不太可能同时出错。
fact-clock-right = 手机时间是准的。
fact-clock-explains_certificate = { $subject }：钱包的证书没有问题，只是按手机的时间看起来不对。
fact-phone-offline = 手机显示没有网络。
fact-phone-airplane_mode = 飞行模式开着。
fact-phone-says_portal = 手机显示这个网络需要登录。
fact-phone-not_validated = 手机认为这个网络上不了互联网。
fact-phone-weak_signal = 信号弱。
fact-phone-metered = 当前网络按流量计费。
fact-phone-vpn = VPN 开着。
fact-phone-proxy = 设置了代理。
fact-phone-background_restricted = 系统不允许本应用在后台使用数据。
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
fact-balance-equal = 显示的余额与服务商一致。
fact-balance-cache_stale = { $subject }：应用显示的是 { $since } 的 { $cached }，服务商那里是 { $synced }。
fact-balance-provider_behind = { $subject }：服务商给出的是 { $since } 的 { $synced }，应用里已经是 { $cached }。
fact-balance-pending_explains = { $subject }：相差的 { $difference } 来自处理中的交易：{ $transactions }。
fact-balance-unexplained = { $subject }：应用显示 { $cached }，服务商那里是 { $synced }；相差的 { $difference } 没有已知的解释。
fact-balance-unavailable = 刚才没能读到您的余额。
fact-balance-unreadable = 服务商有响应，但给出的余额无法理解。
fact-cache-too_old = { $subject }：保存的副本过旧，最早的内容是 { $oldest } 的。
fact-cache-too_large = { $subject }：保存的副本过大（{ $bytes } 字节）。

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

## 某台服务器的失败

failure-dns_nxdomain = { $subject }：域名服务器说 { $host } 不存在。
failure-dns_servfail = { $subject }：域名服务器没能查到 { $host }。
failure-dns_refused = { $subject }：域名服务器拒绝查询 { $host }。
failure-dns_timeout = { $subject }：查询 { $host } 时域名服务器没有响应。
failure-dns_empty = { $subject }：域名服务器没有给出 { $host } 的地址。
failure-dns_failed = { $subject }：查不到 { $host }。
failure-tcp_refused = { $subject }：与 { $host } 的连接被拒绝。
failure-tcp_reset = { $subject }：与 { $host } 的连接刚建立就被切断。
failure-tcp_timeout = { $subject }：与 { $host } 的连接没有回应。
failure-tcp_unreachable = { $subject }：当前网络到不了 { $host }。
failure-tcp_failed = { $subject }：与 { $host } 的连接失败。
failure-tls_unknown_issuer = { $subject }：以 { $host } 名义应答的一方，证书的签发者不受这部手机信任{ $issuer_known ->
    [yes] ：{ $issuer }。
   *[no] 。
 }
failure-tls_expired = { $subject }：{ $host } 的证书已过期。
failure-tls_not_yet_valid = { $subject }：{ $host } 的证书尚未生效。
failure-tls_wrong_host = { $subject }：以 { $host } 名义应答的一方，证书属于别的名称。
failure-tls_revoked = { $subject }：{ $host } 的证书被报告为已吊销。
failure-tls_bad_certificate = { $subject }：{ $host } 的证书不可接受。
failure-tls_reset = { $subject }：与 { $host } 的连接在加密时被切断。
failure-tls_timeout = { $subject }：加密连接时 { $host } 没有回应。
failure-tls_pin_mismatch = { $subject }：{ $host } 的证书不是钱包认定的那几张之一{ $issuer_known ->
    [yes] ，签发者是 { $issuer }。
   *[no] 。
 }
failure-tls_protocol_version = { $subject }：{ $host } 只支持已不安全的旧版 TLS。
failure-tls_failed = { $subject }：与 { $host } 的连接无法加密。
failure-http_status = { $subject }：{ $host } 返回错误。
failure-http_timeout = { $subject }：{ $host } 没有及时回应请求。
failure-http_reset = { $subject }：{ $host } 回应时连接被切断。
failure-http_truncated = { $subject }：{ $host } 的回应不完整。
failure-http_stalled = { $subject }：{ $host } 的回应开了头就没有下文。
failure-http_redirected = { $subject }：{ $host } 没有回应，而是转到了别的主机。
failure-http_login_page = { $subject }：{ $host } 本该返回数据，返回的却是网页。
failure-http_wrong_type = { $subject }：{ $host } 返回的不是应有的内容。
failure-http_invalid = { $subject }：{ $host } 的回应无法理解。
failure-out_of_time = { $subject }：时间不够，{ $host } 没能查完。

## 原因：出了什么问题、对资金意味着什么、怎么做

cause-network-offline =
    .headline = 这部手机现在没有连上互联网。
    .money = 没有网络不会让资金有风险，只是应用暂时无法显示最新情况。
    .steps =
        关闭飞行模式，打开 Wi-Fi 或移动数据。
        换到信号更好的地方，或换一个网络。
        然后重新打开应用。看到交易状态之前，请不要重复付款。
cause-network-captive_portal =
    .headline = 这个网络要先登录才能上网。
    .money = 没有迹象表明您的资金有风险，只是应用连不到您的账户。
    .steps =
        打开浏览器完成这个网络的登录，或换一个网络。
        不要在那个页面里输入钱包密码。
        然后回到应用再试一次。
cause-network-dns_failure =
    .headline = 当前网络查不到{ $provider }的地址。
    .money = 这不会让资金有风险，只是在这个网络上连不到您的账户。
    .steps =
        在 Wi-Fi 和移动数据之间切换，再试一次。
        如果手机上设置了私人 DNS 或过滤软件，请暂时关闭。
        如果路由器是您自己的，请重启它。
cause-network-dns_hijacked =
    .headline = 当前网络把您引向了错误的地址，那里不是{ $provider }。
    .money = 目前没有迹象表明您的资金有风险。请不要在这个网络上登录；如果已经登录过，请换一个网络修改密码。
    .steps =
        马上离开这个网络，改用移动数据。
        在这个网络上不要输入密码或验证码。
        请把这个网络告诉{ $provider }，好提醒其他人。
cause-network-blocked =
    .headline = 当前网络切断了与{ $provider }的连接。
    .money = 这不会让资金有风险，只是在这个网络上连不到您的账户。
    .steps =
        在 Wi-Fi 和移动数据之间切换，或换一个 Wi-Fi。
        如果是公司或学校的网络，请问一下那里是否限制使用钱包。
        如果换了网络仍然不行，请把报告发给客服。
cause-network-weak_or_unstable =
    .headline = 这部手机的网络不稳定，有一部分数据会丢失或迟到。
    .money = 这不会让资金有风险。没有收到结果的付款可能已经成功，重复之前请先查看。
    .steps =
        靠近路由器，换到信号更好的地方，或在 Wi-Fi 和移动数据之间切换。
        每次操作请等到有结果；重复一笔交易之前，先查看它的状态。
cause-network-slow =
    .headline = 当前网络很慢。
    .money = 这不会让资金有风险。请等到有结果再操作，不要重复。
    .steps =
        靠近路由器，换到信号更好的地方，或换一个网络。
        暂停这个网络上的下载和视频。
        重复一笔交易之前，先查看它的状态。
cause-network-ipv6_broken =
    .headline = 当前网络提供两种上网方式，其中 IPv6 不通，每次连接可能要多等几秒。
    .money = 这不会让资金有风险，只是应用变慢。
    .steps =
        如果路由器是您自己的，请重启它；或在 Wi-Fi 和移动数据之间切换。
        如果一直这样，请告诉网络的管理者：到 { $host } 的 IPv6 不通。
cause-network-large_packets_lost =
    .headline = 当前网络会丢失大数据包，与{ $provider }的安全连接因此建立不起来。
    .money = 这不会让资金有风险，只是在这个网络上连不到您的账户。
    .steps =
        如果开着 VPN，请关闭后再试。
        在 Wi-Fi 和移动数据之间切换；如果路由器是您自己的，请重启它。
        如果一直这样，请告诉网络的管理者：MTU 设置不合适。
cause-network-proxy_or_vpn =
    .headline = 手机上的 VPN 或代理可能挡住了连接。
    .money = 就看到的情况，没有发现您的资金有风险。
    .steps =
        暂时关闭 VPN 或代理，再试一次。
        如果有用，请把钱包加入它的例外名单。
cause-network-background_restricted =
    .headline = 手机可能不允许本应用在后台使用数据。
    .money = 就看到的情况，没有发现您的资金有风险。
    .steps =
        在手机设置里允许本应用使用数据，省流量模式下也要允许。
        然后重新打开应用。
cause-tls-intercepted =
    .headline = 与{ $provider }的连接出示了不可信的证书，可能有人夹在中间。
    .money = 目前没有迹象表明您的资金有风险。请不要在这个网络上登录；如果已经登录过，请换一个网络修改密码。
    .steps =
        离开这个网络，改用移动数据。
        在这个网络上不要输入密码或验证码。
        如果是公司的手机，请问一下公司是否检查网络连接。
        如果每个网络都这样，请把报告发给客服。
cause-tls-server_certificate_expired =
    .headline = { $provider }的安全证书过期了，需要他们来更换。
    .money = 这不会让资金有风险。应用不使用这样的连接，是为了保护您。
    .steps =
        请等一等，一小时后再试；手机上没有什么要改的。
        不要跳过浏览器里的安全警告。
        请发送报告，好让{ $provider }知道这件事。
cause-tls-handshake_failed =
    .headline = 与{ $provider }的安全连接没能建立。
    .money = 这不会让资金有风险。应用不使用不可信的连接。
    .steps =
        换一个网络试试。
        从官方应用商店更新应用。
        如果还是不行，请把报告发给客服。
cause-device-clock_wrong =
    .headline = 手机的时间不准，而安全连接和验证码都要靠它。
    .money = 就看到的情况，没有发现您的资金有风险。
    .steps =
        在手机设置里打开自动设置日期和时间。
        然后重新打开应用；需要验证码的话，请重新获取。
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
    .steps =
        { $try_again_known ->
            [yes] 请在 { $try_again } 以后再试。
           *[no] 请等一等再试。
         }
        看到交易状态之前，请不要重复付款或提现。
cause-provider-outage =
    .headline = { $fact ->
        [self_down] { $provider }的一部分自报目前不可用。
       *[other] { $parts_known ->
            [yes] { $provider }通报{ $parts }中断，不是您手机的问题。
           *[no] { $provider }的服务中断了，不是您手机的问题。
         }
     }
    .money = 服务中断本身不会让资金有风险，余额和交易可能会晚一些显示。
    .steps =
        { $try_again_known ->
            [yes] 请等一等，手机上没有什么要改的，{ $try_again } 以后再试。
           *[no] 请等一等再试，手机上没有什么要改的。
         }
        看到交易状态之前，请不要重复付款或提现。
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
    .steps =
        { $try_again_known ->
            [yes] 请等一段时间，{ $try_again } 以后再看。
           *[no] 请等一段时间再看。
         }
        看到交易状态之前，请不要重复付款或提现。
cause-provider-maintenance_scheduled =
    .headline = { $provider }计划{ $starts_in_known ->
        [yes] 在 { $starts_in }后（{ $from }）开始维护
       *[no] 从 { $from } 开始维护
     }{ $parts_known ->
        [yes] { $parts }
       *[no] { "" }
     }{ $lasts_known ->
        [yes] ，大约 { $lasts }。
       *[no] 。
     }
    .money = 就看到的情况，没有发现您的资金有风险。
    .steps =
        { $until_known ->
            [yes] 急事请在 { $from } 之前办完，或在 { $until } 之后再办。
           *[no] 急事请在 { $from } 之前办完，或等维护结束后再办。
         }
cause-provider-overloaded =
    .headline = { $provider }目前请求太多，应付不过来。
    .money = 没有迹象表明您的资金有风险。没有收到回应的交易也可能已经完成，重复之前请先查看它的状态。
    .steps =
        { $try_again_known ->
            [yes] 请在 { $try_again } 以后再试，不要提前。
           *[no] 请过一天以上再试，不要提前。
         }
        反复尝试只会更慢，还可能触发限制。换个人少的时段会好一些。
cause-provider-api_error =
    .headline = { $provider }的服务器自身出了问题，不是您手机的问题。
    .money = 没有迹象表明您的资金有风险。重复一笔交易之前，请先查看它的状态。
    .steps =
        请过几分钟再试。
        如果一直这样，请把报告发给客服。
cause-provider-unreachable_only_here =
    .headline = { $provider }运行正常，但从当前网络连不上。
    .money = 这不会让资金有风险，只是从这里连不到您的账户。
    .steps =
        在 Wi-Fi 和移动数据之间切换，再试一次。
        如果开着 VPN，请关掉。
        如果每个网络都不行，请把报告发给客服。
cause-data-cache_stale =
    .headline = { $cached_known ->
        [yes] 应用显示的是一份旧的余额。
       *[no] 应用保存在手机上的一些内容是旧的。
     }
    .money = 以{ $provider }那里的余额为准，手机上的只是副本。如果比您预期的少，请核对交易记录。
    .steps =
        让应用清除旧的副本，重新获取余额。
        如果还是不对，请把报告发给客服。
    .after =
        请再看一次余额。如果还是不对，请告诉客服。
cause-data-sync_delayed =
    .headline = { $provider }还没有跟上您最近的交易。
    .money = 没有迹象表明您的资金有风险。{ $provider }跟上之后，最新的交易就会出现。
    .steps =
        等几分钟，然后下拉刷新。
        已经做过的交易请不要重复。
        如果一小时后还没有跟上，请把报告发给客服。
cause-data-pending_explains_difference =
    .headline = 余额的差额来自还在处理中的交易。
    .money = 没有迹象表明您的资金有风险。这些金额还在途中，尚未入账。
    .steps =
        请查看这里列出的交易和它们的状态。
        如果有一笔超过一个工作日，请凭交易号询问客服。
cause-data-balance_differs_unexplained =
    .headline = 应用里的余额与{ $provider }那里的不一致，目前没有已知的解释。
    .money = 从这里无法判断。客服可以根据报告里的准确数字来查。
    .steps =
        这个币种暂时不要再做交易。
        请把报告发给客服，里面有两边的余额和准确的差额。
        如果看到不是您本人的交易，请马上致电客服。
cause-unknown-needs_support =
    .headline = 有些内容没能查到，看到的情况也不足以判断原因。
    .money = 就看到的情况，没有发现您的资金有风险，但我们没能看到全部。
    .steps =
        请过几分钟再试。
        如果问题还在，请把报告发给客服。
