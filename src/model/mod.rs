//! What things are: days, ids, words, the scheme's settings, records. Pure values; no file, clock, terminal or chance.

pub mod assessment_rule;
pub mod award_rule;
pub mod calendar;
pub mod closed;
pub mod contact_log;
pub mod dataset;
pub mod day;
pub mod decimal;
pub mod decision;
pub mod id;
pub mod id_index;
pub mod lost_ids;
pub mod netstring;
pub mod pairing_words;
pub mod record_key;
pub mod records;
pub mod roster;
pub mod scheme;
mod scheme_defaults;
pub mod sealed;
pub mod secret;
pub mod table;
pub mod table_words;
pub mod text;
pub mod text_table;
pub mod word;
pub mod word_distance;
