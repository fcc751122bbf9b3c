//! A phone: it asks a DNS server, connects, shakes hands and speaks HTTP, each step by itself.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::{Name, RecordType};
use http_body_util::{BodyExt, Empty, Full};
use hyper::body::Incoming;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use url::Url;
use wallet_doctor_provider::{Fault, FaultSet, Place, Places, Provider, ProviderOptions};

/// Long enough for anything on one host that is going to happen at all.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);
/// What does not happen within this does not happen.
pub(crate) const NEVER: Duration = Duration::from_millis(600);

pub(crate) async fn provider(faults: impl IntoIterator<Item = Fault>) -> Provider {
    let faults: FaultSet = faults.into_iter().collect();
    Provider::start(ProviderOptions { faults, ..ProviderOptions::default() }).await.unwrap()
}

/// Everything at one place.
pub(crate) fn at(addresses: &[IpAddr]) -> Places {
    let place = Place::new(addresses).unwrap();
    Places::new(place, place)
}

pub(crate) fn question(name: &str, kind: RecordType) -> Vec<u8> {
    let mut message = Message::new(0x4d2, MessageType::Query, OpCode::Query);
    message.metadata.recursion_desired = true;
    message.add_query(Query::query(Name::from_ascii(name).unwrap(), kind));
    message.set_edns(Edns::new());
    message.to_vec().unwrap()
}

/// Asks over UDP. `None` if no answer comes within `patience`.
pub(crate) async fn ask(server: SocketAddr, name: &str, kind: RecordType, patience: Duration) -> Option<Message> {
    let own = if server.is_ipv6() { "[::1]:0" } else { "127.0.0.1:0" };
    let socket = UdpSocket::bind(own).await.unwrap();
    socket.connect(server).await.unwrap();
    socket.send(&question(name, kind)).await.unwrap();
    let mut buffer = [0_u8; 1500];
    let length = timeout(patience, socket.recv(&mut buffer)).await.ok()?.unwrap();
    let answer = Message::from_vec(&buffer[..length]).unwrap();
    assert_eq!(answer.metadata.id, 0x4d2);
    assert!(answer.edns.is_some(), "RFC 6891 §6.1.1: a question with EDNS gets an answer with it");
    Some(answer)
}

/// Asks over TCP (RFC 1035 §4.2.2: two bytes of length before each message).
pub(crate) async fn ask_tcp(server: SocketAddr, name: &str, patience: Duration) -> Option<Message> {
    let mut stream = TcpStream::connect(server).await.unwrap();
    let question = question(name, RecordType::A);
    stream.write_u16(u16::try_from(question.len()).unwrap()).await.unwrap();
    stream.write_all(&question).await.unwrap();
    let read = async {
        let mut message = vec![0_u8; usize::from(stream.read_u16().await.unwrap())];
        stream.read_exact(&mut message).await.unwrap();
        Message::from_vec(&message).unwrap()
    };
    timeout(patience, read).await.ok()
}

/// The code and the addresses of an answer.
pub(crate) fn addresses(answer: &Message) -> (ResponseCode, Vec<IpAddr>) {
    let found = answer.answers.iter().filter_map(|record| record.data.ip_addr());
    (answer.metadata.response_code, found.collect())
}

/// The socket address behind a URL, as the phone's resolver has it.
pub(crate) async fn resolve(provider: &Provider, url: &Url) -> SocketAddr {
    let answer = ask(provider.dns_server(), url.host_str().unwrap(), RecordType::A, PATIENCE).await.unwrap();
    let (_, found) = addresses(&answer);
    SocketAddr::new(found[0], url.port_or_known_default().unwrap())
}

/// The service's own address, whatever a resolver says.
pub(crate) fn direct(url: &Url) -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], url.port().unwrap()))
}

fn tls_config(provider: &Provider, alpn: &[u8]) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(provider.ca_pem().as_bytes()).unwrap()).unwrap();
    let crypto = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(crypto).with_safe_default_protocol_versions().unwrap();
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![alpn.to_vec()];
    config
}

