//! A provider's own causes and advice, once their signature is off.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wallet_doctor_core::config::Locale;
use wallet_doctor_core::diagnosis::{MAX_FAULT_CHARS, MAX_OWN_CAUSES, cause_codes};
use wallet_doctor_core::fuzzing::own_causes;
use wallet_doctor_fuzz::is_presentable;

/// How long a text may be that people are shown; ours are shorter.
const MAX_TEXT_CHARS: usize = 500;

fuzz_target!(|payload: &[u8]| {
    for locale in Locale::ALL {
        match own_causes(payload, *locale) {
            Ok(advice) => {
                assert!((cause_codes().count()..=cause_codes().count() + MAX_OWN_CAUSES).contains(&advice.len()));
                for cause in advice {
                    let retry = cause.retry.expect("every cause says whether to try again");
                    assert!(!cause.steps.is_empty() && !cause.have_ready.is_empty());
                    let single = [&cause.headline, &cause.money, &retry];
                    for text in single.into_iter().chain(&cause.steps).chain(&cause.have_ready) {
                        assert!(!text.is_empty());
                        is_presentable(text, MAX_TEXT_CHARS);
                    }
                }
            }
            Err(fault) => {
                assert!(!fault.is_empty());
                is_presentable(&fault, MAX_FAULT_CHARS);
            }
        }
    }
});
