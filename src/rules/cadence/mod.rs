//! The duty to have contact so often (频次要求, rules.md R4): one pair against one cadence as of a day.
//!
//! A `CadenceFrame` holds what all pairs share (calendar, phase, windows, what counts); `CadenceFrame::row` judges one pair from its
//! contacts. Windows that roll are in `rolling`, windows that lie fast in `window`, the answer in `row`, questions about a part of
//! the time in `period`, whose contacts count in `contacts`, how an answer comes about in `derivation`. Not here: months (rollup), awards, how a row is shown.

mod contacts;
mod derivation;
mod frame;
mod period;
mod rolling;
mod row;
#[cfg(test)]
mod tests;
mod window;

pub use contacts::{BranchContacts, with_lines};
pub use derivation::{Count, Mark, Step, WhyNot, WindowStanding};
pub use frame::{CadenceFrame, PairTime};
pub use row::{Breach, CadenceRow, Open, Status};
pub use window::{Held, WindowSpan};
