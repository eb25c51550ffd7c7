//! What the store promises when things go wrong: errors of the system at any operation, power cuts at any instant, killed and stopped
//! processes, many writers at once.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on panics")]

mod crash_states;
mod disk;
mod fault_loops;
#[cfg(unix)]
mod hostile;
mod processes;
mod scenario;
