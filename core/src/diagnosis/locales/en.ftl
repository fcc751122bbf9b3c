### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

## Certainty, severity and labels

certainty-almost_certain = almost certainly
certainty-likely = probably
certainty-possible = possibly
label-causes = What we found
label-nothing-found = We checked everything we could and found nothing wrong.
label-nothing-found-next = If the problem is still there, send a report to support. They will look at your account itself.
label-evidence-for = Why we think so
label-evidence-against = What speaks against it
label-money = Your money
label-announcements = What the provider announces
label-steps = What to do next
label-fixed = What was fixed
label-report = Your report
label-ticket = Ticket
step-network = Network of this phone
step-endpoints = Connection to the wallet
step-quality = Quality of the connection
step-portal = Sign-in page of this network
step-service = Status and announcements of the provider
step-account = Account
step-balances = Balances
step-caches = Stored copies

## Money

money-nothing-found = Nothing we saw puts your money at risk.
money-urgent = We cannot tell from here whether money is missing. Treat it as urgent.
steps-urgent =
    Change your password now, from a network you trust.
    Look through your recent transactions and note each one that is not yours.
    Call { $provider }'s support at once, and have the report and the numbers of those transactions ready.
    Keep every record.

## What was done

outcome-cleared = Cleared { $files } files of the stored copy '{ $label }'.
outcome-synced = Your balance was fetched again.
outcome-not-synced = Your balance could not be fetched again. Open the app's overview to fetch it.
outcome-helped = The balance is right now.
outcome-not-helped = That did not help, so everything was put back.
outcome-not-known = Whether that helped could not be seen.
outcome-could-fix = The app can clear the stored copy '{ $label }' and fetch your balance again.
outcome-failed = The stored copy '{ $label }' could not be cleared: { $problem }
report-failed = The report could not be kept, so it was not sent: { $problem }
report-redacted = { $count } private details were taken out before it was sealed.
report-file = Sealed for support only: { $file }
report-not-kept = Sealed for support only. This demonstration keeps no file; --keep DIR does.
report-arrived = Support has it.
report-reply = Expected reply within { $hours } h.
report-waiting = It could not be sent yet. It is kept, and sending can go on later; you can also share the file yourself.
report-kept = It is kept on this device. No desk is set up to send it to; you can share the file yourself.
step-fine = fine
step-trouble = something is not as it should be

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
fact-status-operational = { $subject }: the provider says that { $parts_known ->
    [yes] this works: { $parts }
   *[no] everything works
 }{ $as_of_known ->
    [yes] { " " }(as of { $as_of }).
   *[no] .
 }
fact-status-answers = { $subject }: an endpoint of the provider's answers that it is well.
fact-status-outage = { $subject }: the provider reports an outage{ $parts_known ->
    [yes] { " " }({ $parts })
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { " " }(as of { $as_of })
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-degraded = { $subject }: the provider reports that something works badly{ $parts_known ->
    [yes] { " " }({ $parts })
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { " " }(as of { $as_of })
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-self_down = { $subject }: an endpoint of the provider's own answers that it does not work{ $parts_known ->
    [yes] { " " }({ $parts }).
   *[no] .
 }
fact-status-self_degraded = { $subject }: an endpoint of the provider's own answers that it works badly{ $parts_known ->
    [yes] { " " }({ $parts }).
   *[no] .
 }
