### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

## Facts: one sentence of evidence each

fact-wallet-reachable = { $subject }: the wallet's server answers ({ $host }).
fact-wallet-unreachable = { $subject }: the wallet's server cannot be reached from this phone ({ $host }).
fact-wallet-not_checked = Nothing of the wallet's own could be looked at.
fact-wallet-server_error = { $subject }: the wallet's server answers with an error of its own (HTTP { $status }).
fact-wallet-overloaded = { $subject }: the wallet's server is too busy (HTTP { $status }) { $retry_minutes_known ->
    [yes] and asks to be tried again in about { $retry_minutes } min.
   *[no] and asks to be tried again later.
 }
fact-wallet-slow = { $subject }: the wallet's server takes long to answer ({ $host }).
fact-control-reachable = { $subject }: a server that has nothing to do with the wallet answers ({ $host }).
fact-control-unreachable = No server outside the wallet answers either.
fact-control-slow = { $subject }: a server outside the wallet is slow as well ({ $host }).
fact-network-nothing_reachable = No server at all could be reached.
fact-network-slow_connect = Whatever could be reached took long to connect.
fact-network-connects_retried = Most connections needed more than one try, although the way to the servers is quick.
fact-dns-answers = The name server of this network answers.
fact-dns-only_here_fails = { $subject }: another name server knows the address of { $host }; the one of this network does not give it.
fact-dns-agrees_absent = { $subject }: two name servers give no address for { $host }.
fact-dns-wrong_address = { $subject }: this network gives another address for { $host } than another name server, and what answers there is not the wallet.
fact-dns-private_address = { $subject }: this network gives an address for { $host } that no server on the internet has; another name server gives a different one.
fact-dns-lying_resolver = The name server of this network gives an address even for a name that does not exist.
fact-tls-only_this_name_cut = { $subject }: at the same address a connection under another name gets an answer; only the name { $host } is cut off.
fact-tls-every_name_cut = { $subject }: at the address of { $host } a connection under any other name gets no further either.
fact-tls-small_packets_pass = { $subject }: large packets from { $host } get lost on this network; in small ones the connection succeeds.
fact-ipv6-broken = { $subject }: { $host } can be reached over IPv4, but not over IPv6, although this network offers both.
fact-ipv6-broken_at_one = { $subject }: { $host } can be reached over IPv4, but not over IPv6; there was no other host to compare with.
fact-quality-lossy = { $lost } of { $sent } small test packets got lost.
fact-quality-unsteady = Small test packets take between { $low_ms } and { $high_ms } ms; that changes from one to the next.
fact-quality-high_latency = Small test packets take about { $latency_ms } ms to the server and back.
fact-quality-low_throughput = About { $kbit_s } kbit/s get through.
fact-quality-fine = Small test packets come back soon, steadily and nearly all.
fact-portal-found = This network shows a sign-in page instead of the internet{ $host_known ->
    [yes] { " " }({ $host }).
   *[no] .
 }
fact-portal-absent = This network does not ask for a sign-in page.
fact-clock-wrong = The clock of this phone is about { $size } { $unit ->
    [days] days
    [hours] hours
   *[other] min
 } { $direction ->
    [slow] slow.
   *[other] fast.
 }
fact-clock-doubtful = One server has another time than this phone, by about { $size } { $unit ->
    [days] days.
    [hours] hours.
   *[other] min.
 }
fact-clock-certificate_dates = By the clock of this phone certificates look invalid that are hardly all wrong.
fact-clock-right = The clock of this phone is right.
fact-clock-explains_certificate = { $subject }: the wallet's certificate is good, but looks wrong by the clock of this phone.
fact-phone-offline = The phone says that it has no network.
fact-phone-airplane_mode = Airplane mode is on.
fact-phone-says_portal = The phone says that this network wants a sign-in.
fact-phone-not_validated = The phone does not believe that this network reaches the internet.
fact-phone-weak_signal = The signal is weak.
fact-phone-metered = The connection is metered.
fact-phone-vpn = A VPN is on.
fact-phone-proxy = A proxy is set.
fact-phone-background_restricted = The system does not let this app use data in the background.

## Causes: what is wrong, what it means for the money, when to try again, what to do

cause-network-offline =
    .headline = This phone has no connection to the internet right now.
    .money = Being offline puts no money at risk. The app just cannot show the latest state.
    .retry = Try again as soon as the phone is online; a payment only after you have seen its state.
    .steps =
        Turn airplane mode off, and Wi-Fi or mobile data on.
        Move to a place with better signal, or try another network.
        Then open the app again and look at the state of your last payment.
cause-network-captive_portal =
    .headline = This network wants you to sign in before it lets you onto the internet.
    .money = Nothing suggests that your money is at risk. The app could not reach your account.
    .retry = Try again in the app once the sign-in is done or you are on another network.
    .steps =
        Open a browser and finish the sign-in page of this network, or switch to another one.
        Do not type your wallet password into that page.
