//! A sheet as a table: for each asset its figures, each once. Pure.

use std::collections::BTreeSet;

use super::{Amount, AssetBalance, BalanceSheet, is_asset_code};

/// The figures of one asset. What a sheet leaves out and the others tell is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figures {
    pub(super) total: Amount,
    pub(super) available: Option<Amount>,
    pub(super) held: Option<Amount>,
}

impl Figures {
    /// Those of an asset that a whole sheet does not have.
    pub(super) fn none() -> Self {
        Self { total: Amount::zero(), available: None, held: None }
    }

    fn of(entry: &AssetBalance) -> Self {
        let AssetBalance { asset: _, total, available, held } = entry;
        Self { total: total.clone(), available: available.clone(), held: held.clone() }
    }

    /// The sum of both, if it can be written down.
    fn plus(&self, other: &Self) -> Option<Self> {
        // A part that one of them leaves out is not known of the sum.
        let part = |one: &Option<Amount>, other: &Option<Amount>| match (one, other) {
            (Some(one), Some(other)) => one.checked_plus(other).map(Some),
            (Some(_), None) | (None, _) => Some(None),
        };
        Some(Self {
            total: self.total.checked_plus(&other.total)?,
            available: part(&self.available, &other.available)?,
            held: part(&self.held, &other.held)?,
        })
    }

    /// What can be spent now: told, or the total less what is held.
    pub(super) fn available(&self) -> Option<Amount> {
        self.available.clone().or_else(|| Some(self.total.minus(self.held.as_ref()?)))
    }

    /// What is held back, if that is more than nothing and the figures agree about it.
    pub(super) fn held_back(&self) -> Option<Amount> {
        let held = match (&self.available, &self.held) {
            (Some(available), Some(held)) => Some(held.clone()).filter(|held| available.plus(held) == self.total),
            (Some(available), None) => Some(self.total.minus(available)),
            (None, Some(held)) => Some(held.clone()),
            (None, None) => None,
        };
        held.filter(|held| *held > Amount::zero())
    }
}

/// The figures of a sheet, sorted by asset.
pub(super) struct Table<'a> {
    figures: Vec<(&'a str, Figures)>,
    /// Assets that are there, of which no sum can be told.
    unclear: BTreeSet<&'a str>,
    /// Whether every part could be read: an asset that is not here is not there.
    is_whole: bool,
}

/// An asset of either table, with what each tells of it.
pub(super) struct Row<'t, 'a> {
    pub(super) asset: &'a str,
    pub(super) ours: Option<&'t Figures>,
    pub(super) theirs: Option<&'t Figures>,
}

impl<'a> Table<'a> {
    pub(super) fn of(sheet: &'a BalanceSheet) -> Self {
        let (named, unnamed): (Vec<&AssetBalance>, Vec<&AssetBalance>) =
            sheet.balances.iter().partition(|entry| is_asset_code(&entry.asset));
        let is_whole = sheet.unreadable.is_empty() && unnamed.is_empty();
        let mut figures: Vec<(&str, Figures)> = Vec::with_capacity(named.len());
        let mut unclear = BTreeSet::new();
        let mut told: Vec<(&str, Figures)> =
            named.into_iter().map(|entry| (entry.asset.as_str(), Figures::of(entry))).collect();
        told.sort_by_key(|(asset, _)| *asset);
        for (asset, one) in told {
            match figures.last_mut().filter(|(before, _)| *before == asset) {
                None => figures.push((asset, one)),
                Some((_, sum)) => match sum.plus(&one) {
                    Some(new) => *sum = new,
                    None => drop(unclear.insert(asset)),
                },
            }
        }
        figures.retain(|(asset, _)| !unclear.contains(asset));
        Self { figures, unclear, is_whole }
    }

    /// What is told of an asset.
    pub(super) fn get(&self, asset: &str) -> Option<&Figures> {
        let place = self.figures.binary_search_by(|(other, _)| (*other).cmp(asset)).ok()?;
        self.figures.get(place).map(|(_, figures)| figures)
    }

    /// Whether it is known that an asset which is not told is not there.
    pub(super) fn lacks(&self, asset: &str) -> bool {
        self.is_whole && !self.unclear.contains(asset)
    }

    /// Whether it leaves nothing open: every part was read, and every sum can be told.
    pub(super) fn tells_all(&self) -> bool {
        self.is_whole && self.unclear.is_empty()
    }

    /// The totals of what is told.
    pub(super) fn totals(&self) -> impl Iterator<Item = (&'a str, &Amount)> {
        self.figures.iter().map(|(asset, figures)| (*asset, &figures.total))
    }

    /// Every asset that either tells, sorted.
    pub(super) fn beside<'t>(&'t self, other: &'t Self) -> Vec<Row<'t, 'a>> {
        let (mut ours, mut theirs) = (self.figures.iter().peekable(), other.figures.iter().peekable());
        let mut rows = Vec::with_capacity(self.figures.len());
        while let Some(asset) = ours.peek().map(|it| it.0).into_iter().chain(theirs.peek().map(|it| it.0)).min() {
            let (ours, theirs) = (ours.next_if(|it| it.0 == asset), theirs.next_if(|it| it.0 == asset));
            rows.push(Row { asset, ours: ours.map(|it| &it.1), theirs: theirs.map(|it| &it.1) });
        }
        rows
    }
}
