//! The second opinion over HTTPS (RFC 8484): the same answers where nobody on the way can change them.

use axum::Router;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use hickory_proto::op::{Edns, Message, MessageType, OpCode, ResponseCode};
use url::form_urlencoded;

use super::resolver::{NEGATIVE_TTL, Reply, Resolver, TTL, metadata};

/// Where the questions go; RFC 8484's own examples have it there, and so has everybody.
pub(crate) const QUERY_PATH: &str = "dns-query";

const MEDIA_TYPE: &str = "application/dns-message";
/// The longest DNS message (RFC 1035 §4.2.2).
const LONGEST_MESSAGE: usize = 65_535;

/// A server that answers what the resolver answers.
pub(crate) fn router(resolver: Resolver) -> Router {
    Router::new()
        .route(&format!("/{QUERY_PATH}"), get(asked_in_url).post(asked_in_body))
        .layer(DefaultBodyLimit::max(LONGEST_MESSAGE))
        .with_state(resolver)
}

async fn asked_in_url(State(resolver): State<Resolver>, uri: Uri) -> Response {
    let query = uri.query().unwrap_or_default();
    let encoded = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "dns");
    match encoded.and_then(|(_, value)| URL_SAFE_NO_PAD.decode(value.as_bytes()).ok()) {
        Some(question) => respond(&resolver, &question).await,
        None => refuse(StatusCode::BAD_REQUEST, "The URL needs ?dns= with a DNS message in base64url without padding."),
    }
}

async fn asked_in_body(State(resolver): State<Resolver>, headers: HeaderMap, body: Bytes) -> Response {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if media_type != Some(MEDIA_TYPE) {
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body must be application/dns-message.");
    }
    respond(&resolver, &body).await
}

async fn respond(resolver: &Resolver, question: &[u8]) -> Response {
    let question = match Message::from_vec(question) {
        Ok(message) if message.metadata.message_type == MessageType::Query => message,
        Ok(_) | Err(_) => return refuse(StatusCode::BAD_REQUEST, "That is no DNS question."),
    };
    if resolver.is_silent() {
        std::future::pending::<()>().await;
    }
    let reply = match question.queries.as_slice() {
        _ if question.metadata.op_code != OpCode::Query => Reply::empty(ResponseCode::NotImp),
        [query] => resolver.reply(&query.clone().into()),
        _ => Reply::empty(ResponseCode::FormErr),
    };
    // RFC 8484 §5.1: not fresh for longer than the records are.
    let fresh_for = if reply.answers.is_empty() { NEGATIVE_TTL } else { TTL };
    match answer(question, reply).to_vec() {
        Ok(wire) => {
            let cached = format!("max-age={fresh_for}");
            ([(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, cached.as_str())], wire).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn answer(question: Message, reply: Reply) -> Message {
    let mut answer = Message::response(question.metadata.id, question.metadata.op_code);
    answer.metadata = metadata(&question.metadata, reply.code);
    answer.queries = question.queries;
    answer.answers = reply.answers;
    answer.authorities = reply.authority.into_iter().collect();
    answer.edns = question.edns.is_some().then(Edns::new);
    answer
}

fn refuse(status: StatusCode, why: &'static str) -> Response {
    (status, why).into_response()
}
