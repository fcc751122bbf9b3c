//! The form with which a person applies for a wallet, checked on the device before it is sent.
//!
//! Only what a standard says is refused: a value that passes can still be somebody else's. The values never leave: what
//! comes out names a field and a fault, and nothing of what was written.

mod bank_card;
mod name;
mod phone;
mod resident_id;
#[cfg(test)]
mod tests;

use std::ops::RangeInclusive;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::codes::stable_codes;
use crate::fold::fold;
use crate::sensitive::Sensitive;

/// How long the name of a bank or of a branch is, in characters.
const PLACE_CHARS: RangeInclusive<usize> = 2..=100;

/// What a person filled in. It has neither `Serialize` nor `Deserialize`, so that no report can hold it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpeningForm {
    /// The name, as on the identity document.
    pub name: Option<Sensitive<String>>,
    /// The number of the resident identity card, of a residence permit or of a permanent resident's card.
    pub resident_id: Option<Sensitive<String>>,
    /// The phone number.
    pub phone: Option<Sensitive<String>>,
    /// The number of the bank card to be linked.
    pub bank_card: Option<Sensitive<String>>,
    /// The bank's name.
    pub bank_name: Option<Sensitive<String>>,
    /// The branch that the card was opened at.
    pub branch: Option<Sensitive<String>>,
}

stable_codes! {
    /// A field of the form.
    pub enum FormField as "form field" {
        /// The name.
        Name = "name",
        /// The number of the identity document.
        ResidentId = "resident_id",
        /// The phone number.
        Phone = "phone",
        /// The number of the bank card.
        BankCard = "bank_card",
        /// The bank's name.
        BankName = "bank_name",
        /// The branch.
        Branch = "branch",
    }
}

stable_codes! {
    /// What is wrong with a field.
    pub enum FormFault as "form fault" {
        /// Nothing was filled in.
        Missing = "missing",
        /// Characters are missing; `missed_by` says how many.
        TooShort = "too_short",
        /// There are too many characters; `missed_by` says how many.
        TooLong = "too_long",
        /// A number holds something that is no digit.
        NotDigits = "not_digits",
        /// A name holds something that no name is written with.
        BadCharacter = "bad_character",
        /// The parts of a name are separated by another dot than `·` (U+00B7), the one that registers know.
        WrongDot = "wrong_dot",
        /// A number of the first generation of identity cards, with 15 digits.
        OldFormat = "old_format",
        /// No province has this code.
        UnknownRegion = "unknown_region",
        /// The date of birth is none, or nobody is that old.
        ImpossibleDate = "impossible_date",
        /// The date of birth is still to come.
        InFuture = "in_future",
        /// The person is younger than the provider accepts.
        TooYoung = "too_young",
        /// The check digit does not fit: a digit is wrong, or two are in the wrong order.
        CheckDigit = "check_digit",
        /// A landline, which takes no text messages.
        Landline = "landline",
        /// Neither a Chinese mobile number nor a number with `+` and a country code.
        NotMobile = "not_mobile",
        /// No country has a code that begins so.
        CountryCode = "country_code",
        /// No bank issues numbers that begin so.
        UnknownIssuer = "unknown_issuer",
    }
}

/// One thing that is wrong with the form. Nothing of the value is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FormProblem {
    /// Where.
    pub field: FormField,
    /// What.
    pub what: FormFault,
    /// For `too_short` and `too_long`: by how many characters or digits, at least 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missed_by: Option<i64>,
}

impl FormProblem {
    /// The code of the cause that it leads to.
    pub fn cause(&self) -> &'static str {
        match (self.what, self.field) {
            (FormFault::Missing, _) => "opening.documents_incomplete",
            // The details are right; it is the provider's rule that they do not meet.
            (FormFault::TooYoung, _) => "opening.policy_refused",
            (_, FormField::Name | FormField::ResidentId | FormField::Phone) => "opening.personal_details_mismatch",
            (_, FormField::BankCard | FormField::BankName | FormField::Branch) => "opening.bank_details_invalid",
        }
    }
}

/// All that is wrong with a form, in the order of its fields; empty if nothing is.
///
/// `today` is the person's own date. `minimum_age` is the provider's rule, in whole years, if it has one. Numbers are read
/// as people paste them: full-width digits count as digits, and spaces, dashes and invisible characters as nothing. A field
/// that is empty or blank is missing.
pub fn check_form(form: &OpeningForm, today: Date, minimum_age: Option<u8>) -> Vec<FormProblem> {
    let OpeningForm { name, resident_id, phone, bank_card, bank_name, branch } = form;
    let mut problems = Vec::new();
    let mut check = |field: FormField, value: &Option<Sensitive<String>>, rule: &dyn Fn(&str) -> Vec<Fault>| {
        // Exposed to be judged; a fault holds nothing of it.
        let value = value.as_ref().map_or("", |value| value.expose().as_str());
        let value: String = value.chars().filter_map(fold).collect();
        let value = value.trim();
        let faults = if value.is_empty() { vec![FormFault::Missing.into()] } else { rule(value) };
        problems.extend(faults.into_iter().map(|Fault { what, missed_by }| FormProblem { field, what, missed_by }));
    };
    check(FormField::Name, name, &name::faults);
    check(FormField::ResidentId, resident_id, &|value| resident_id::faults(value, today, minimum_age));
    check(FormField::Phone, phone, &phone::faults);
    check(FormField::BankCard, bank_card, &bank_card::faults);
    check(FormField::BankName, bank_name, &place_faults);
    check(FormField::Branch, branch, &place_faults);
    problems
}

/// What a rule has found, before it is known of which field.
struct Fault {
    what: FormFault,
    missed_by: Option<i64>,
}

impl From<FormFault> for Fault {
    fn from(what: FormFault) -> Self {
        Self { what, missed_by: None }
    }
}

/// How banks and branches are called is theirs alone: only that something is there can be said.
fn place_faults(value: &str) -> Vec<Fault> {
    length_fault(value.chars().count(), &PLACE_CHARS).into_iter().collect()
}

fn length_fault(given: usize, accepted: &RangeInclusive<usize>) -> Option<Fault> {
    let (what, missed_by) = if given < *accepted.start() {
        (FormFault::TooShort, accepted.start().saturating_sub(given))
    } else {
        (FormFault::TooLong, given.saturating_sub(*accepted.end()))
    };
    (missed_by > 0).then(|| Fault { what, missed_by: Some(i64::try_from(missed_by).unwrap_or(i64::MAX)) })
}

/// A number without the spaces and dashes that it is written in groups with.
fn without_gaps(value: &str) -> String {
    value.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
}

/// The digits as numbers; none if there is anything else.
fn digits(value: &str) -> Option<Vec<u8>> {
    value.chars().map(|c| c.to_digit(10).and_then(|digit| u8::try_from(digit).ok())).collect()
}
