//! The faults by name, and which of them can be had together.
//!
//! One table holds every fault with its name and what it does; the enum, the names, the descriptions and the list
//! are all made from it, so that none of them can be forgotten.

mod set;

use std::fmt;
use std::str::FromStr;

pub use set::{ConflictingFaults, FaultSet};

/// How much of an unknown name an error repeats.
const SHOWN_NAME_CHARS: usize = 64;

macro_rules! faults {
    ($($variant:ident $name:literal $text:literal)*) => {
        /// Something that can be wrong with the provider, the way to it, or the money it reports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Fault {
            $(#[doc = $text] $variant,)*
        }

        impl Fault {
            /// Every fault, in the order of the way a request takes.
            pub const ALL: &[Fault] = &[$(Fault::$variant,)*];

            /// The stable name, in `snake_case`, as it is written on a command line or in a scenario.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Fault::$variant => $name,)* }
            }

            /// What it does, in one English sentence.
            #[must_use]
            pub fn describe(self) -> &'static str {
                match self { $(Fault::$variant => $text,)* }
            }
        }
    };
}

faults! {
    Offline "offline" "Nothing answers at all: both resolvers are silent and no connection to any service is ever completed."
    DnsNxdomain "dns_nxdomain" "The phone's resolver says that the wallet's names do not exist."
    DnsServfail "dns_servfail" "The phone's resolver answers SERVFAIL when it is asked for the wallet's names."
    DnsRefused "dns_refused" "The phone's resolver answers REFUSED when it is asked for the wallet's names."
    DnsEmpty "dns_empty" "The phone's resolver says that the wallet's names exist, but have no address."
    DnsTimeout "dns_timeout" "The phone's resolver never answers anything."
    DnsWrongAddress "dns_wrong_address"
        "The phone's resolver sends the wallet's names to 127.0.0.66, where an interloper with its own certificate listens."
    DnsSinkhole "dns_sinkhole" "The phone's resolver sends the wallet's names to 127.0.0.65, where nothing listens."
    DnsElsewhere "dns_elsewhere"
        "The phone's resolver sends the API's name to 127.0.0.68, where the API is as well, as content networks do it."
    DnsLying "dns_lying" "The phone's resolver sends every name that does not exist to 127.0.0.67."
    SecondOpinionSilent "second_opinion_silent" "The second resolver never answers, neither over plain DNS nor over HTTPS."
    Ipv6Blackhole "ipv6_blackhole"
        "Every name has an IPv6 address too, at which no attempt to connect and no packet is ever answered."
    TcpRefused "tcp_refused" "The wallet's API refuses every connection."
    TcpBlackhole "tcp_blackhole" "The wallet's API never answers an attempt to connect."
    TcpReset "tcp_reset" "The wallet's API accepts each connection and resets it at once."
    TlsExpired "tls_expired" "The wallet's API presents a certificate that ran out a week ago."
    TlsNotYetValid "tls_not_yet_valid" "The wallet's API presents a certificate that is valid from 3 days ahead."
    TlsUnknownIssuer "tls_unknown_issuer" "The wallet's API presents a certificate from an authority that nobody trusts."
    TlsWrongHost "tls_wrong_host" "The wallet's API presents a certificate that was issued for another name."
    TlsRekeyed "tls_rekeyed" "The wallet's API presents a good certificate for a key that is not among the pinned ones."
    TlsOldVersion "tls_old_version" "The wallet's API speaks none of the client's versions of TLS, and says so by an alert."
    TlsStall "tls_stall" "The wallet's API accepts each connection, reads the ClientHello and never answers it."
    SniFilter "sni_filter"
        "A connection to the wallet's API is reset if its ClientHello names the API; any other name is served there."
    TlsReset "tls_reset" "The wallet's API resets the connection after it has read the ClientHello."
    CaptivePortal "captive_portal"
        "A hotspot's sign-in page answers instead of the portal check, and every secure service shows the hotspot's certificate."
    PortalForged204 "portal_forged_204"
        "A hotspot as of captive_portal, but it answers the portal check with the expected 204, without the echo."
    PortalOneBroken "portal_one_broken"
        "One of the two portal checks has become a page for everybody, while the other one is well."
    Http500 "http_500" "Every path of the wallet's API answers 500 Internal Server Error."
    Http503RetryAfter "http_503_retry_after"
        "Every path of the wallet's API answers 503 Service Unavailable and asks to try again in 120 seconds."
    HttpRedirect "http_redirect" "Every path of the wallet's API redirects to another host."
    HttpLoginPage "http_login_page" "Every path of the wallet's API answers 200 with an HTML page that wants a sign-in."
    HttpWrongType "http_wrong_type" "Every path of the wallet's API answers 200 with plain text."
    HttpSlow "http_slow" "Every path of the wallet's API answers late, by 2.5 seconds unless the options say otherwise."
    HttpTruncated "http_truncated"
        "Every path of the wallet's API announces a longer answer than it sends, and then closes the connection."
    HttpStalled "http_stalled"
        "Every path of the wallet's API sends its header and half of its body, and then nothing more."
    EchoLossy "echo_lossy" "The echo leaves 30 % of the requests unanswered."
    ClockSkew "clock_skew"
        "The Date of every service is 2 hours ahead of this machine's clock, as if the phone were 2 hours slow."
    ClockOneLiar "clock_one_liar" "The Date of the second control host is 2 days ahead; every other one is right."
    StatusMajorOutage "status_major_outage" "Every status document tells of a major outage of every part of the wallet."
    StatusDegraded "status_degraded" "The status documents tell that balances and history are slow, with an open incident."
    StatusMaintenanceNow "status_maintenance_now"
        "The status documents tell of maintenance of withdrawals that began 30 minutes ago and ends in 90."
    StatusMaintenanceSoon "status_maintenance_soon"
        "The status documents tell of maintenance of withdrawals that begins in 40 minutes and takes 2 hours."
    StatusGarbage "status_garbage" "The status page answers 200 with bytes that are neither JSON nor UTF-8."
    StatusHuge "status_huge" "The status page answers with a body of more than 50 MB."
    StatusGzipBomb "status_gzip_bomb"
        "The status page answers with some 50 KB of gzip that unpack to more than 50 MB."
    StatusDeep "status_deep" "The status page answers with 100,000 arrays nested in each other."
    StatusOddDates "status_odd_dates"
        "The status page carries absurd dates (years 0000 and 9999, empty, not dates at all) although nothing is wrong."
    StatusWithdrawalsDown "status_withdrawals_down"
        "Every status document tells of a major outage of withdrawals, and of nothing else."
    StatusMarketingDown "status_marketing_down"
        "The status pages tell of a major outage of the marketing site, which is no part of the wallet."
    StatusMaintenanceOver "status_maintenance_over"
        "The status documents tell of maintenance of withdrawals that was completed 30 minutes ago."
    StatusMaintenanceOverrun "status_maintenance_overrun"
        "The status documents tell of maintenance of withdrawals that should have ended 30 minutes ago and still goes on."
    StatusMaintenanceCancelled "status_maintenance_cancelled"
        "Maintenance of withdrawals was planned for now and cancelled; the status documents say so or know nothing of it."
    StatusLies "status_lies"
        "The status page tells of a critical outage as of 3 hours ago; its mirror and all other documents say that all is well."
    StatusLags "status_lags"
        "Every status document comes from a cache that kept it for 3 hours, and tells of an outage that is long over."
    StatusChanges "status_changes"
        "Whoever asks for a status document a second time finds a major outage on it; the first time all is well."
    StatusBadSignature "status_bad_signature" "The signed announcements are signed by a key that is not the provider's."
    StatusRedirects "status_redirects" "Every status document redirects to another host."
    StatusBusy "status_busy" "Every status document answers 429 Too Many Requests and asks to try again in 300 seconds."
    StatusSlow "status_slow" "Every status document is answered after 30 seconds."
    StatusTruncated "status_truncated"
        "Every status document is announced longer than what is sent of it, and then the connection is closed."
    StatusWrongCharset "status_wrong_charset" "Every status document says that it is UTF-8 and is UTF-16LE."
    StatusMillions "status_millions"
        "Every status document is just under 1 MiB of nothing: components, entries and items without a content."
    StatusDuplicateKeys "status_duplicate_keys"
        "The status page has each of its keys twice: first for a critical outage, then for a day on which all is well."
    StatusZonelessDates "status_zoneless_dates"
        "The status documents tell of maintenance that is planned for now if their times are UTC, but no time has a zone."
    StatusNegativeWindow "status_negative_window"
        "The status documents tell of maintenance that is planned to end half an hour ago and to begin half an hour ahead."
    StatusEntityBomb "status_entity_bomb"
        "The RSS and Atom feeds have entities nested in entities, a thousand million of them if they are expanded."
    AccountWrongShape "account_wrong_shape"
        "The account's endpoint answers with lists that are none, amounts that are numbers and states that do not exist."
    AccountContradictory "account_contradictory"
        "The account's endpoint says that the account is not restricted, and names a freeze of everything."
    AccountGarbage "account_garbage" "The account's endpoint answers 200 with bytes that are neither JSON nor UTF-8."
    AccountFrozen "account_frozen" "The account's endpoint says that risk control has frozen the account."
    BalanceStaleCache "balance_stale_cache" "The balances that the app keeps are 26 hours old and differ from the provider's."
    BalanceServerBehind "balance_server_behind" "The provider reports older balances than the ones that the app already has."
    BalancePendingExplains "balance_pending_explains"
        "The app's balance is lower than the provider's by exactly what some pending transfers take."
    BalanceUnexplained "balance_unexplained" "The app's balance differs from the provider's and no pending transaction explains it."
    CacheOld "cache_old"
        "The app's caches are old; the provider itself does nothing differently, only the app's side shows it."
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        let known = Self::ALL.iter().copied().find(|fault| fault.name() == name);
        known.ok_or_else(|| UnknownFault { name: name.chars().take(SHOWN_NAME_CHARS).collect() })
    }
}

/// A name that is no fault. Its text names the bad value and lists what is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFault {
    name: String,
}

impl fmt::Display for UnknownFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown fault {:?}; accepted are ", self.name)?;
        for (place, fault) in Fault::ALL.iter().enumerate() {
            if place > 0 {
                f.write_str(", ")?;
            }
            f.write_str(fault.name())?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownFault {}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_name_is_read_back_and_is_unique() {
        for fault in Fault::ALL {
            assert_eq!(fault.name().parse::<Fault>(), Ok(*fault));
            assert!(fault.name().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
            assert!(fault.describe().ends_with('.'), "{fault} is not described by a sentence");
        }
        let names: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.name()).collect();
        assert_eq!(names.len(), Fault::ALL.len());
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_bad_value_and_the_accepted_ones() {
        let text = "tcp_refuse".parse::<Fault>().unwrap_err().to_string();
        assert!(text.contains("\"tcp_refuse\""), "{text}");
        for fault in Fault::ALL {
            assert!(text.contains(fault.name()), "{text}");
        }
        assert!("x".repeat(10_000).parse::<Fault>().unwrap_err().to_string().len() < 3_000);
    }
}