cause-network-dns_failure =
    .headline = This network cannot find the address of { $provider }.
    .money = This puts no money at risk. The app cannot reach your account from this network.
    .retry = Try again at once on another network; on this one it will hardly help before something changes.
    .steps =
        Switch between Wi-Fi and mobile data.
        If you set a private DNS or a filter app on this phone, turn it off for a moment.
        Restart the router if it is yours.
cause-network-dns_hijacked =
    .headline = This network sends you to a wrong address instead of { $provider }.
    .money = Nothing suggests that your money is at risk yet. Do not sign in on this network; if you already did, change your password on another one.
    .retry = Do not try again on this network; on another one you can at once.
    .steps =
        Leave this network now and use mobile data.
        Do not enter a password or a code while you are on it.
        Tell { $provider } about the network, so that others can be warned.
cause-network-blocked =
    .headline = Something on this network cuts the connection to { $provider }.
    .money = This puts no money at risk. The app cannot reach your account from this network.
    .retry = Try again at once on another network; on this one it will hardly help.
    .steps =
        Switch between Wi-Fi and mobile data, or try another Wi-Fi.
        On a network of a company or school, ask whether wallets are blocked there.
        If it fails on every network, send the report to support.
cause-network-weak_or_unstable =
    .headline = The connection of this phone is unstable: part of what it sends gets lost or comes late.
    .money = This puts no money at risk. A payment may have gone through although no answer came, so look before you repeat it.
    .retry = Try again when the connection is better, and a payment only after you have seen its state.
    .steps =
        Move closer to the router or to a place with better signal, or switch between Wi-Fi and mobile data.
        Check your transactions before you repeat one.
cause-network-slow =
    .headline = This network is very slow right now.
    .money = This puts no money at risk. Wait for an answer before you try anything twice.
    .retry = Try again when the network is quicker; wait for each answer before you try anything twice.
    .steps =
        Move closer to the router or to a place with better signal, or switch networks.
        Pause downloads and videos on this network.
        Check your transactions before you repeat one.
cause-network-ipv6_broken =
    .headline = One of the two ways onto the internet that this network offers, IPv6, does not work. That can cost seconds each time.
    .money = This puts no money at risk. It only makes the app slow.
    .retry = You can try again at any time; it may only take a few seconds longer.
    .steps =
        Restart the router if it is yours, or switch between Wi-Fi and mobile data.
        { $host_known ->
            [yes] If it stays so, tell whoever runs this network that IPv6 to { $host } fails.
           *[no] If it stays so, tell whoever runs this network that IPv6 does not work there.
         }
cause-network-large_packets_lost =
    .headline = This network loses large packets, so that a secure connection to { $provider } never gets ready.
    .money = This puts no money at risk. The app cannot reach your account from this network.
    .retry = Try again at once on another network, or here with the VPN off.
    .steps =
        Turn a VPN off, if one is on.
        Switch between Wi-Fi and mobile data, or restart the router if it is yours.
        If it stays so, tell whoever runs this network that its MTU does not fit.
cause-network-proxy_or_vpn =
    .headline = A VPN or proxy on this phone may be in the way.
    .money = Nothing we saw puts your money at risk.
    .retry = Try again at once with the VPN or proxy off.
    .steps =
        Turn the VPN or proxy off for a moment.
        If that helps, add the wallet to its exceptions.
cause-network-background_restricted =
    .headline = The phone may not let this app use data in the background.
    .money = Nothing we saw puts your money at risk.
    .retry = Try again at once when the app may use data, with the app open on the screen.
    .steps =
        Allow this app to use data in the phone's settings, also with data saver on.
        Then open the app again.
cause-tls-intercepted =
    .headline = The connection to { $provider } shows a certificate that cannot be trusted. Somebody may stand in between.
    .money = Nothing suggests that your money is at risk yet. Do not sign in on this network; if you already did, change your password on another one.
    .retry = Do not try again on this network; on another one you can at once.
    .steps =
        Leave this network and use mobile data.
        Do not enter a password or a code while you are on it.
        On a phone of a company, ask whether it inspects connections.
        If it happens on every network, send the report to support.
cause-tls-server_certificate_expired =
    .headline = The security certificate of { $provider } has run out. This has to be mended there.
    .money = This puts no money at risk. The app does not use a connection like that, to protect you.
    .retry = Try again in an hour; before it is mended, it will fail on every network.
    .steps =
        There is nothing to change on your phone.
        Do not ignore a security warning in a browser.
        Send the report, so that { $provider } hears of it.
cause-tls-handshake_failed =
    .headline = A secure connection to { $provider } could not be made.
    .money = This puts no money at risk. The app does not use a connection that it cannot trust.
    .retry = Try again at once on another network, or after the app is updated.
    .steps =
        Switch between Wi-Fi and mobile data.
        Update the app from the official store.
        If it fails again, send the report to support.
cause-device-clock_wrong =
    .headline = The clock of this phone is wrong, and secure connections and codes depend on it.
    .money = Nothing we saw puts your money at risk.
    .retry = Try again as soon as the clock is right.
    .steps =
        Turn on automatic date and time in the phone's settings.
        Then open the app again and ask for a new code if you need one.
