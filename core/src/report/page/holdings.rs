//! The balances and what the phone keeps of them.

use super::words::Word;
use super::{Block, Writer};
use crate::balance::{Direction, Figure, Miscount};
use crate::report::Text;
use crate::report::content::{
    CacheContent, ComparisonContent, PendingContent, ReportContent, SnapshotContent, VerdictContent,
};

impl Writer {
    pub(super) fn balances(&self, content: &ReportContent) -> Vec<Block> {
        let balances = &content.balances;
        let compared = balances.compared.iter().map(|asset| {
            let amounts = [&asset.cached, &asset.synced, &asset.difference].map(ToString::to_string);
            let mut row = vec![self.figure(asset)];
            row.extend(amounts);
            row.push(self.verdict(&asset.verdict));
            row
        });
        let head = [Word::Asset, Word::Cached, Word::Synced, Word::Difference, Word::Verdict];
        let mut blocks: Vec<Block> =
            self.table(self.words.label("step-balances"), &head, compared.collect()).into_iter().collect();
        for (word, sheet) in [(Word::Cached, &balances.cached), (Word::Synced, &balances.synced)] {
            let Some(known) = sheet.known() else {
                blocks.extend(self.missing(self.say(word), sheet));
                continue;
            };
            blocks.push(Block::Paragraph(format!("{}: {} {}", self.say(word), self.say(Word::AsOf), known.as_of)));
            if balances.compared.is_empty() {
                let rows = known.balances.iter().map(|asset| vec![asset.asset.to_string(), asset.total.to_string()]);
                blocks.extend(self.table(self.say(word).to_owned(), &[Word::Asset, Word::Value], rows.collect()));
            }
        }
        let rows = balances.snapshots.iter().map(|snapshot| self.snapshot(snapshot)).collect();
        let head = [Word::SeenAt, Word::AsOf, Word::Sequence, Word::Assets];
        blocks.extend(self.table(self.say(Word::Earlier).to_owned(), &head, rows));
        let pending = balances.pending.known().map(Vec::as_slice).unwrap_or_default();
        let rows = pending.iter().map(|transaction| self.pending(transaction)).collect();
        let head = [Word::Id, Word::Asset, Word::Direction, Word::Amount, Word::Fee, Word::State, Word::At];
        blocks.extend(self.table(self.say(Word::Pending).to_owned(), &head, rows));
        blocks.extend(self.missing(self.say(Word::Pending), &balances.pending));
        blocks
    }

    fn pending(&self, transaction: &PendingContent) -> Vec<String> {
        let direction = match transaction.direction {
            Direction::In => Word::In,
            Direction::Out => Word::Out,
        };
        vec![
            transaction.id.to_string(),
            transaction.asset.to_string(),
            self.say(direction).to_owned(),
            transaction.amount.to_string(),
            transaction.fee.as_ref().map(ToString::to_string).unwrap_or_default(),
            transaction.state.to_string(),
            transaction.created_at.map(|at| at.to_string()).unwrap_or_default(),
        ]
    }

    /// The asset, with the figure that is compared where that is not the total.
    fn figure(&self, compared: &ComparisonContent) -> String {
        match compared.figure {
            Figure::Total => compared.asset.to_string(),
            Figure::Available => format!("{} ({})", compared.asset, self.say(Word::Available)),
            Figure::Held => format!("{} ({})", compared.asset, self.say(Word::Held)),
        }
    }

    fn snapshot(&self, snapshot: &SnapshotContent) -> Vec<String> {
        let SnapshotContent { seen_at, as_of, sequence, whole, assets } = snapshot;
        let sequence = sequence.map(|sequence| sequence.to_string()).unwrap_or_default();
        let assets = if *whole { assets.to_string() } else { format!("{} {assets}", self.say(Word::AtLeast)) };
        vec![seen_at.to_string(), as_of.to_string(), sequence, assets]
    }

    fn verdict(&self, verdict: &VerdictContent) -> String {
        let named = |word: Word, names: Vec<String>, sure: bool| {
            let told = format!("{}: {}", self.say(word), names.join(", "));
            if sure { told } else { format!("{told} ({})", self.say(Word::NotSure)) }
        };
        let since = |word: Word, since: &Option<jiff::Timestamp>| {
            let since = since.map_or_else(|| self.say(Word::NotKnown).to_owned(), |since| since.to_string());
            format!("{}: {since}", self.say(word))
        };
        match verdict {
            VerdictContent::Equal => self.say(Word::Equal).to_owned(),
            VerdictContent::ExplainedByPending { transaction_ids, sure } => {
                named(Word::ExplainedByPending, transaction_ids.iter().map(Text::to_string).collect(), *sure)
            }
            VerdictContent::CacheStale { since: at, .. } => since(Word::CacheStale, at),
            VerdictContent::ProviderBehind { since: at, known } => {
                let told = since(Word::ProviderBehind, at);
                match known {
                    Some(known) => format!("{told}; {} {known}", self.say(Word::SaidBefore)),
                    None => told,
                }
            }
            VerdictContent::Miscounted { transactions, sure } => {
                let how = |how: Miscount| match how {
                    Miscount::Twice => Word::CountedTwice,
                    Miscount::Missing => Word::NotCounted,
                    Miscount::Failed => Word::FailedCounted,
                };
                let names = transactions.iter().map(|it| format!("{} ({})", it.id, self.say(how(it.how))));
                named(Word::Miscounted, names.collect(), *sure)
            }
            VerdictContent::HeldMistaken { held } => format!("{}: {held}", self.say(Word::HeldMistaken)),
            VerdictContent::DifferentAccount => self.say(Word::DifferentAccount).to_owned(),
            VerdictContent::DifferentAsset { other } => format!("{}: {other}", self.say(Word::DifferentAsset)),
            VerdictContent::DifferentScale { power } => format!("{}: 10^{power}", self.say(Word::DifferentScale)),
            VerdictContent::Unexplained => self.say(Word::Unexplained).to_owned(),
        }
    }

    pub(super) fn caches(&self, content: &ReportContent) -> Vec<Block> {
        let caption = self.words.label("step-caches");
        let Some(caches) = content.caches.known() else {
            return self.missing(&caption, &content.caches).into_iter().collect();
        };
        let row = |cache: &CacheContent| {
            vec![
                cache.label.to_string(),
                cache.kind.to_string(),
                cache.files.to_string(),
                cache.bytes.to_string(),
                cache.oldest.map(|at| at.to_string()).unwrap_or_default(),
                self.yes_no(cache.too_old),
                self.yes_no(cache.too_large),
                cache.refused.as_ref().map(ToString::to_string).unwrap_or_default(),
            ]
        };
        let rows = caches.iter().map(row).collect();
        let head = [
            Word::Name,
            Word::Kind,
            Word::Files,
            Word::Bytes,
            Word::Oldest,
            Word::TooOld,
            Word::TooLarge,
            Word::Refused,
        ];
        self.table(caption, &head, rows).into_iter().collect()
    }
}
