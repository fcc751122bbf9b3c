### 诊断说的话，简体中文。平静、直白、简短；不责备，不用行话。每条信息在每种语言里都有。

## 情况：每条一句话

fact-device-storage_full = 手机存储空间快用完了（只剩 { $free_mb } MB）。
fact-device-app_outdated = 现在安装的应用是 { $version } 版，服务商支持 { $minimum } 及以上版本。
fact-device-app_update = 现在安装的应用是 { $version } 版，已经有新的 { $latest } 版。
fact-device-os_outdated = 手机系统是 { $version } 版，应用需要 { $minimum } 或更高。
fact-complaint-only_here = 您说在另一台设备上是正常的。
fact-complaint-everywhere = 您说其他设备上也一样。
fact-message-says = { $via ->
    [http_status] 您看到的提示里的错误编号指向这个原因。
    [provider_code] 您看到的提示里有服务商的代码，说的就是这个原因。
   *[phrase] 您看到的提示说的就是这个情况。
 }
fact-code-says = { $about ->
    [restriction] 服务商限制账户时给出的代码，说的就是这个原因。
    [identity] 服务商对身份验证给出的代码，说的就是这个原因。
    [opening] 服务商对开户申请给出的代码，说的就是这个原因。
    [instrument] 服务商对绑定的账户或银行卡给出的代码，说的就是这个原因。
   *[transaction] 服务商对这笔交易给出的代码，说的就是这个原因。
 }

## 原因：出了什么问题、对资金意味着什么、什么时候再试、怎么做

cause-device-storage_full =
    .headline = { $free_mb_known ->
        [yes] 手机快存满了（只剩 { $free_mb } MB），应用需要一些空间才能正常使用。
       *[no] 手机快存满了，应用需要一些空间才能正常使用。
     }
    .money = 手机存满不会让资金有风险，只是应用可能显示旧的数字，或者中途停下。
    .retry = 腾出一些空间之后再试。
    .steps =
        删掉不再需要的视频、大文件或应用。
        钱包应用请保留；可能还用得上的付款截图和凭证也请保留。
        然后重启手机，再打开应用。
    .after =
        应用已经清除了可以重新获取的内容。如果手机还是快满了，请再删掉其他大文件。
        然后重启手机，再打开应用。
cause-device-app_outdated =
    .headline = { $minimum_known ->
        [yes] 应用版本太旧，{ $provider }支持 { $minimum } 及以上版本。
       *[no] 应用版本太旧，{ $provider }已不再支持。
     }
    .money = 版本旧本身不会让资金有风险。以{ $provider }那里的余额为准，不要以旧版应用显示的为准。
    .retry = 更新之后再试；不更新，结果还会一样。
    .steps =
        请从官方应用商店更新，不要点别人发来的下载链接。
        如果商店里没有更新，请重启手机后再看一次。
        确认还能重新登录之前，不要卸载应用。
cause-device-os_outdated =
    .headline = { $minimum_known ->
        [yes] 手机系统太旧，应用需要 { $minimum } 或更高版本。
       *[no] 手机系统太旧，应用无法正常使用。
     }
    .money = 系统旧本身不会动您的资金。不过旧系统不再有安全更新，大额资金最好不要在这部手机上操作。
    .retry = 升级系统之后再试，或者现在就换一台较新的设备。
    .steps =
        在手机设置里检查系统更新并安装。
        如果这部手机已经没有更新，请在较新的设备上使用钱包。
        如果以后不在这部手机上用钱包，请退出登录。
cause-device-only_this_device =
    .headline = 在另一台设备上正常，问题多半出在这部手机或它的网络上。
    .money = 没有迹象表明您的资金有风险：从另一台设备可以正常进入您的账户。
    .retry = 急事请先在另一台设备上办；下面每做一步，都可以在这里再试一次。
    .steps =
        关闭应用再打开；如果没有用，请重启手机。
        在 Wi-Fi 和移动数据之间切换。
        从官方应用商店更新应用。
        如果仍然只有这里不行，请用这部手机把报告发给客服。
    .ready =
        应用里显示的账户，密码和验证码不要提供。
        这部手机的型号和系统版本。
        哪台设备是正常的，它用的是什么网络。
        看到的提示，最好有截图。
