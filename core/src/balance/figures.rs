//! A sheet as a table: for each asset its figures, each once. Pure.

use std::collections::{BTreeMap, BTreeSet};

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

/// The figures of a sheet by asset.
pub(super) struct Table<'a> {
    figures: BTreeMap<&'a str, Figures>,
    /// Assets that are there, of which no sum can be told.
    unclear: BTreeSet<&'a str>,
    /// Whether every part could be read: an asset that is not here is not there.
    is_whole: bool,
}

impl<'a> Table<'a> {
    pub(super) fn of(sheet: &'a BalanceSheet) -> Self {
        let mut table =
            Self { figures: BTreeMap::new(), unclear: BTreeSet::new(), is_whole: sheet.unreadable.is_empty() };
        for entry in &sheet.balances {
            let asset = entry.asset.as_str();
            if !is_asset_code(asset) {
                table.is_whole = false;
                continue;
            }
            let figures = Figures::of(entry);
            let sum = match table.figures.get(asset) {
                Some(before) => before.plus(&figures),
                None => Some(figures),
            };
            match sum {
                Some(sum) => drop(table.figures.insert(asset, sum)),
                None => drop(table.unclear.insert(asset)),
            }
        }
        for asset in &table.unclear {
            table.figures.remove(asset);
        }
        table
    }

    /// The figures of an asset: those that are told, or none where a whole sheet does not have it. Empty if nobody knows.
    pub(super) fn get(&self, asset: &str) -> Option<Figures> {
        self.figures
            .get(asset)
            .cloned()
            .or_else(|| (self.is_whole && !self.unclear.contains(asset)).then(Figures::none))
    }

    /// Whether it leaves nothing open: every part was read, and every sum can be told.
    pub(super) fn tells_all(&self) -> bool {
        self.is_whole && self.unclear.is_empty()
    }

    /// Whether the asset itself is told.
    pub(super) fn has(&self, asset: &str) -> bool {
        self.figures.contains_key(asset)
    }

    pub(super) fn assets(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.figures.keys().copied()
    }

    /// The totals of what is told.
    pub(super) fn totals(&self) -> impl Iterator<Item = (&'a str, &Amount)> {
        self.figures.iter().map(|(asset, figures)| (*asset, &figures.total))
    }
}
