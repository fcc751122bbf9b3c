//! The secrets: for each kind, every way in which people, apps and tools write it. Check digits are right, numbers and
//! domains are reserved ones where such exist, and everything else is random: no real person's data.

mod auth;
mod cards;
mod codes;
mod emails;
mod homes;
mod ids;
mod keys;
mod net;
mod passwords;
mod pem;
mod phones;
mod phrases;
mod urls;
mod wallets;

use crate::corpus::plant::Kind;

pub(crate) use cards::luhn_check;
pub(crate) use ids::check as gb_11643_check;

/// All kinds. The rounds are as many as it takes to write every format twice or more, and every kind in every carrier that
/// makes sense.
pub(crate) fn kinds() -> Vec<Kind> {
    let kind = |name, rounds, formats| Kind { name, rounds, formats };
    vec![
        kind("card", 4, cards::formats()),
        kind("resident_id", 2, ids::formats()),
        kind("mobile_cn", 2, phones::mobiles()),
        kind("landline_cn", 2, phones::landlines()),
        kind("phone_international", 2, phones::international()),
        kind("email", 2, emails::formats()),
        kind("ipv4", 2, net::ipv4()),
        kind("ipv6", 2, net::ipv6()),
        kind("mac", 2, net::mac()),
        kind("bearer", 1, auth::bearer()),
        kind("basic_auth", 1, auth::basic()),
        kind("digest_auth", 1, auth::digest()),
        kind("jwt", 2, auth::jwt()),
        kind("cookie", 2, auth::cookies()),
        kind("api_key", 3, keys::formats()),
        kind("url_password", 2, urls::passwords()),
        kind("url_token", 2, urls::tokens()),
        kind("pem_key", 1, pem::pem()),
        kind("openssh_key", 1, pem::openssh()),
        kind("hex_key", 2, wallets::hex_keys()),
        kind("wif", 1, wallets::wif()),
        kind("extended_key", 1, wallets::extended()),
        kind("solana_bytes", 1, wallets::solana_bytes()),
        kind("solana_base58", 1, wallets::solana_base58()),
        kind("age_key", 1, wallets::age()),
        kind("phrase", 9, phrases::formats()),
        kind("code", 2, codes::formats()),
        kind("password", 2, passwords::formats()),
        kind("home_folder", 2, homes::formats()),
    ]
}
