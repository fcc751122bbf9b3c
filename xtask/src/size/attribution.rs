//! Whose the bytes are: from the names of functions and constants to crates, and the table of it.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::budget::Budget;
use super::library::{Library, Purpose, Section, Symbol};

/// The standard library's row.
const STANDARD: &str = "std";
/// The crates that come with the compiler; they are one thing, which nobody chose.
const OF_STANDARD: &[&str] = &[
    "core",
    "alloc",
    "std",
    "compiler_builtins",
    "panic_unwind",
    "unwind",
    "std_detect",
    "gimli",
    "addr2line",
    "rustc_demangle",
];
/// C, assembly and what is exported have no crates in their names, but these do say whose they are. ring gives its own name to
/// what it exports; the others are those of the curves and ciphers below it.
const OF_C: &[(&str, &str)] = &[
    ("ring_core_", "ring"),
    ("ecp_nistz256_", "ring"),
    ("nistz256_", "ring"),
    ("nistz384_", "ring"),
    ("ChaCha20_", "ring"),
    ("uniffi_wallet_doctor_", "wallet_doctor"),
    ("UNIFFI_META_WALLET_DOCTOR_", "wallet_doctor"),
    ("ffi_wallet_doctor_", "wallet_doctor"),
    ("Java_walletdoctor_", "wallet_doctor"),
];
/// What the compiler calls a piece that it has taken out of several functions, to have it once.
const SHARED: &str = "OUTLINED_FUNCTION_";
/// Smaller crates share a row.
const SMALL: u64 = 10_000;

/// What each part of the stripped file takes, in bytes. All of it together is the file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Costs {
    /// By the crate's name in Rust: code and constants with a name.
    pub(super) crates: BTreeMap<String, u64>,
    /// By what it is: everything that can't be attributed.
    pub(super) others: BTreeMap<&'static str, u64>,
}

/// Attributes every byte of the stripped file once.
pub(super) fn costs(library: &Library, stripped: u64) -> Costs {
    let mut costs = Costs::default();
    let mut rest = stripped;
    let mut symbols: Vec<&Symbol> = library.symbols.iter().collect();
    // Of several names for one place the first takes it. The longest comes first, and then the order of names decides.
    symbols.sort_by(|a, b| (a.address, b.size, &a.name).cmp(&(b.address, a.size, &b.name)));
    for section in &library.sections {
        rest = rest.saturating_sub(section.size);
        let other = match section.purpose {
            Purpose::Code => "code without a name",
            Purpose::Data => "constants without a name",
            Purpose::Unwinding => "tables for unwinding",
            Purpose::Linking => "relocations and exported names",
        };
        let mut nameless = section.size;
        if matches!(section.purpose, Purpose::Code | Purpose::Data) {
            for (name, bytes) in named(section, &symbols) {
                nameless -= bytes;
                match crate_of(name) {
                    Some(of) => *costs.crates.entry(of).or_default() += bytes,
                    None if name.starts_with(SHARED) => {
                        *costs.others.entry("code that functions share").or_default() += bytes
                    }
                    None => *costs.others.entry("C and assembly of unknown origin").or_default() += bytes,
                }
            }
        }
        *costs.others.entry(other).or_default() += nameless;
    }
    costs.others.insert("headers and padding", rest);
    costs
}

/// The bytes of a section under each name, no byte twice.
fn named<'a>(section: &Section, symbols: &[&'a Symbol]) -> Vec<(&'a str, u64)> {
    let end = section.address + section.size;
    let from = symbols.partition_point(|symbol| symbol.address < section.address);
    let mut taken = section.address;
    let mut named = Vec::new();
    for symbol in symbols.iter().skip(from).take_while(|symbol| symbol.address < end) {
        let (first, last) = (symbol.address.max(taken), (symbol.address + symbol.size).min(end));
        if last > first {
            named.push((symbol.name.as_str(), last - first));
            taken = last;
        }
    }
    named
}

/// The crate that a symbol is attributed to: the first in its name that is not the standard library. Its vectors and iterators
/// are there for whoever uses them, and would not be without.
fn crate_of(symbol: &str) -> Option<String> {
    if let Some((_, of)) = OF_C.iter().find(|(prefix, _)| symbol.starts_with(prefix)) {
        return Some((*of).to_owned());
    }
    let demangled = format!("{:#}", rustc_demangle::try_demangle(symbol).ok()?);
    let roots = roots(&demangled);
    let other = roots.iter().find(|root| !OF_STANDARD.contains(root));
    Some((*other.unwrap_or(&STANDARD)).to_owned())
}

/// Where paths begin in a name: `<a::B<c::D> as e::F>::g` has `a`, `c` and `e`.
fn roots(name: &str) -> Vec<&str> {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let mut roots = Vec::new();
    let mut rest = name;
    let mut after_separator = false;
    while !rest.is_empty() {
        let length = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        if !word.is_empty() && !after_separator && after.starts_with("::") {
            roots.push(word);
        }
        after_separator = after.starts_with("::");
        // One character on, or past the separator.
        let step = if after_separator { 2 } else { after.chars().next().map_or(0, char::len_utf8) };
        rest = after.split_at(step).1;
    }
    roots
}

