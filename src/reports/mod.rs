//! Dataset + question + day → a report value → a sheet. A report gathers figures that the rules computed; it never judges and never
//! prints.

pub mod answer;
pub mod assessment;
pub mod audience;
pub mod audit;
pub mod award;
pub mod branch_reports;
pub mod chart;
pub mod check;
pub mod closing;
pub mod draw;
pub mod due;
pub mod duty;
pub mod forms;
pub mod guard;
pub mod import;
pub mod key_list;
mod list_titles;
pub mod listing;
mod masthead;
pub mod page;
pub mod pairing;
pub mod paper;
pub mod places;
pub mod problem_sheet;
pub mod readings;
pub mod rollup;
mod rollup_charts;
mod rollup_flat;
pub mod screen;
pub mod sheet;
pub mod site;
pub mod status;
pub mod summary;
