//! The checks: endpoints step by step, portals, the phone's clock and network, the provider's own word.

use std::net::IpAddr;

use super::words::Word;
use super::{Block, Writer};
use crate::connectivity::{Latency, Step};
use crate::report::Text;
use crate::report::content::{EndpointContent, FamilyContent, ReportContent, ServiceContent, SourceContent};
use crate::service::WorkPhase;

impl Writer {
    pub(super) fn checks(&self, content: &ReportContent) -> Vec<Block> {
        let endpoints =
            content.endpoints.iter().flat_map(|endpoint| endpoint.families.iter().map(move |probe| (endpoint, probe)));
        let endpoints = endpoints.map(|(endpoint, probe)| self.endpoint(endpoint, probe)).collect();
        let head = [Word::Name, Word::Server, Word::Dns, Word::SecondOpinion, Word::Tcp, Word::Tls, Word::Http];
        let portals = content.portals.iter().map(|check| {
            let to = check.redirected_to.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
            vec![check.host.to_string(), format!("{}{to}", check.outcome)]
        });
        let mut blocks: Vec<Block> =
            self.table(self.words.label("step-endpoints"), &head, endpoints).into_iter().collect();
        blocks.extend(self.table(self.words.label("step-portal"), &[Word::Server, Word::Outcome], portals.collect()));
        blocks.extend(self.quality(content));
        blocks.extend(self.network(content));
        blocks.extend(self.clock(content));
        blocks.extend(content.service.iter().flat_map(|source| self.source(source)));
        blocks
    }

    fn endpoint(&self, endpoint: &EndpointContent, probe: &FamilyContent) -> Vec<String> {
        let addresses = |step: &Step<Vec<IpAddr>>| {
            let listed = step.done().map(|list| list.iter().map(IpAddr::to_string).collect::<Vec<_>>().join(", "));
            [Some(self.step(step)), listed].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        };
        let tcp: Vec<String> = probe
            .tcp
            .iter()
            .map(|attempt| {
                let how = attempt.failure.map_or(self.say(Word::Done), |code| code.as_str());
                format!("{}: {how} ({} ms)", attempt.address, attempt.took_ms)
            })
            .collect();
        let facts = &probe.tls_facts;
        let issuer = facts.chain.first().map(|certificate| certificate.issuer.to_string());
        let tls = [Some(self.step(&probe.tls)), facts.version.as_ref().map(ToString::to_string), issuer];
        let answer = probe.answer.as_ref().map(|answer| format!("{} ({} ms)", answer.status, answer.first_byte_ms));
        let http = [Some(self.step(&probe.http)), answer];
        let joined = |parts: Vec<String>| parts.join(" · ");
        vec![
            format!("{} ({}, {})", endpoint.name, endpoint.role, probe.family),
            format!("{}:{}", endpoint.host, endpoint.port),
            addresses(&probe.dns),
            addresses(&endpoint.second_opinion),
            tcp.join("; "),
            joined(tls.into_iter().flatten().collect()),
            joined(http.into_iter().flatten().collect()),
        ]
    }

    fn step<T>(&self, step: &Step<T>) -> String {
        match step {
            Step::Done { took_ms, .. } => format!("{} ({took_ms} ms)", self.say(Word::Done)),
            Step::Failed { code, took_ms } => format!("{code} ({took_ms} ms)"),
            Step::Skipped => self.say(Word::Skipped).to_owned(),
        }
    }

    fn quality(&self, content: &ReportContent) -> Option<Block> {
        let caption = self.words.label("step-quality");
        let Some(quality) = content.quality.known() else { return self.missing(&caption, &content.quality) };
        let lost = self.say(Word::Lost);
        let mut rows: Vec<Vec<String>> = quality
            .echo
            .iter()
            .map(|echo| {
                let times = echo.latency.map(|Latency { median_ms, p10_ms, p90_ms, jitter_ms, .. }| {
                    format!(" · {median_ms} ms ({p10_ms}–{p90_ms}; ± {jitter_ms})")
                });
                let loss = format!("{}: {lost} {}/{}", echo.loss, echo.lost, echo.known);
                vec![echo.server.to_string(), format!("{loss}{}", times.unwrap_or_default())]
            })
            .collect();
        rows.extend(quality.download.iter().map(|download| {
            let at_least = if download.at_least { format!("{} ", self.say(Word::AtLeast)) } else { String::new() };
            vec![download.host.to_string(), format!("{at_least}{} kbit/s", download.kbit_s)]
        }));
        self.table(caption, &[Word::Server, Word::Outcome], rows)
    }

