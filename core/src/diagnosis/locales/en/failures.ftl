### What the doctor says, in English. Calm, plain, short; no blame, no jargon. Every message stands in every language.

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
