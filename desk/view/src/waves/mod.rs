//! Waves: the same cause from many people, over time, and a warning when one rises above what is usual.

mod chart;
mod judge;

pub(crate) use self::{
    chart::{Bars, bars},
    judge::{HISTORY, Rise, Wave, waves},
};