    fn network(&self, content: &ReportContent) -> Option<Block> {
        let caption = self.words.label("step-network");
        let Some(network) = content.network.known() else { return self.missing(&caption, &content.network) };
        let told = |value: Option<bool>| value.map(|value| self.yes_no(Some(value)));
        let rows = vec![
            (Word::Transport, network.transport.as_ref().map(ToString::to_string)),
            (Word::AirplaneMode, told(network.airplane_mode)),
            (Word::Vpn, told(network.vpn)),
            (Word::Proxy, told(network.proxy)),
            (Word::Metered, told(network.metered)),
            (Word::BackgroundRestricted, told(network.background_restricted)),
            (Word::Validated, told(network.validated)),
        ];
        self.facts(caption, rows)
    }

    fn clock(&self, content: &ReportContent) -> Option<Block> {
        let clock = content.clock?;
        let text = format!("{:+} s (± {} s)", clock.offset_s, clock.uncertainty_s);
        Some(Block::Paragraph(format!("{}: {text}", self.say(Word::ClockOffset))))
    }

    /// What a source says, or what it said earlier where it did not answer.
    fn source(&self, source: &SourceContent) -> Vec<Block> {
        let caption = format!("{}: {}", self.words.label("step-service"), source.source);
        let mut blocks: Vec<Block> = match source.report.known() {
            Some(report) => self.service(caption, report).into_iter().collect(),
            None => self.missing(&caption, &source.report).into_iter().collect(),
        };
        blocks.extend(source.kept.as_ref().and_then(|kept| {
            let caption = format!("{} ({} {})", source.source, self.say(Word::AsOf), kept.fetched_at);
            self.service(caption, &kept.report)
        }));
        blocks
    }

    fn service(&self, caption: String, report: &ServiceContent) -> Option<Block> {
        let ServiceContent { format: _, updated_at, overall, components, incidents, maintenances, notices } = report;
        let state = |state: &Option<crate::service::ServiceState>| {
            state.map_or(self.say(Word::NotKnown), |state| state.as_str()).to_owned()
        };
        let at = |time: Option<jiff::Timestamp>| time.map(|time| time.to_string()).unwrap_or_default();
        let mut rows = vec![vec![self.say(Word::Overall).to_owned(), state(overall), at(*updated_at)]];
        rows.extend(components.iter().map(|part| vec![part.name.to_string(), state(&part.state), String::new()]));
        let titled = |title: &Text, parts: &[Text]| match parts {
            [] => title.to_string(),
            parts => format!("{title} ({})", parts.iter().map(Text::as_str).collect::<Vec<_>>().join(", ")),
        };
        rows.extend(incidents.iter().map(|incident| {
            let how = if incident.over { WorkPhase::Over.as_str() } else { incident.state.as_str() };
            let times = format!("{} – {}", at(incident.started_at), at(incident.ends_at));
            vec![titled(&incident.title, &incident.components), how.to_owned(), times]
        }));
        rows.extend(maintenances.iter().map(|work| {
            let phase = work.phase.map(|phase| format!(": {phase}")).unwrap_or_default();
            let times = format!("{} – {}", at(work.starts_at), at(work.ends_at));
            vec![titled(&work.title, &work.components), format!("{}{phase}", self.say(Word::Maintenance)), times]
        }));
        rows.extend(
            notices.iter().map(|notice| {
                vec![notice.title.to_string(), self.say(Word::Notice).to_owned(), at(notice.published_at)]
            }),
        );
        self.table(caption, &[Word::Name, Word::State, Word::At], rows)
    }
}
