//! Hashes and ids of computers, which name nothing secret, and transactions and addresses that the person declared.

use super::Kind;
use crate::corpus::encode;
use crate::corpus::secrets::luhn_check;
use crate::corpus::seeded::{DIGITS, HEX, Seeded};

pub(super) fn kinds() -> Vec<Kind> {
    let mut all = hashes();
    all.extend(declared());
    all
}

/// What programs call things by.
fn hashes() -> Vec<Kind> {
    vec![
        Kind::made("git_commit", ["commit", "commit", "提交版本"], &[|chance| chance.string(HEX, 40)]),
        Kind::made(
            "md5",
            ["md5", "checksum", "校验和"],
            &[|chance| chance.string(HEX, 32), |chance| chance.string(HEX, 32).to_uppercase()],
        ),
        Kind::made("uuid", ["request_id", "request id", "请求编号"], &[uuid, |chance| uuid(chance).to_uppercase()]),
        Kind::made(
            "trace_id",
            ["trace_id", "trace id", "跟踪编号"],
            &[
                |chance| chance.string(HEX, 32),
                |chance| chance.string(HEX, 16),
                |chance| format!("00-{}-{}-01", chance.string(HEX, 32), chance.string(HEX, 16)),
            ],
        ),
        Kind::made(
            "memory_address",
            ["at", "faulting address", "内存地址"],
            &[
                |chance| format!("0x7ff{}", chance.string(HEX, 9)),
                |chance| format!("0x{:016x}", chance.between(0x1_0000, 0xFFFF_FFFF)),
                |chance| format!("@{}", chance.string(HEX, 7)),
            ],
        ),
    ]
}

/// What the person declared; the same undeclared would be hidden, or might be.
fn declared() -> Vec<Kind> {
    let transaction = ["tx_hash", "transaction hash", "交易哈希"];
    let address = ["address", "address I sent to", "收款地址"];
    let declared_id = ["transaction_id", "transaction id", "交易编号"];
    vec![
        Kind::made(
            "declared_hash",
            transaction,
            &[
                |chance| format!("0x{}", chance.string(HEX, 64)),
                |chance| chance.string(HEX, 64),
                |chance| format!("0x{}", chance.string(HEX, 64).to_uppercase()),
            ],
        )
        .declared(),
        Kind::made("declared_bitcoin_address", address, &[segwit, legacy, script]).declared(),
        Kind::made(
            "declared_ethereum_address",
            address,
            &[
                |chance| format!("0x{}", chance.string(HEX, 40)),
                |chance| format!("0x{}", chance.string("0123456789abcdefABCDEF", 40)),
            ],
        )
        .declared(),
        Kind::made("declared_tron_address", address, &[tron]).declared(),
        Kind::made("declared_solana_signature", transaction, &[signature]).declared(),
        Kind::made("declared_id_luhn", declared_id, &[|chance| sixteen(&["1", "7", "9"], chance)]).declared(),
        Kind::made("declared_id_like_a_card", declared_id, &[|chance| sixteen(&["4", "51", "6225"], chance)])
            .declared(),
        Kind::made(
            "declared_order",
            ["order_no", "order number", "订单号"],
            &[|chance| chance.number(18), |chance| format!("P{}", chance.number(20)), |chance| chance.number(28)],
        )
        .declared(),
    ]
}

fn uuid(chance: &mut Seeded) -> String {
    let [a, b, c, d, e] = [8, 4, 3, 3, 12].map(|length| chance.string(HEX, length));
    format!("{a}-{b}-4{c}-a{d}-{e}")
}

fn segwit(chance: &mut Seeded) -> String {
    encode::bech32("bc", &[vec![0], encode::five_bits(&chance.bytes(20))].concat())
}

fn legacy(chance: &mut Seeded) -> String {
    encode::base58check(&[vec![0], chance.bytes(20)].concat())
}

fn script(chance: &mut Seeded) -> String {
    encode::base58check(&[vec![5], chance.bytes(20)].concat())
}

fn tron(chance: &mut Seeded) -> String {
    encode::base58check(&[vec![0x41], chance.bytes(20)].concat())
}

/// 88 characters, as most are.
fn signature(chance: &mut Seeded) -> String {
    loop {
        let signature = encode::base58(&chance.bytes(64));
        if signature.len() == 88 {
            return signature;
        }
    }
}

fn sixteen(beginnings: &[&str], chance: &mut Seeded) -> String {
    let mut body = (*chance.pick(beginnings)).to_owned();
    body += &chance.string(DIGITS, 15 - body.len());
    let check = luhn_check(&body);
    format!("{body}{check}")
}
