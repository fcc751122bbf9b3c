//! What the provider has told of itself, in the config and in a file of its own.

use tokio::time::Instant;

use super::{Doctor, REMEMBERING, blocking};
use crate::diagnosis::{OwnCausesSeen, Rules, load_own_causes};
use crate::observation::{NotCheckedWhy, Observed, UnknownWhy};

impl Doctor {
    /// What the provider has told of itself, and how its own causes were read. A file that is not accepted, or does not come in
    /// time, changes nothing.
    pub(super) async fn rules(&self) -> (Rules, Observed<OwnCausesSeen>) {
        let config = &self.inner.config;
        let (components, codes) = (config.components.clone(), config.codes.clone());
        let rules = Rules::new(config.provider_name.clone(), components, codes);
        let Some(own) = config.own_causes.clone() else {
            return (rules, Observed::NotChecked { why: NotCheckedWhy::NotConfigured });
        };
        let (at, started) = (self.inner.clock.now(), Instant::now());
        let loading = tokio::time::timeout(REMEMBERING, blocking(move || Ok(load_own_causes(&own)))).await;
        let took_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let unknown = |why, detail| Observed::Unknown { why, detail, at, took_ms };
        match loading {
            Ok(Ok(Ok(own))) => {
                let seen = Observed::Known { value: own.seen, at, took_ms };
                (rules.with_own(own), seen)
            }
            Ok(Ok(Err(refused))) => (rules, unknown(refused.why, refused.detail)),
            Ok(Err(_)) => (rules, unknown(UnknownWhy::Unreadable, None)),
            Err(_) => (rules, unknown(UnknownWhy::TimedOut, None)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::progress::NoProgress;
    use crate::signature::signing::sign;
    use crate::{Complaint, Config, Diagnosis, Host, Symptom};

    /// A provider's cause that only its own code tells, and what comes of a complaint about that code.
    async fn diagnosed(signed_with: u8) -> Diagnosis {
        let text = |headline: &str, step: &str| json!({ "headline": headline, "money": headline, "retry": headline, "steps": [step], "ready": [step] });
        let payload = json!({
            "version": 1,
            "causes": [{
                "code": "account.tier_limit", "severity": "blocking", "who": ["user"],
                "for": {}, "against": {}, "explains": []
            }],
            "advice": {
                "en": { "account.tier_limit": text("Your level does not allow it.", "Raise it.") },
                "zh-Hans": { "account.tier_limit": text("您的账户等级还不能办理这笔交易。", "在“我的”里提升账户等级。") }
            },
            "codes": [{ "code": "T-77", "cause": "account.tier_limit" }]
        });
        let (_, document) = sign(r#"{"alg":"EdDSA"}"#, payload.to_string().as_bytes(), signed_with);
        let (key, _) = sign("{}", b"", 1);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("causes.jws");
        std::fs::write(&file, document).unwrap();
        let config = json!({
            "provider_name": "示例钱包", "locale": "zh-Hans", "deadline_ms": 1_000,
            "own_causes": { "file": file, "signed_by": [key] }
        });
        let config = Config::from_json(config.to_string().as_bytes()).unwrap();
        let doctor = Doctor::open(config, Host::default()).unwrap();
        let message_seen = Some("操作失败（T-77）".to_owned());
        let complaint = Complaint { message_seen, ..Complaint::new(Symptom::WithdrawalFailed) };
        doctor.diagnose(complaint, &NoProgress).await.unwrap()
    }

    #[tokio::test]
    async fn a_providers_own_cause_is_named_in_its_own_words() {
        let diagnosis = diagnosed(1).await;
        let cause = &diagnosis.causes[0];
        assert_eq!(cause.code, "account.tier_limit");
        assert_eq!(cause.advice.headline, "您的账户等级还不能办理这笔交易。");
        assert_eq!(cause.advice.steps, ["在“我的”里提升账户等级。"]);
        assert_eq!(cause.advice.have_ready, cause.advice.steps);
        assert_eq!(diagnosis.money, cause.advice.headline);
        let seen = OwnCausesSeen { causes: 1, advice: 1, codes: 1 };
        assert_eq!(diagnosis.observations.own_causes.known(), Some(&seen));
    }

    #[tokio::test]
    async fn a_file_that_somebody_else_signed_changes_nothing_and_is_told() {
        let diagnosis = diagnosed(2).await;
        assert_eq!(diagnosis.observations.own_causes.unknown(), Some(UnknownWhy::BadSignature));
        assert!(diagnosis.findings.iter().any(|finding| finding.code.to_string() == "causes.not_accepted"));
        let codes: Vec<&str> = diagnosis.causes.iter().map(|cause| cause.code.as_str()).collect();
        assert_eq!(codes, ["unknown.needs_support"]);
    }
}
