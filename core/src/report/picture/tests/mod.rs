//! The pipeline as a whole: what comes out, what never does, and what files that lie can do.
#![expect(clippy::indexing_slicing, reason = "a test that reads beyond a picture fails, as it should")]

mod formats;
mod hostile;
mod made;
mod output;
mod privacy;
