//! Waves: the same cause from many people, over time, and a warning when one rises above what is usual.

mod chart;
mod judge;
mod judged;

pub(crate) use self::{
    chart::{Bars, bars},
    judge::{HISTORY, Rise, Wave, waves},
    judged::Judged,
};
