//! Each fault seen from outside, with real clients over real sockets: that it does what it says, and nothing else.

// All of it is test code; the attribute lets the lints know, in helpers too.
#[cfg(test)]
mod account;
#[cfg(test)]
mod client;
#[cfg(test)]
mod dns;
#[cfg(test)]
mod healthy;
#[cfg(test)]
mod http;
#[cfg(test)]
mod over_https;
#[cfg(test)]
mod places;
#[cfg(test)]
mod portal;
#[cfg(test)]
mod quality;
#[cfg(test)]
mod status;
#[cfg(test)]
mod status_documents;
#[cfg(test)]
mod status_lies;
#[cfg(test)]
mod status_trouble;
#[cfg(test)]
mod tcp;
#[cfg(test)]
mod tls;
