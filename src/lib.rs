//! bangfu (帮扶) runs a one-to-one help programme from plain files.

pub mod app;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod failure;
pub mod finding;
pub mod i18n;
pub mod matching;
pub mod model;
pub mod render;
pub mod reports;
pub mod rules;
pub mod source;
pub mod store;
pub mod ui;
