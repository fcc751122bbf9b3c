//! `Sensitive<T>`: a value that may be used but not shown.
//!
//! It has no `Serialize` and no `Display`, and its `Debug` says only that something is there, so neither a log line nor a
//! report can hold it by accident. Each call of [`Sensitive::expose`] says in a comment why the value is needed.

use std::fmt;

/// A value that never reaches a log, an error or a report.
#[derive(Clone, PartialEq, Eq)]
pub struct Sensitive<T>(T);

impl<T> Sensitive<T> {
    /// Wraps a value.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. The caller says in a comment why it needs it.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Sensitive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[sensitive]")
    }
}

impl<T> From<T> for Sensitive<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_hides_the_value() {
        assert_eq!(format!("{:?}", Some(Sensitive::new("4111 1111"))), "Some([sensitive])");
    }
}
