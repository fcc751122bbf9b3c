//! What a cause says of itself besides its evidence, by stable codes. This file is also compiled into the build script, which
//! checks the data files against it.

use crate::codes::stable_codes;

stable_codes! {
    /// How much a cause stands in the way.
    pub enum Severity as "severity" {
        /// Nothing works until it is gone.
        Blocking = "blocking",
        /// Something does not work.
        Serious = "serious",
        /// Good to know.
        Notice = "notice",
    }
}

stable_codes! {
    /// What a cause means for the money where it is not plainly safe, the worst first.
    pub enum MoneyRisk as "risk" {
        /// Somebody may be taking it.
        AtRisk = "at_risk",
        /// It was taken, and is not back yet.
        Away = "away",
        /// Nobody can tell from here.
        Unclear = "unclear",
    }
}

stable_codes! {
    /// Who can do something about a cause.
    pub enum Actor as "actor" {
        /// The person.
        User = "user",
        /// The app.
        App = "app",
        /// The wallet's provider.
        Provider = "provider",
        /// A bank or a payment channel.
        Bank = "bank",
    }
}

stable_codes! {
    /// What the app can do at once.
    pub enum RemedyKind as "remedy" {
        /// Clear the registered caches of kind `data` and sync again.
        ClearDataCaches = "clear_data_caches",
        /// Clear the registered caches that the app could not read, or that are stored in another shape than it reads.
        ClearUnreadableCaches = "clear_unreadable_caches",
        /// Clear the registered caches that are larger or older than their policy allows, or of no use any more.
        ClearDueCaches = "clear_due_caches",
        /// Fetch everything anew.
        Resync = "resync",
        /// Let the person sign in again, in the app.
        SignInAgain = "sign_in_again",
    }
}