/// Connects to `address` and shakes hands with the host of `url`, trusting the provider's CA only.
pub(crate) async fn handshake(
    provider: &Provider,
    address: SocketAddr,
    url: &Url,
    alpn: &[u8],
) -> io::Result<TlsStream<TcpStream>> {
    let connector = TlsConnector::from(Arc::new(tls_config(provider, alpn)));
    let name = ServerName::try_from(url.host_str().unwrap().to_owned()).unwrap();
    let stream = TcpStream::connect(address).await?;
    timeout(PATIENCE, connector.connect(name, stream)).await.expect("the handshake neither succeeds nor fails")
}

/// What rustls has against the certificate that a URL's own address presents.
pub(crate) async fn certificate_error(provider: &Provider, address: SocketAddr, url: &Url) -> rustls::CertificateError {
    let error = handshake(provider, address, url, b"http/1.1").await.unwrap_err();
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::InvalidCertificate(reason)) => reason.clone(),
        other => panic!("not a certificate error: {other:?} in {error}"),
    }
}

/// A GET over HTTP/1.1: over TLS if the URL says so.
pub(crate) async fn get(provider: &Provider, url: &Url) -> Response<Incoming> {
    get_with(provider, url, &[]).await
}

pub(crate) async fn get_with(provider: &Provider, url: &Url, headers: &[(&str, &str)]) -> Response<Incoming> {
    let address = direct(url);
    if url.scheme() == "https" {
        let stream = handshake(provider, address, url, b"http/1.1").await.unwrap();
        send(stream, url, headers).await
    } else {
        send(TcpStream::connect(address).await.unwrap(), url, headers).await
    }
}

pub(crate) async fn send<S>(stream: S, url: &Url, headers: &[(&str, &str)]) -> Response<Incoming>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let target = &url[url::Position::BeforePath..];
    let mut request = Request::get(target).header("host", url.host_str().unwrap());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Empty::<Bytes>::new()).unwrap();
    timeout(PATIENCE, sender.send_request(request)).await.expect("an answer comes").unwrap()
}

/// A GET over HTTP/2.
pub(crate) async fn get_h2(provider: &Provider, url: &Url) -> Response<Incoming> {
    let stream = handshake(provider, direct(url), url, b"h2").await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(b"h2".as_slice()));
    let io = TokioIo::new(stream);
    let (mut sender, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), io).await.unwrap();
    tokio::spawn(connection);
    let request = Request::get(url.as_str()).body(Empty::<Bytes>::new()).unwrap();
    timeout(PATIENCE, sender.send_request(request)).await.expect("an answer comes").unwrap()
}

pub(crate) fn header<'a>(response: &'a Response<Incoming>, name: &str) -> &'a str {
    response.headers().get(name).unwrap_or_else(|| panic!("no {name} header")).to_str().unwrap()
}

pub(crate) async fn body(response: Response<Incoming>) -> Bytes {
    response.into_body().collect().await.unwrap().to_bytes()
}

pub(crate) async fn json(response: Response<Incoming>) -> serde_json::Value {
    serde_json::from_slice(&body(response).await).unwrap()
}

/// A `Date` header less this machine's clock, in seconds.
pub(crate) fn clock_offset(response: &Response<Incoming>) -> i64 {
    let date = jiff::fmt::rfc2822::parse(header(response, "date")).unwrap().timestamp();
    date.as_second() - jiff::Timestamp::now().as_second()
}

/// A POST over HTTPS.
pub(crate) async fn post(provider: &Provider, url: &Url, media_type: &str, body: Vec<u8>) -> Response<Incoming> {
    let stream = handshake(provider, direct(url), url, b"http/1.1").await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let request = Request::post(url.path()).header("host", url.host_str().unwrap()).header("content-type", media_type);
    let request = request.body(Full::new(Bytes::from(body))).unwrap();
    timeout(PATIENCE, sender.send_request(request)).await.expect("an answer comes").unwrap()
}
