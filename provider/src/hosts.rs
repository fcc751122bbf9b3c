//! The names that the provider's resolvers know (RFC 6761 keeps `.test` for this).

/// The wallet's API.
pub(crate) const API: &str = "api.wallet.test";
/// The wallet's status page, which is not where the API is.
pub(crate) const STATUS: &str = "status.wallet.test";
/// A host that has nothing to do with the wallet.
pub(crate) const CONTROL: &str = "control.neutral.test";
/// The captive-portal check.
pub(crate) const PORTAL: &str = "portal.neutral.test";
/// A second control host, of somebody else.
pub(crate) const SECOND_CONTROL: &str = "control.second.test";
/// A second captive-portal check, of somebody else.
pub(crate) const SECOND_PORTAL: &str = "portal.second.test";
/// The second opinion over HTTPS.
pub(crate) const DOH: &str = "doh.neutral.test";
/// The echo for the quality of the link.
pub(crate) const ECHO: &str = "echo.neutral.test";
/// The name in the certificate of `tls_wrong_host`.
pub(crate) const ELSEWHERE: &str = "www.elsewhere.test";
/// Where redirects lead: a name that nobody has.
pub(crate) const ELSEWHERE_URL: &str = "https://www.elsewhere.test/";

/// The names at the neutral place.
pub(crate) const NEUTRAL_PLACE: &[&str] = &[STATUS, CONTROL, PORTAL, SECOND_CONTROL, SECOND_PORTAL, DOH, ECHO];

/// The names that the `dns_*` faults are about.
pub(crate) fn wallet() -> Vec<String> {
    vec![API.to_owned(), STATUS.to_owned()]
}
