//! The facts that judges find, by stable codes. This file is also compiled into the build script, which checks the data
//! files against it.

use crate::codes::stable_codes;

stable_codes! {
    /// Facts other than the failure of one endpoint.
    pub enum Fact as "fact" {
        /// An endpoint of the wallet's answered well.
        WalletReachable = "wallet.reachable",
        /// An endpoint of the wallet's could not be talked to.
        WalletUnreachable = "wallet.unreachable",
        /// Nothing of the wallet's was asked, or nothing of it could be.
        WalletNotChecked = "wallet.not_checked",
        /// The wallet's server answered with an error of its own.
        WalletServerError = "wallet.server_error",
        /// The wallet's server asks to be left alone for a while.
        WalletOverloaded = "wallet.overloaded",
        /// The wallet's server answered slowly.
        WalletSlow = "wallet.slow",
        /// A control endpoint answered well.
        ControlReachable = "control.reachable",
        /// No control endpoint answered.
        ControlUnreachable = "control.unreachable",
        /// A control endpoint answered slowly.
        ControlSlow = "control.slow",
        /// Nothing at all could be reached.
        NothingReachable = "network.nothing_reachable",
        /// Whatever could be reached took long to connect.
        SlowConnect = "network.slow_connect",
        /// Most connections were made only when their first packet had been sent again.
        ConnectsRetried = "network.connects_retried",
        /// A name server answers.
        DnsAnswers = "dns.answers",
        /// The resolver failed on a name that the second opinion knows.
        DnsOnlyHereFails = "dns.only_here_fails",
        /// The resolver and the second opinion agree that a name is not there.
        DnsAgreesAbsent = "dns.agrees_absent",
        /// The resolver gives other addresses than the second opinion, and what answers there is not the wallet.
        DnsWrongAddress = "dns.wrong_address",
        /// The resolver gives an address that no server on the internet has, and the second opinion gives another one.
        DnsPrivateAddress = "dns.private_address",
        /// The resolver knows an address for a name that does not exist.
        DnsLyingResolver = "dns.lying_resolver",
        /// A handshake that is cut under the wallet's name goes on under another name at the same address.
        TlsOnlyThisNameCut = "tls.only_this_name_cut",
        /// A handshake is cut under every name alike.
        TlsEveryNameCut = "tls.every_name_cut",
        /// A handshake that gets no answer succeeds in small packets.
        TlsSmallPacketsPass = "tls.small_packets_pass",
        /// IPv6 is offered and does not work where IPv4 does.
        Ipv6Broken = "ipv6.broken",
        /// IPv6 does not work at the only host that has it, where IPv4 does.
        Ipv6BrokenAtOne = "ipv6.broken_at_one",
        /// Many small packets get lost.
        QualityLossy = "quality.lossy",
        /// The time that small packets take varies much.
        QualityUnsteady = "quality.unsteady",
        /// Small packets take long.
        QualityHighLatency = "quality.high_latency",
        /// Little data gets through in a second.
        QualityLowThroughput = "quality.low_throughput",
        /// Small packets come back soon, steadily and nearly all.
        QualityFine = "quality.fine",
        /// Somebody answers in the place of the internet until one signs in.
        PortalFound = "portal.found",
        /// Nobody does.
        PortalAbsent = "portal.absent",
        /// The phone's clock is wrong.
        ClockWrong = "clock.wrong",
        /// One server alone has another time than the phone.
        ClockDoubtful = "clock.doubtful",
        /// Certificates of servers that have nothing to do with each other look invalid by the phone's clock.
        ClockCertificateDates = "clock.certificate_dates",
        /// The phone's clock is right.
        ClockRight = "clock.right",
        /// A certificate is refused only because the phone's clock is wrong.
        ClockExplainsCertificate = "clock.explains_certificate",
        /// The phone says that it has no network.
        PhoneOffline = "phone.offline",
        /// Airplane mode is on.
        PhoneAirplaneMode = "phone.airplane_mode",
        /// The phone says that this network wants a sign-in.
        PhoneSaysPortal = "phone.says_portal",
        /// The phone does not believe that this network reaches the internet.
        PhoneNotValidated = "phone.not_validated",
        /// The signal is weak.
        PhoneWeakSignal = "phone.weak_signal",
        /// The connection is metered.
        PhoneMetered = "phone.metered",
        /// A VPN carries the traffic.
        PhoneVpn = "phone.vpn",
        /// A proxy is set.
        PhoneProxy = "phone.proxy",
        /// The app may not use data in the background.
        PhoneBackgroundRestricted = "phone.background_restricted",
        /// The provider says that all is well, or at least what the person tried.
        StatusOperational = "status.operational",
        /// An endpoint of the provider's own says that it is well, which is no word about the rest.
        StatusAnswers = "status.answers",
        /// The provider reports an outage of what the person tried.
        StatusOutage = "status.outage",
        /// The provider reports that what the person tried works badly.
        StatusDegraded = "status.degraded",
        /// An endpoint of the provider's own says that it does not work.
        StatusSelfDown = "status.self_down",
        /// An endpoint of the provider's own says that it works badly.
        StatusSelfDegraded = "status.self_degraded",
        /// The provider reports trouble of a part of which nobody knows whether it matters here.
        StatusTroublePerhaps = "status.trouble_perhaps",
        /// Maintenance is under way.
        StatusMaintenanceNow = "status.maintenance_now",
        /// Maintenance goes on beyond its planned end.
        StatusMaintenanceOverrun = "status.maintenance_overrun",
        /// Maintenance is under way of a part of which nobody knows whether it matters here, or was forgotten to be closed.
        StatusMaintenancePerhaps = "status.maintenance_perhaps",
        /// Maintenance was planned for now when the provider was last heard.
        StatusMaintenancePlannedNow = "status.maintenance_planned_now",
        /// Maintenance is planned within a day.
        StatusMaintenanceSoon = "status.maintenance_soon",
        /// The provider reports something that does not matter to what the person tried.
        StatusElsewhere = "status.elsewhere",
        /// What a source says was overruled by another one.
        StatusContradicted = "status.contradicted",
        /// The provider reported trouble when it was last heard, too long ago to count.
        StatusLastKnown = "status.last_known",
        /// A source gives an older state than is known already.
        StatusLagging = "status.lagging",
        /// An endpoint of the provider's own asks to be left alone for a while.
        StatusBusy = "status.busy",
        /// A status source is too busy to answer.
        StatusPageBusy = "status.page_busy",
        /// A status source does not make sense.
        StatusUnreadable = "status.unreadable",
        /// A status source is not signed as it has to be.
        StatusBadSignature = "status.bad_signature",
        /// A status source could not be reached.
        StatusUnreachable = "status.unreachable",
        /// What the app shows is what the provider has.
        BalanceEqual = "balance.equal",
        /// The app shows an older balance.
        BalanceCacheStale = "balance.cache_stale",
        /// The app shows an older balance by its own time; the provider's counter does not say so.
        BalanceCacheOlder = "balance.cache_older",
        /// The provider answers with an older balance than the app has.
        BalanceProviderBehind = "balance.provider_behind",
        /// Pending transactions make exactly the difference.
        BalancePendingExplains = "balance.pending_explains",
        /// Pending transactions make the difference, and so does something else, or chance might.
        BalancePendingMayExplain = "balance.pending_may_explain",
        /// A transaction makes exactly the difference, as if it were counted twice.
        BalanceCountedTwice = "balance.counted_twice",
        /// A transaction makes exactly the difference, as if it were not counted.
        BalanceTransactionMissing = "balance.transaction_missing",
        /// A transaction that has failed makes exactly the difference.
        BalanceFailedCounted = "balance.failed_counted",
        /// A transaction makes the difference, and so does another one, or chance might.
        BalanceTransactionMayExplain = "balance.transaction_may_explain",
        /// The app shows what can be spent as the total, or the total as what can be spent.
        BalanceHeldMistaken = "balance.held_mistaken",
        /// The app shows the balances of another account.
        BalanceOtherAccount = "balance.other_account",
        /// The app shows a balance under another asset.
        BalanceOtherAsset = "balance.other_asset",
        /// The app shows the digits of a balance with the decimal point elsewhere.
        BalanceOtherScale = "balance.other_scale",
        /// The balances differ, and may be changing just now.
        BalanceUnsettled = "balance.unsettled",
        /// Parts of the balances could not be read or compared.
        BalancePartlyRead = "balance.partly_read",
        /// Nothing known explains the difference.
        BalanceUnexplained = "balance.unexplained",
        /// A balance could not be read.
        BalanceUnavailable = "balance.unavailable",
        /// The provider answered, but its balances do not make sense.
        BalanceUnreadable = "balance.unreadable",
        /// A cache is older than its policy allows.
        CacheTooOld = "cache.too_old",
        /// A cache is larger than its policy allows.
        CacheTooLarge = "cache.too_large",
        /// The app could not read what is in a cache.
        CacheDamaged = "cache.damaged",
        /// A cache is stored in another shape than this version of the app reads.
        CacheOtherSchema = "cache.other_schema",
        /// The phone's storage is as good as full.
        DeviceStorageFull = "device.storage_full",
        /// The app is older than the provider serves.
        DeviceAppOutdated = "device.app_outdated",
        /// There is a newer version of the app.
        DeviceAppUpdate = "device.app_update",
        /// The system is older than the app needs.
        DeviceOsOutdated = "device.os_outdated",
        /// On another device it works.
        OnlyHere = "complaint.only_here",
        /// Other devices show the same.
        Everywhere = "complaint.everywhere",
        /// The message that the person saw speaks of this cause, which is the subject.
        MessageSays = "message.says",
        /// The provider's own code stands for this cause, which is the subject.
        CodeSays = "code.says",
        /// The provider says that the account is not restricted.
        AccountUnrestricted = "account.unrestricted",
        /// The account is locked after too many wrong passwords.
        AccountLocked = "account.locked",
        /// Risk control has frozen the account.
        AccountFrozen = "account.frozen",
        /// The account is restricted after too many failed operations.
        AccountFailures = "account.failures",
        /// The account is restricted while somebody looks at it.
        AccountInReview = "account.in_review",
        /// The account is restricted because of a sign-in that does not look like the person's.
        AccountHeldForSignIn = "account.held_for_sign_in",
        /// The account is restricted by a rule of the provider's or of the region.
        AccountPolicy = "account.policy",
        /// Some operations are restricted; nobody knows whether the one that was tried is among them.
        AccountPartlyRestricted = "account.partly_restricted",
        /// The account is restricted, and nobody says why.
        AccountRestricted = "account.restricted",
        /// The session has expired.
        AccountSessionExpired = "account.session_expired",
        /// The session is valid.
        AccountSessionValid = "account.session_valid",
        /// Sign-ins have failed of late.
        AccountSignInsFailed = "account.sign_ins_failed",
        /// The provider finds a sign-in unusual.
        AccountUnusualSignIn = "account.unusual_sign_in",
        /// A device is signed in that the provider does not know as the person's.
        AccountUnknownDevice = "account.unknown_device",
        /// The two-step check is on.
        AccountTwoFactorOn = "account.two_factor_on",
        /// The two-step check is off, and what was tried needs it.
        AccountTwoFactorRequired = "account.two_factor_required",
        /// The two-step check is off.
        AccountTwoFactorOff = "account.two_factor_off",
        /// Codes of the two-step check are refused or do not arrive.
        AccountTwoFactorFailing = "account.two_factor_failing",
        /// The identity check is passed.
        AccountIdentityVerified = "account.identity_verified",
        /// The identity check is not finished.
        AccountIdentityUnverified = "account.identity_unverified",
        /// What was tried needs the identity check, which is not passed.
        AccountIdentityRequired = "account.identity_required",
        /// Somebody is looking at the identity check.
        AccountIdentityInReview = "account.identity_in_review",
        /// The identity check was refused.
        AccountIdentityRejected = "account.identity_rejected",
        /// The identity document has run out.
        AccountIdentityExpired = "account.identity_expired",
        /// What is told of the account contradicts itself.
        AccountContradictory = "account.contradictory",
        /// Parts of what is told of the account do not make sense.
        AccountUnreadable = "account.unreadable",
        /// What is known of the account could not be read.
        AccountUnavailable = "account.unavailable",
        /// The application has failed for personal details that do not belong together.
        OpeningDetails = "opening.details",
        /// The application lacks something, or something in it is not legible.
        OpeningDocuments = "opening.documents",
        /// The application's card, bank or branch is not right.
        OpeningBank = "opening.bank",
        /// Somebody is looking at the application.
        OpeningInReview = "opening.in_review",
        /// The application was refused by a rule of the provider's.
        OpeningPolicy = "opening.policy",
        /// The application was refused, and nobody says why.
        OpeningRefused = "opening.refused",
        /// What is told of the application contradicts itself.
        OpeningContradictory = "opening.contradictory",
        /// The wallet is open.
        OpeningApproved = "opening.approved",
        /// A personal field of the form is not well-formed.
        OpeningFormDetails = "opening.form_details",
        /// A bank's field of the form is not well-formed.
        OpeningFormBank = "opening.form_bank",
        /// A field of the form is empty.
        OpeningFormMissing = "opening.form_missing",
        /// The linked account or card is not verified.
        BankUnverified = "bank.unverified",
        /// The linked account's or card's details are not right.
        BankInvalid = "bank.invalid",
        /// The linked card has run out.
        BankExpired = "bank.expired",
        /// The bank has closed the linked account or card.
        BankClosed = "bank.closed",
        /// The linked account or card that was used is verified.
        BankVerified = "bank.verified",
        /// The bank or channel is being maintained.
        BankMaintenance = "bank.maintenance",
        /// The bank or channel does not work.
        BankDown = "bank.down",
        /// The bank or channel works, late.
        BankDelayed = "bank.delayed",
        /// One of several banks or channels is being maintained; nobody knows whether it is the one.
        BankOneInMaintenance = "bank.one_in_maintenance",
        /// One of several banks or channels does not work; nobody knows whether it is the one.
        BankOneDown = "bank.one_down",
        /// The bank or channel works.
        BankUp = "bank.up",
        /// The amount is more than the bank or channel carries at a time.
        BankOverMaximum = "bank.over_maximum",
        /// The amount is less than the minimum.
        FundsBelowMinimum = "funds.below_minimum",
        /// The amount is more than the maximum at a time.
        FundsAboveMaximum = "funds.above_maximum",
        /// The amount and its fee are more than what is available.
        FundsInsufficient = "funds.insufficient",
        /// It would be enough, but a part of it is held back.
        FundsHeld = "funds.held",
        /// What is held back is exactly the amount that the person misses.
        FundsHeldAmount = "funds.held_amount",
        /// Some of the balance is held back.
        FundsSomeHeld = "funds.some_held",
        /// The amount is more than what is left for the day.
        FundsDayLimit = "funds.day_limit",
        /// The amount is more than what is left for the month.
        FundsMonthLimit = "funds.month_limit",
        /// No attempt is left.
        FundsAttemptsUsedUp = "funds.attempts_used_up",
        /// One attempt is left before the limit.
        FundsLastAttempt = "funds.last_attempt",
        /// It costs a fee.
        FundsFee = "funds.fee",
        /// The amount is within every limit that is known, and there is enough of it.
        FundsWithinLimits = "funds.within_limits",
        /// Limits or balances contradict themselves.
        FundsTermsInconsistent = "funds.terms_inconsistent",
        /// The amount is in an asset for which nothing is known.
        FundsOtherAsset = "funds.other_asset",
        /// A balance is below zero.
        BalanceNegative = "balance.negative",
        /// The doctor remembers several failed attempts.
        AttemptsFailedOften = "attempts.failed_often",
        /// The transaction is still in the wallet.
        TransactionAtWallet = "transaction.at_wallet",
        /// The transaction is with the channel.
        TransactionAtChannel = "transaction.at_channel",
        /// The transaction is with the bank.
        TransactionAtBank = "transaction.at_bank",
        /// The bank is done, and the merchant has not confirmed it.
        TransactionAtMerchant = "transaction.at_merchant",
        /// The transaction is under way; where is not told.
        TransactionPending = "transaction.pending",
        /// The transaction should have been done by now.
        TransactionOverdue = "transaction.overdue",
        /// The transaction has failed, and nothing was taken.
        TransactionNotDebited = "transaction.not_debited",
        /// The transaction has failed, and the money is not back yet.
        TransactionRefundDue = "transaction.refund_due",
        /// The transaction has failed, and the money is back.
        TransactionRefunded = "transaction.refunded",
        /// The transaction has failed; whether money was taken is not told.
        TransactionFailed = "transaction.failed",
        /// The transaction is done, everywhere.
        TransactionCompleted = "transaction.completed",
        /// The transaction has failed for the payee's details.
        TransactionPayeeWrong = "transaction.payee_wrong",
        /// The bank has refused the transaction.
        TransactionBankRefused = "transaction.bank_refused",
        /// The transaction has failed because there was not enough.
        TransactionInsufficient = "transaction.insufficient",
        /// The person says that they did not make it.
        TransactionNotMine = "transaction.not_mine",
        /// Two transactions look like the same one.
        TransactionTwice = "transaction.twice",
        /// One transaction is listed twice.
        TransactionListedTwice = "transaction.listed_twice",
        /// The provider does not know the transaction.
        TransactionNotFound = "transaction.not_found",
        /// What is told of a transaction contradicts itself.
        TransactionContradictory = "transaction.contradicts_itself",
        /// Where the transactions stand could not be read.
        TransactionUnavailable = "transaction.unavailable",
        /// The provider's own causes were not accepted.
        CausesNotAccepted = "causes.not_accepted",
    }
}
