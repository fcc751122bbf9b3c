### 诊断说的话，简体中文。平静、直白、简短；不责备，不用行话。每条信息在每种语言里都有。

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

## 原因：出了什么问题、对资金意味着什么、什么时候再试、怎么做

cause-network-offline =
    .headline = 这部手机现在没有连上互联网。
    .money = 没有网络不会让资金有风险，只是应用暂时无法显示最新情况。
    .retry = 连上网络就可以再试；付款请先看过状态再说。
    .steps =
        关闭飞行模式，打开 Wi-Fi 或移动数据。
        换到信号更好的地方，或换一个网络。
        然后重新打开应用，看看最近一笔付款的状态。
cause-network-captive_portal =
    .headline = 这个网络要先登录才能上网。
    .money = 没有迹象表明您的资金有风险，只是应用连不到您的账户。
    .retry = 完成登录或换了网络之后，回到应用再试。
    .steps =
        打开浏览器完成这个网络的登录，或换一个网络。
        不要在那个页面里输入钱包密码。
cause-network-dns_failure =
    .headline = 当前网络查不到{ $provider }的地址。
    .money = 这不会让资金有风险，只是在这个网络上连不到您的账户。
    .retry = 换一个网络就可以马上再试；在这个网络上，情况不变多半还是不行。
    .steps =
        在 Wi-Fi 和移动数据之间切换。
        如果手机上设置了私人 DNS 或过滤软件，请暂时关闭。
        如果路由器是您自己的，请重启它。
cause-network-dns_hijacked =
    .headline = 当前网络把您引向了错误的地址，那里不是{ $provider }。
    .money = 目前没有迹象表明您的资金有风险。请不要在这个网络上登录；如果已经登录过，请换一个网络修改密码。
    .retry = 不要在这个网络上再试，换一个网络可以马上再试。
    .steps =
        马上离开这个网络，改用移动数据。
        在这个网络上不要输入密码或验证码。
        请把这个网络告诉{ $provider }，好提醒其他人。
cause-network-blocked =
    .headline = 当前网络切断了与{ $provider }的连接。
    .money = 这不会让资金有风险，只是在这个网络上连不到您的账户。
    .retry = 换一个网络就可以马上再试；在这个网络上多半还是不行。
    .steps =
        在 Wi-Fi 和移动数据之间切换，或换一个 Wi-Fi。
        如果是公司或学校的网络，请问一下那里是否限制使用钱包。
        如果换了网络仍然不行，请把报告发给客服。
cause-network-weak_or_unstable =
    .headline = 这部手机的网络不稳定，有一部分数据会丢失或迟到。
    .money = 这不会让资金有风险。没有收到结果的付款可能已经成功，重复之前请先查看。
    .retry = 等网络好一些再试；付款请先看过状态再说。
    .steps =
        靠近路由器，换到信号更好的地方，或在 Wi-Fi 和移动数据之间切换。
        重复一笔交易之前，先查看它的状态。
cause-network-slow =
    .headline = 当前网络很慢。
    .money = 这不会让资金有风险。请等到有结果再操作，不要重复。
    .retry = 等网络快一些再试；没有等到结果之前，不要再来一次。
    .steps =
        靠近路由器，换到信号更好的地方，或换一个网络。
        暂停这个网络上的下载和视频。
        重复一笔交易之前，先查看它的状态。
cause-network-ipv6_broken =
    .headline = 当前网络提供两种上网方式，其中 IPv6 不通，每次连接可能要多等几秒。
    .money = 这不会让资金有风险，只是应用变慢。
    .retry = 随时可以再试，只是可能多等几秒。
    .steps =
        如果路由器是您自己的，请重启它；或在 Wi-Fi 和移动数据之间切换。
        { $host_known ->
            [yes] 如果一直这样，请告诉网络的管理者：到 { $host } 的 IPv6 不通。
           *[no] 如果一直这样，请告诉网络的管理者：IPv6 不通。
         }
cause-network-large_packets_lost =
    .headline = 当前网络会丢失大数据包，与{ $provider }的安全连接因此建立不起来。
    .money = 这不会让资金有风险，只是在这个网络上连不到您的账户。
    .retry = 换一个网络，或者关闭 VPN 之后，就可以再试。
    .steps =
        如果开着 VPN，请关闭。
        在 Wi-Fi 和移动数据之间切换；如果路由器是您自己的，请重启它。
        如果一直这样，请告诉网络的管理者：MTU 设置不合适。
cause-network-proxy_or_vpn =
    .headline = 手机上的 VPN 或代理可能挡住了连接。
    .money = 就看到的情况，没有发现您的资金有风险。
    .retry = 关闭 VPN 或代理之后就可以再试。
    .steps =
        暂时关闭 VPN 或代理。
        如果有用，请把钱包加入它的例外名单。
cause-network-background_restricted =
    .headline = 手机可能不允许本应用在后台使用数据。
    .money = 就看到的情况，没有发现您的资金有风险。
    .retry = 允许应用使用数据之后就可以再试，试的时候让应用开在屏幕上。
    .steps =
        在手机设置里允许本应用使用数据，省流量模式下也要允许。
        然后重新打开应用。
cause-tls-intercepted =
    .headline = 与{ $provider }的连接出示了不可信的证书，可能有人夹在中间。
    .money = 目前没有迹象表明您的资金有风险。请不要在这个网络上登录；如果已经登录过，请换一个网络修改密码。
    .retry = 不要在这个网络上再试，换一个网络可以马上再试。
    .steps =
        离开这个网络，改用移动数据。
        在这个网络上不要输入密码或验证码。
        如果是公司的手机，请问一下公司是否检查网络连接。
        如果每个网络都这样，请把报告发给客服。
cause-tls-server_certificate_expired =
    .headline = { $provider }的安全证书过期了，需要他们来更换。
    .money = 这不会让资金有风险。应用不使用这样的连接，是为了保护您。
    .retry = 请一小时后再试；他们更换之前，在哪个网络上都不行。
    .steps =
        手机上没有什么要改的。
        不要跳过浏览器里的安全警告。
        请发送报告，好让{ $provider }知道这件事。
cause-tls-handshake_failed =
    .headline = 与{ $provider }的安全连接没能建立。
    .money = 这不会让资金有风险。应用不使用不可信的连接。
    .retry = 换一个网络可以马上再试，或者更新应用之后再试。
    .steps =
        在 Wi-Fi 和移动数据之间切换。
        从官方应用商店更新应用。
        如果还是不行，请把报告发给客服。
cause-device-clock_wrong =
    .headline = 手机的时间不准，而安全连接和验证码都要靠它。
    .money = 就看到的情况，没有发现您的资金有风险。
    .retry = 时间调准之后就可以再试。
    .steps =
        在手机设置里打开自动设置日期和时间。
        然后重新打开应用；需要验证码的话，请重新获取。
