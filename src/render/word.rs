//! Word documents as packages of parts: a school's own document with named places, and what a document of ours needs that its writer
//! cannot. Not here: what the places are filled with.

pub mod fill;
mod heads;
mod markup;
mod package;

pub use heads::repeat_heads;
pub use package::Template;