/// The table: crates and the rest, the largest first, then all of it against the budget.
pub(super) fn render(costs: &Costs, budget: &Budget) -> String {
    let (large, small): (Vec<_>, Vec<_>) =
        costs.crates.iter().partition(|(name, bytes)| **bytes >= SMALL || budget.crates.contains_key(*name));
    let mut lines: Vec<(String, u64, Option<u64>)> =
        large.into_iter().map(|(name, bytes)| (name.clone(), *bytes, budget.crates.get(name).copied())).collect();
    lines.push((format!("({} smaller crates)", small.len()), small.iter().map(|(_, bytes)| **bytes).sum(), None));
    lines.extend(costs.others.iter().map(|(what, bytes)| (format!("({what})"), *bytes, None)));
    lines.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let total = lines.iter().map(|line| line.1).sum();
    lines.push(("stripped library".to_owned(), total, Some(budget.max_bytes)));

    let width = lines.iter().map(|line| line.0.chars().count()).max().unwrap_or(0);
    let mut text = format!("{:<width$}  {:>8}  {:>7}  {:>8}\n", "crate", "KB", "share", "ceiling");
    for (name, bytes, ceiling) in lines {
        let ceiling = ceiling.map(kilobytes).unwrap_or_default();
        let line = format!("{name:<width$}  {:>8}  {:>7}  {ceiling:>8}", kilobytes(bytes), share(bytes, total));
        // Writing to a String can't fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// In thousands of bytes, as stores count them.
fn kilobytes(bytes: u64) -> String {
    let tenths = (bytes + 50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

fn share(bytes: u64, total: u64) -> String {
    let tenths = (bytes * 1000 + total / 2).checked_div(total).unwrap_or(0);
    format!("{}.{} %", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_belongs_to_the_first_crate_in_it_that_is_not_the_standard_library() {
        for (symbol, of) in [
            // <alloc::vec::Vec<regex::Regex> as core::ops::drop::Drop>::drop
            ("_RNvXs_NtCs1_5alloc3vecINtB4_3VecNtCs2_5regex5RegexENtNtNtCs3_4core3ops4drop4Drop4drop", Some("regex")),
            // core::fmt::write
            ("_RNvNtCs3_4core3fmt5write", Some("std")),
            ("_ZN4sled4tree4Tree3get17h0123456789abcdefE", Some("sled")),
            (
                "_ZN66_$LT$alloc..vec..Vec$LT$T$GT$$u20$as$u20$serde..ser..Serialize$GT$9serialize17h0123456789abcdefE",
                Some("serde"),
            ),
            ("ring_core_0_17_14__x25519_fe_neg", Some("ring")),
            ("ecp_nistz256_precomputed", Some("ring")),
            ("uniffi_wallet_doctor_fn_constructor_doctorhandle_open", Some("wallet_doctor")),
            ("memcpy", None),
        ] {
            assert_eq!(crate_of(symbol).as_deref(), of, "{symbol}: {:#}", rustc_demangle::demangle(symbol));
        }
    }

    #[test]
    fn paths_begin_where_no_path_goes_on() {
        assert_eq!(roots("<&mut a::B<c::D> as e::F>::g::<h::I>::{closure#0}"), ["a", "c", "e", "h"]);
        assert_eq!(roots("memcpy"), Vec::<&str>::new());
        assert_eq!(roots("<[u8]>::len"), Vec::<&str>::new());
        assert_eq!(roots("ä::b"), ["ä"]);
    }

    fn section(purpose: Purpose, address: u64, size: u64) -> Section {
        Section { purpose, address, size }
    }

    fn symbol(name: &str, address: u64, size: u64) -> Symbol {
        Symbol { name: name.to_owned(), address, size }
    }

    #[test]
    fn every_byte_is_counted_once() {
        let sections = vec![
            section(Purpose::Code, 1_000, 100),
            section(Purpose::Data, 2_000, 50),
            section(Purpose::Unwinding, 3_000, 10),
            section(Purpose::Linking, 4_000, 5),
        ];
        let symbols = vec![
            symbol("_ZN4sled1aE", 1_000, 40),
            // The same place under another name, and one that reaches into the next.
            symbol("_ZN5regex1aE", 1_000, 40),
            symbol("_ZN5regex1bE", 1_030, 20),
            symbol("memcpy", 1_060, 4),
            symbol("_ZN5regex1cE", 2_040, 100),
            symbol("OUTLINED_FUNCTION_7", 1_070, 6),
            // In no section that is kept.
            symbol("_ZN5regex1dE", 9_000, 100),
        ];
        let costs = costs(&Library::new(sections, symbols), 180);
        let crates: Vec<_> = costs.crates.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
        assert_eq!(crates, [("regex", 10 + 10), ("sled", 40)]);
        assert_eq!(costs.others["C and assembly of unknown origin"], 4);
        assert_eq!(costs.others["code that functions share"], 6);
        assert_eq!(costs.others["code without a name"], 40);
        assert_eq!(costs.others["constants without a name"], 40);
        assert_eq!(costs.others["headers and padding"], 15);
        assert_eq!(costs.crates.values().chain(costs.others.values()).sum::<u64>(), 180);
    }

    #[test]
    fn the_table_is_sorted_and_ends_with_the_whole() {
        let costs = Costs {
            crates: [("sled", 300_000), ("regex", 412_349), ("hex", 900), ("itoa", 100)]
                .map(|(name, bytes)| (name.to_owned(), bytes))
                .into(),
            others: [("headers and padding", 1_651)].into(),
        };
        let budget =
            Budget { max_bytes: 4_800_000, max_download_bytes: 0, crates: [("regex".to_owned(), 420_000)].into() };
        let expected = "\
crate                        KB    share   ceiling
regex                     412.3   57.7 %     420.0
sled                      300.0   42.0 %
(headers and padding)       1.7    0.2 %
(2 smaller crates)          1.0    0.1 %
stripped library          715.0  100.0 %    4800.0
";
        assert_eq!(render(&costs, &budget), expected);
    }
}
