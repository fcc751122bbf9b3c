//! The outbox: files first, a sled index beside them, tus 1.0 to the desk.