fact-status-trouble_perhaps = { $subject }: the provider reports trouble of a part that may or may not matter to you{ $parts_known ->
    [yes] { " " }({ $parts })
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-maintenance_now = { $subject }: maintenance{ $parts_known ->
    [yes] { " " }on { $parts }
   *[no] { "" }
 } is under way{ $until_known ->
    [yes] , planned until { $until }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { " " }(as of { $as_of })
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-maintenance_overrun = { $subject }: maintenance{ $parts_known ->
    [yes] { " " }on { $parts }
   *[no] { "" }
 } goes on, { $over_by_known ->
    [yes] { $over_by } beyond its planned end at { $until }
   *[no] beyond its planned end
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-maintenance_perhaps = { $subject }: there is maintenance that may or may not matter to you{ $parts_known ->
    [yes] { " " }({ $parts })
   *[no] { "" }
 }{ $until_known ->
    [yes] , planned until { $until }
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-maintenance_planned_now = { $subject }: when we last heard from it{ $as_of_known ->
    [yes] { " " }({ $as_of })
   *[no] { "" }
 }, maintenance was planned for now{ $until_known ->
    [yes] , until { $until }
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-maintenance_soon = { $subject }: maintenance{ $parts_known ->
    [yes] { " " }on { $parts }
   *[no] { "" }
 } is planned { $starts_in_known ->
    [yes] in { $starts_in }, from { $from }
   *[no] from { $from }
 }{ $lasts_known ->
    [yes] , for about { $lasts }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { " " }(as of { $as_of })
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-elsewhere = { $subject }: the provider reports something that is not what you tried{ $parts_known ->
    [yes] { " " }({ $parts })
   *[no] { "" }
 }{ $title_known ->
    [yes] : { $title }
   *[no] .
 }
fact-status-contradicted = { $subject }: what it says does not count, because { $by } has newer word.
fact-status-last_known = { $subject }: when we last heard from it{ $as_of_known ->
    [yes] { " " }({ $as_of })
   *[no] { "" }
 }, the provider reported trouble. That may be over.
fact-status-lagging = { $subject }: gives an older state than is known already.
fact-status-busy = { $subject }: an endpoint of the provider's is too busy and asks to be tried again { $retry_minutes_known ->
    [yes] in about { $retry_minutes } min.
   *[no] later.
 }
fact-status-page_busy = { $subject }: the provider's status is too busy to answer.
fact-status-unreadable = { $subject }: the provider's status answers, but not with anything that could be read.
fact-status-bad_signature = { $subject }: what is given out as the provider's word is not signed as it has to be, so it was not believed.
fact-status-unreachable = { $subject }: the provider's status could not be fetched.
fact-balance-equal = The balances shown are the provider's.
fact-balance-cache_stale = { $subject }: the app shows { $cached }, from { $since }; the provider has { $synced }.
fact-balance-provider_behind = { $subject }: the provider answers { $synced }, from { $since }; the app already has { $cached }.
fact-balance-pending_explains = { $subject }: the difference of { $difference } is made by transactions under way: { $transactions }.
fact-balance-unexplained = { $subject }: the app shows { $cached }, the provider has { $synced }; nothing known explains the difference of { $difference }.
fact-balance-unavailable = Your balance could not be read just now.
fact-balance-unreadable = The provider answered, but its balances do not make sense.
fact-cache-too_old = { $subject }: this stored copy is older than it should be; its oldest part is from { $oldest }.
fact-cache-too_large = { $subject }: this stored copy is larger than it should be ({ $bytes } bytes).

## Parts of the service

separator = { ", " }
part-withdrawals = withdrawals
part-deposits = deposits
part-transfers = transfers
part-payments = payments
part-banks = bank channels
part-balances = balances and history
part-transactions = transactions
part-sign_in = signing in
part-verification = verification
part-opening = account opening
part-accounts = accounts

## Spans of time

span-minutes = { $count ->
    [one] 1 minute
   *[other] { $n } minutes
 }
span-hours = { $count ->
    [one] 1 hour
   *[other] { $n } hours
 }
span-days = { $count ->
    [one] 1 day
   *[other] { $n } days
 }

## What the provider announces: when it is, and how old the word is

announced-incident = { $from_known ->
    [yes] since { $from }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { $age_known ->
        [yes] { " " }(last heard { $as_of }, { $age } ago)
       *[no] { " " }(last heard { $as_of } by a clock that was wrong)
     }
   *[no] { "" }
 }
announced-maintenance_now = { $over_by_known ->
    [yes] was to end at { $until }, { $over_by } ago
   *[no] { $until_known ->
        [yes] until { $until }
       *[no] now
     }
 }{ $as_of_known ->
    [yes] { $age_known ->
        [yes] { " " }(last heard { $as_of }, { $age } ago)
       *[no] { " " }(last heard { $as_of } by a clock that was wrong)
     }
   *[no] { "" }
 }
announced-maintenance_planned = in { $starts_in }, from { $from }{ $lasts_known ->
    [yes] , for about { $lasts }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { $age_known ->
        [yes] { " " }(last heard { $as_of }, { $age } ago)
       *[no] { " " }(last heard { $as_of } by a clock that was wrong)
     }
   *[no] { "" }
 }
announced-notice = { $from_known ->
    [yes] { $from }
   *[no] { "" }
 }{ $as_of_known ->
    [yes] { $age_known ->
        [yes] { " " }(last heard { $as_of }, { $age } ago)
       *[no] { " " }(last heard { $as_of } by a clock that was wrong)
     }
   *[no] { "" }
 }

## Failures of one server

failure-dns_nxdomain = { $subject }: the name server says that { $host } does not exist.
failure-dns_servfail = { $subject }: the name server failed to look up { $host }.
failure-dns_refused = { $subject }: the name server refuses to look up { $host }.
failure-dns_timeout = { $subject }: the name server does not answer for { $host }.
failure-dns_empty = { $subject }: the name server gives no address for { $host }.
failure-dns_failed = { $subject }: { $host } could not be looked up.
failure-tcp_refused = { $subject }: the connection to { $host } is refused.
failure-tcp_reset = { $subject }: the connection to { $host } is cut as soon as it is open.
failure-tcp_timeout = { $subject }: the connection to { $host } gets no answer.
failure-tcp_unreachable = { $subject }: there is no way to { $host } on this network.
failure-tcp_failed = { $subject }: the connection to { $host } fails.
failure-tls_unknown_issuer = { $subject }: what answers for { $host } shows a certificate from an issuer that this phone does not trust{ $issuer_known ->
    [yes] : { $issuer }.
   *[no] .
 }
failure-tls_expired = { $subject }: the certificate of { $host } has expired.
failure-tls_not_yet_valid = { $subject }: the certificate of { $host } is not valid yet.
failure-tls_wrong_host = { $subject }: what answers for { $host } shows a certificate for another name.
failure-tls_revoked = { $subject }: the certificate of { $host } is reported as revoked.
failure-tls_bad_certificate = { $subject }: the certificate of { $host } is not acceptable.
failure-tls_reset = { $subject }: the connection to { $host } is cut while it is being secured.
failure-tls_timeout = { $subject }: { $host } does not answer while the connection is being secured.
failure-tls_pin_mismatch = { $subject }: the certificate of { $host } is not one that the wallet expects{ $issuer_known ->
    [yes] ; it was issued by { $issuer }.
   *[no] .
 }
failure-tls_protocol_version = { $subject }: { $host } speaks only versions of TLS that are no longer safe.
failure-tls_failed = { $subject }: the connection to { $host } could not be secured.
failure-http_status = { $subject }: { $host } answers with an error.
failure-http_timeout = { $subject }: { $host } does not answer the request in time.
failure-http_reset = { $subject }: the connection to { $host } is cut during the answer.
failure-http_truncated = { $subject }: the answer of { $host } breaks off.
failure-http_stalled = { $subject }: the answer of { $host } begins and then stops coming.
failure-http_redirected = { $subject }: { $host } sends us on to another host instead of answering.
failure-http_login_page = { $subject }: { $host } answers with a web page where data was due.
failure-http_wrong_type = { $subject }: { $host } answers with something other than what was due.
failure-http_invalid = { $subject }: the answer of { $host } does not make sense.
failure-out_of_time = { $subject }: there was no time left to look at { $host } to the end.

## Causes: what is wrong, what it means for the money, what to do

cause-network-offline =
    .headline = This phone has no connection to the internet right now.
    .money = Being offline puts no money at risk. The app just cannot show the latest state.
    .steps =
        Turn airplane mode off, and Wi-Fi or mobile data on.
        Move to a place with better signal, or try another network.
        Then open the app again. Do not repeat a payment before you have seen its state.
cause-network-captive_portal =
    .headline = This network wants you to sign in before it lets you onto the internet.
    .money = Nothing suggests that your money is at risk. The app could not reach your account.
    .steps =
        Open a browser and finish the sign-in page of this network, or switch to another one.
        Do not type your wallet password into that page.
        Then try again in the app.
cause-network-dns_failure =
    .headline = This network cannot find the address of { $provider }.
    .money = This puts no money at risk. The app cannot reach your account from this network.
    .steps =
        Switch between Wi-Fi and mobile data and try again.
        If you set a private DNS or a filter app on this phone, turn it off for a moment.
        Restart the router if it is yours.
cause-network-dns_hijacked =
    .headline = This network sends you to a wrong address instead of { $provider }.
    .money = Nothing suggests that your money is at risk yet. Do not sign in on this network; if you already did, change your password on another one.
    .steps =
        Leave this network now and use mobile data.
        Do not enter a password or a code while you are on it.
        Tell { $provider } about the network, so that others can be warned.
cause-network-blocked =
    .headline = Something on this network cuts the connection to { $provider }.
    .money = This puts no money at risk. The app cannot reach your account from this network.
    .steps =
        Switch between Wi-Fi and mobile data, or try another Wi-Fi.
        On a network of a company or school, ask whether wallets are blocked there.
        If it fails on every network, send the report to support.
cause-network-weak_or_unstable =
    .headline = The connection of this phone is unstable: part of what it sends gets lost or comes late.
    .money = This puts no money at risk. A payment may have gone through although no answer came, so look before you repeat it.
    .steps =
        Move closer to the router or to a place with better signal, or switch between Wi-Fi and mobile data.
        Wait for each answer, and check your transactions before you repeat one.
cause-network-slow =
    .headline = This network is very slow right now.
    .money = This puts no money at risk. Wait for an answer before you try anything twice.
    .steps =
        Move closer to the router or to a place with better signal, or switch networks.
        Pause downloads and videos on this network.
        Check your transactions before you repeat one.
cause-network-ipv6_broken =
    .headline = One of the two ways onto the internet that this network offers, IPv6, does not work. That can cost seconds each time.
    .money = This puts no money at risk. It only makes the app slow.
    .steps =
        Restart the router if it is yours, or switch between Wi-Fi and mobile data.
        If it stays so, tell whoever runs this network that IPv6 to { $host } fails.
cause-network-large_packets_lost =
    .headline = This network loses large packets, so that a secure connection to { $provider } never gets ready.
    .money = This puts no money at risk. The app cannot reach your account from this network.
    .steps =
        Turn a VPN off, if one is on, and try again.
        Switch between Wi-Fi and mobile data, or restart the router if it is yours.
        If it stays so, tell whoever runs this network that its MTU does not fit.
cause-network-proxy_or_vpn =
    .headline = A VPN or proxy on this phone may be in the way.
    .money = Nothing we saw puts your money at risk.
    .steps =
        Turn the VPN or proxy off for a moment and try again.
        If that helps, add the wallet to its exceptions.
cause-network-background_restricted =
    .headline = The phone may not let this app use data in the background.
    .money = Nothing we saw puts your money at risk.
    .steps =
        Allow this app to use data in the phone's settings, also with data saver on.
        Then open the app again.
cause-tls-intercepted =
    .headline = The connection to { $provider } shows a certificate that cannot be trusted. Somebody may stand in between.
    .money = Nothing suggests that your money is at risk yet. Do not sign in on this network; if you already did, change your password on another one.
    .steps =
        Leave this network and use mobile data.
        Do not enter a password or a code while you are on it.
        On a phone of a company, ask whether it inspects connections.
        If it happens on every network, send the report to support.
cause-tls-server_certificate_expired =
    .headline = The security certificate of { $provider } has run out. This has to be mended there.
    .money = This puts no money at risk. The app does not use a connection like that, to protect you.
    .steps =
        Wait and try again in an hour; there is nothing to change on your phone.
        Do not ignore a security warning in a browser.
        Send the report, so that { $provider } hears of it.
cause-tls-handshake_failed =
    .headline = A secure connection to { $provider } could not be made.
    .money = This puts no money at risk. The app does not use a connection that it cannot trust.
    .steps =
        Try another network.
        Update the app from the official store.
        If it fails again, send the report to support.
cause-device-clock_wrong =
    .headline = The clock of this phone is wrong, and secure connections and codes depend on it.
    .money = Nothing we saw puts your money at risk.
    .steps =
        Turn on automatic date and time in the phone's settings.
        Then open the app again and ask for a new code if you need one.
cause-provider-maintenance_in_progress =
    .headline = { $fact ->
        [maintenance_overrun] Maintenance at { $provider } is taking longer than planned{ $until_known ->
            [yes] ; it was to end at { $until }.
           *[no] .
         }
        [maintenance_planned_now] { $provider } had planned maintenance for now{ $until_known ->
            [yes] , until { $until }. We could not ask whether it goes on.
           *[no] . We could not ask whether it goes on.
         }
        [maintenance_perhaps] { $provider } is doing maintenance that may be in your way{ $parts_known ->
            [yes] { " " }({ $parts }).
           *[no] .
         }
       *[other] { $provider } is doing maintenance{ $parts_known ->
            [yes] { " " }on { $parts }
           *[no] { "" }
         } right now{ $until_known ->
            [yes] { " " }(planned until { $until }).
           *[no] .
         }
     }
    .money = Maintenance puts no money at risk. A transaction may be booked late; look at its state before you repeat it.
    .steps =
        { $try_again_known ->
            [yes] Try again after { $try_again }.
           *[no] Wait and try again later.
         }
        Do not repeat a payment or withdrawal before you have seen its state.
cause-provider-outage =
    .headline = { $fact ->
        [self_down] A part of { $provider } reports that it does not work at the moment.
       *[other] { $parts_known ->
            [yes] { $provider } reports an outage of { $parts }. It is not your phone.
           *[no] { $provider } has an outage. It is not your phone.
         }
     }
    .money = An outage by itself puts no money at risk. Balances and transactions may show late.
    .steps =
        { $try_again_known ->
            [yes] Wait; there is nothing to change on your phone. Try again after { $try_again }.
           *[no] Wait; there is nothing to change on your phone. Try again later.
         }
        Do not repeat a payment or withdrawal before you have seen its state.
cause-provider-degraded =
    .headline = { $fact ->
        [trouble_perhaps] { $provider } reports trouble that may be in your way{ $parts_known ->
            [yes] { " " }({ $parts }).
           *[no] .
         }
       *[other] { $parts_known ->
            [yes] At { $provider } this is not working well at the moment: { $parts }.
           *[no] A part of { $provider } is not working well at the moment.
         }
     }
    .money = Nothing suggests that your money is at risk. Things may take longer than usual.
    .steps =
        { $try_again_known ->
            [yes] Give it some time and look again after { $try_again }.
           *[no] Give it some time and look again later.
         }
        Do not repeat a payment or withdrawal before you have seen its state.
cause-provider-maintenance_scheduled =
    .headline = { $provider } has planned maintenance{ $parts_known ->
        [yes] { " " }on { $parts }
       *[no] { "" }
     }{ $starts_in_known ->
        [yes] { " " }in { $starts_in }, from { $from }
       *[no] { " " }from { $from }
     }{ $lasts_known ->
        [yes] , for about { $lasts }.
       *[no] .
     }
    .money = Nothing we saw puts your money at risk.
    .steps =
        { $until_known ->
            [yes] Finish what is urgent before { $from }, or do it after { $until }.
           *[no] Finish what is urgent before { $from }, or do it afterwards.
         }
cause-provider-overloaded =
    .headline = { $provider } has more requests than it can answer right now.
    .money = Nothing suggests that your money is at risk. A transaction may have gone through although no answer came; look at its state before you repeat it.
    .steps =
        { $try_again_known ->
            [yes] Try again after { $try_again }, not before.
           *[no] Try again in a day or more, not before.
         }
        Trying over and over makes it slower and can trip a limit. A quieter time of day helps.
cause-provider-api_error =
    .headline = { $provider }'s server has a problem of its own. It is not your phone.
    .money = Nothing suggests that your money is at risk. Look at the state of a transaction before you repeat it.
    .steps =
        Try again in a few minutes.
        If it goes on, send the report to support.
cause-provider-unreachable_only_here =
    .headline = { $provider } works, but cannot be reached from this network.
    .money = This puts no money at risk. The app cannot reach your account from here.
    .steps =
        Switch between Wi-Fi and mobile data and try again.
        Turn off a VPN, if you use one.
        If it fails on every network, send the report to support.
cause-data-cache_stale =
    .headline = { $cached_known ->
        [yes] The app shows an old copy of your balance.
       *[no] Some of what the app keeps on this phone is old.
     }
    .money = What counts is the balance at { $provider }, not the copy on this phone. If it is lower than you expect, look through your transactions.
    .steps =
        Let the app clear the old copy and fetch your balance again.
        If it is still not right, send the report to support.
    .after =
        Look at your balance once more. If it is still not right, tell support.
cause-data-sync_delayed =
    .headline = { $provider } has not caught up yet with your latest transactions.
    .money = Nothing suggests that your money is at risk. The newest transactions appear when { $provider } has caught up.
    .steps =
        Wait a few minutes and pull down to refresh.
        Do not repeat a transaction that you have already made.
        If it has not caught up in an hour, send the report to support.
cause-data-pending_explains_difference =
    .headline = Transactions that are still under way make the difference in your balance.
    .money = Nothing suggests that your money is at risk. These amounts are on their way and not booked yet.
    .steps =
        Look at the transactions named here and at their state.
        If one takes longer than a working day, ask support about it by its number.
cause-data-balance_differs_unexplained =
    .headline = The balance in the app and the balance at { $provider } differ, and nothing we know explains it.
    .money = We cannot tell from here. Support can, with the exact figures in the report.
    .steps =
        Do not make further transactions in this currency for now.
        Send the report to support; it holds both balances and the exact difference.
        If you see a transaction that is not yours, call support at once.
cause-unknown-needs_support =
    .headline = We could not check everything, and what we saw does not name a cause.
    .money = Nothing we saw puts your money at risk, but we could not see everything.
    .steps =
        Try again in a few minutes.
        If the problem is still there, send the report to support.
