//! The commands that write, run as a user runs them on a copy of the example: what they change, what they refuse, and that they leave
//! every other byte alone.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test program: it looks at the files itself, and a wrong one must stop it"
)]

mod bench;
mod crowd;
#[cfg(unix)]
mod dialogue;
mod log;
mod not_a_directory;
