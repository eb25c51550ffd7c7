//! The papers that an office prints: as the program writes them, and as a school's own Word files.

#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, reason = "a test may panic, and works with files")]

mod office;
mod own_documents;
mod written;
