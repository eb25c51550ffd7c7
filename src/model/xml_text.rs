//! Text as it stands in markup. Not here: tags, and how a text is escaped for each format.

/// Text with the five escapes of XML and those by number undone; others stay.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after.split_once(';').and_then(|(name, after)| Some((meant(name)?, after))) {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out + rest
}

fn meant(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = number.strip_prefix(['x', 'X']).map_or_else(|| number.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok())?;
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn escapes_by_name_and_number_are_undone_and_others_stay() {
        assert_eq!(
            plain("&lt;a&gt; &amp;amp; &quot;&apos; &#26126;&#x660E; &nbsp; & &#xD800; &amp"),
            "<a> &amp; \"' 明明 &nbsp; & &#xD800; &amp"
        );
    }
}
