//! Where a kill can fall: before each change of the file system that a sweep makes. In tests they are counted, and one of
//! them is made the last.

#[cfg(not(test))]
pub(super) fn step() {}

#[cfg(test)]
pub(super) use counted::step;

#[cfg(test)]
pub(super) mod counted {
    use std::cell::Cell;

    /// How it ends.
    #[derive(Clone, Copy, PartialEq, Eq)]
    pub(in super::super) enum End {
        /// By a panic that is caught: the same to the file system as a kill, and the locks are released as the system would.
        Panic,
        /// By SIGKILL.
        Kill,
    }

    thread_local! {
        static TAKEN: Cell<u64> = const { Cell::new(0) };
        static LAST: Cell<Option<(u64, End)>> = const { Cell::new(None) };
    }

    /// How many steps this thread has taken since the last call, and after how many it ends from now on.
    pub(in super::super) fn end_after(last: Option<(u64, End)>) -> u64 {
        LAST.set(last);
        TAKEN.replace(0)
    }

    pub(in super::super) fn step() {
        let taken = TAKEN.get();
        match LAST.get() {
            Some((last, End::Kill)) if taken == last => {
                rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL).unwrap();
            }
            Some((last, End::Panic)) if taken == last => {
                LAST.set(None);
                std::panic::resume_unwind(Box::new("killed"));
            }
            Some(_) | None => TAKEN.set(taken + 1),
        }
    }
}
