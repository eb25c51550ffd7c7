//! Keys that become names of folders and files: what every operating system lets be a name. An id already has no `/` and no leading dot.

use std::borrow::Cow;

use super::walker::Setting;
use crate::i18n::Message;

/// Names that Windows keeps for devices, with any ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// The key as a file system that does not tell capital letters would keep it; nothing, after a finding, if it can be no name.
pub(super) fn folder_name<'d>(setting: Setting<'d>, key: &'d str) -> Option<Cow<'d, str>> {
    let lower = if key.bytes().any(|byte| byte.is_ascii_uppercase()) { Cow::Owned(key.to_ascii_lowercase()) } else { Cow::Borrowed(key) };
    let reason = match () {
        () if key.ends_with('.') => "setting.trailing-dot",
        () if is_device(&lower) => "setting.device-name",
        () => return Some(lower),
    };
    setting.bad(Message::new(reason));
    None
}

fn is_device(lower: &str) -> bool {
    let stem = lower.split('.').next().unwrap_or(lower);
    let numbered = |prefix: &str| stem.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']));
    DEVICES.contains(&stem) || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::is_device;

    #[test]
    fn device_names_are_known_with_any_ending() {
        assert!(["con", "nul.x", "com1", "lpt9.csv"].into_iter().all(is_device));
        assert!(["cone", "com0", "com10", "lpt", "ug1", "con1"].into_iter().all(|name| !is_device(name)));
    }
}
