//! The stable failure codes of a staged probe (docs/failure-codes.md), modelled on OONI's failure strings. This file is also
//! compiled into the build script, which checks the data files against it.

use crate::codes::stable_codes;

stable_codes! {
    /// How a step of a staged probe failed.
    pub enum FailureCode as "failure code" {
        /// The resolver says that the name does not exist.
        DnsNxdomain = "dns_nxdomain",
        /// The resolver says that it failed.
        DnsServfail = "dns_servfail",
        /// The resolver refuses to answer.
        DnsRefused = "dns_refused",
        /// No answer from the resolver.
        DnsTimeout = "dns_timeout",
        /// The name exists, but has no address.
        DnsEmpty = "dns_empty",
        /// The resolver could not be reached, or failed in another way.
        DnsFailed = "dns_failed",
        /// The connection was refused (RST to the SYN).
        TcpRefused = "tcp_refused",
        /// The connection was reset before anything was sent.
        TcpReset = "tcp_reset",
        /// No answer to the SYN.
        TcpTimeout = "tcp_timeout",
        /// There is no route, or the network is down.
        TcpUnreachable = "tcp_unreachable",
        /// The connection failed in another way.
        TcpFailed = "tcp_failed",
        /// The certificate's issuer is not trusted.
        TlsUnknownIssuer = "tls_unknown_issuer",
        /// The certificate has expired, by the phone's clock.
        TlsExpired = "tls_expired",
        /// The certificate is not valid yet, by the phone's clock.
        TlsNotYetValid = "tls_not_yet_valid",
        /// The certificate is for another name.
        TlsWrongHost = "tls_wrong_host",
        /// The platform says that the certificate is revoked.
        TlsRevoked = "tls_revoked",
        /// The certificate is not accepted for another reason.
        TlsBadCertificate = "tls_bad_certificate",
        /// The connection was reset during the handshake.
        TlsReset = "tls_reset",
        /// No answer during the handshake.
        TlsTimeout = "tls_timeout",
        /// The certificate is good, but none of its keys is one that the wallet expects.
        TlsPinMismatch = "tls_pin_mismatch",
        /// The server speaks no version of TLS that is still safe.
        TlsProtocolVersion = "tls_protocol_version",
        /// The handshake failed in another way.
        TlsFailed = "tls_failed",
        /// The server answered with a status of 500 or more, or 429.
        HttpStatus = "http_status",
        /// No answer to the request.
        HttpTimeout = "http_timeout",
        /// The connection was reset during the answer.
        HttpReset = "http_reset",
        /// The answer ended before its announced length.
        HttpTruncated = "http_truncated",
        /// The answer began, and then nothing more came of it.
        HttpStalled = "http_stalled",
        /// The answer points to another host.
        HttpRedirected = "http_redirected",
        /// A web page where data was due.
        HttpLoginPage = "http_login_page",
        /// Something other than what was due, and no web page either.
        HttpWrongType = "http_wrong_type",
        /// The answer is not HTTP.
        HttpInvalid = "http_invalid",
        /// The diagnosis' deadline came before the step's own. It says nothing about the network.
        OutOfTime = "out_of_time",
    }
}
