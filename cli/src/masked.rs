//! A visit as a document, which is easily passed on: without the account, other people, and the names of devices and of
//! linked cards. Ids of transactions stay, or nobody could look into it.

use wallet_doctor_core::Complaint;
use wallet_doctor_core::diagnosis::{Advice, Cause, Evidence, Finding};
use wallet_doctor_core::observation::{Observations, Observed};

use crate::visit::Visit;

/// What stands for the name of a linked account or card.
const INSTRUMENT: &str = "[instrument]";
/// A name that is shorter, in characters, is replaced only where it stands alone: within a text it could be anything.
const LEAST_WITHIN_TEXT: usize = 3;

/// The same visit without all that.
pub(crate) fn masked(mut visit: Visit) -> Visit {
    let labels = Labels::of(&visit.observations);
    visit.causes.iter_mut().for_each(|cause| labels.mask_cause(cause));
    visit.findings.iter_mut().for_each(|finding| labels.mask_finding(finding));
    labels.mask_complaint(&mut visit.complaint);
    labels.mask(&mut visit.money);
    visit.nothing_found.iter_mut().for_each(|text| labels.mask(text));
    mask_observations(&mut visit.observations);
    visit
}

/// The names of the linked accounts and cards, the longest first: one may be part of another.
struct Labels(Vec<String>);

impl Labels {
    fn of(observations: &Observations) -> Self {
        let instruments = observations.account.known().and_then(|account| account.instruments.as_ref());
        let labels = instruments.into_iter().flatten().map(|instrument| instrument.label.clone());
        let mut labels: Vec<String> = labels.filter(|label| !label.trim().is_empty()).collect();
        labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
        Self(labels)
    }

    fn mask(&self, text: &mut String) {
        for label in &self.0 {
            if text == label {
                INSTRUMENT.clone_into(text);
            } else if label.chars().count() >= LEAST_WITHIN_TEXT && text.contains(label.as_str()) {
                *text = text.replace(label.as_str(), INSTRUMENT);
            }
        }
    }

    fn mask_cause(&self, cause: &mut Cause) {
        for Evidence { finding, text } in cause.evidence_for.iter_mut().chain(&mut cause.evidence_against) {
            self.mask_finding(finding);
            self.mask(text);
        }
        let Advice { headline, money, retry, steps, after_remedy, have_ready, try_again_at: _ } = &mut cause.advice;
        let lists = steps.iter_mut().chain(after_remedy).chain(have_ready);
        lists.chain(retry).chain([headline, money]).for_each(|text| self.mask(text));
    }

    fn mask_finding(&self, finding: &mut Finding) {
        self.mask(&mut finding.subject);
        finding.details.values_mut().for_each(|detail| self.mask(detail));
    }

    fn mask_complaint(&self, complaint: &mut Complaint) {
        let Complaint { channel, message_seen, note, .. } = complaint;
        [channel, message_seen, note].into_iter().flatten().for_each(|text| self.mask(text));
    }
}

fn mask_observations(observations: &mut Observations) {
    if let Observed::Known { value: account, .. } = &mut observations.account {
        account.devices.iter_mut().flatten().for_each(|device| device.name = "[device]".to_owned());
        account.instruments.iter_mut().flatten().for_each(|instrument| instrument.label = INSTRUMENT.to_owned());
    }
    if let Observed::Known { value: recent, .. } = &mut observations.recent {
        recent.iter_mut().for_each(|record| record.counterparty = None);
    }
    if let Observed::Known { value: looked_up, .. } = &mut observations.looked_up {
        looked_up.found.iter_mut().for_each(|record| record.counterparty = None);
    }
    for sheet in [&mut observations.cached_balances, &mut observations.synced_balances] {
        if let Observed::Known { value: sheet, .. } = sheet {
            sheet.account = sheet.account.take().map(|_| "[account]".to_owned());
        }
    }
    if let Observed::Known { value: app, .. } = &mut observations.app {
        app.account_ref = app.account_ref.take().map(|_| "[account]".to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_goes_only_where_it_stands_alone_and_the_longest_goes_first() {
        let labels = Labels(vec!["Bank card 2".to_owned(), "Bank card".to_owned(), "1".to_owned()]);
        for (text, expected) in [
            ("Bank card 2 and Bank card", "[instrument] and [instrument]"),
            ("1", "[instrument]"),
            ("1280.50", "1280.50"),
            ("", ""),
        ] {
            let mut masked = text.to_owned();
            labels.mask(&mut masked);
            assert_eq!(masked, expected);
        }
    }
}
