//! The committee's and the branches' commands through the program itself, on a copy of the example: what each writes, what it
//! refuses, and that nothing else changes.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "tests run the program and look at its files")]

mod advice;
mod amend;
mod answers;
mod assess;
mod audit;
mod award;
mod award_lists;
mod chains;
mod choose;
mod closing;
mod committee;
mod decision;
mod doors;
mod draw;
mod duty;
mod example;
mod export;
mod form;
mod guard;
mod keys;
mod order;
mod outcome;
mod pages;
mod pairing;
mod pairing_forged;
mod pairing_trial;
mod pairing_words;
mod report;
mod schools;
mod screen;
#[cfg(unix)]
mod screen_terminal;
mod secrecy;
mod settings;
mod summary;
mod told;
