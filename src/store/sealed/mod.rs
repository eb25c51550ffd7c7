//! Sealed records (data.md): each is one age file with X25519 recipients, in base64 on a line of `sealed.csv`. Sealing needs the public
//! keys of `bangfu.toml` alone; opening needs an identity file. Not here: what a record means (`model::sealed`).

pub mod boxes;
pub mod file;
pub mod identity;
pub mod plaintext;
pub mod scratch;
pub mod seal;
#[cfg(test)]
mod tests;
