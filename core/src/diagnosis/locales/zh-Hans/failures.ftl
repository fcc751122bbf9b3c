### 诊断说的话，简体中文。平静、直白、简短；不责备，不用行话。每条信息在每种语言里都有。

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
