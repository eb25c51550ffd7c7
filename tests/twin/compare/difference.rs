//! The first difference between two JSON values, with the path to it.

use serde_json::{Map, Value};

/// Objects whose keys come from the scheme: nothing may be added to them.
const CLOSED: [&str; 2] = ["by_topic", "by_mode"];

/// The first difference; none if the program's answer says all that the twin's says, in the same
/// order. The program may add keys.
pub fn first(twin: &Value, program: &Value) -> Option<String> {
    at("", twin, program)
}

fn at(path: &str, twin: &Value, program: &Value) -> Option<String> {
    match (twin, program) {
        (Value::Object(twin), Value::Object(program)) => objects(path, twin, program),
        (Value::Array(twin), Value::Array(program)) => arrays(path, twin, program),
        _ if twin == program => None,
        _ => Some(format!("{path}: the twin says {twin}, the program {program}")),
    }
}

fn objects(path: &str, twin: &Map<String, Value>, program: &Map<String, Value>) -> Option<String> {
    for (key, value) in twin {
        let Some(other) = program.get(key) else {
            return Some(format!("{path}.{key}: the twin says {value}, the program has no such key"));
        };
        if let Some(difference) = at(&format!("{path}.{key}"), value, other) {
            return Some(difference);
        }
    }
    let wanted: Vec<&String> = twin.keys().collect();
    let closed = CLOSED.iter().any(|key| path.ends_with(&format!(".{key}")));
    let found: Vec<&String> = program.keys().filter(|key| closed || twin.contains_key(*key)).collect();
    (wanted != found).then(|| format!("{path}: the keys are {found:?}, not {wanted:?}"))
}

fn arrays(path: &str, twin: &[Value], program: &[Value]) -> Option<String> {
    for (place, (one, other)) in twin.iter().zip(program).enumerate() {
        let label = ["pair", "person", "branch", "unit", "key", "from"].iter().find_map(|key| one.get(key)?.as_str());
        let path = format!("{path}[{place}{}]", label.map(|label| format!(" {label}")).unwrap_or_default());
        if let Some(difference) = at(&path, one, other) {
            return Some(difference);
        }
    }
    let (here, there) = (twin.len(), program.len());
    (here != there).then(|| format!("{path}: the twin has {here} elements, the program {there}; the first more is {}", more(twin, program)))
}

fn more<'a>(twin: &'a [Value], program: &'a [Value]) -> &'a Value {
    let (longer, shorter) = if twin.len() > program.len() { (twin, program) } else { (program, twin) };
    &longer[shorter.len()]
}

#[cfg(test)]
mod tests {
    use super::first;
    use serde_json::json;

    #[test]
    fn the_same_is_no_difference_and_more_keys_are_none() {
        let twin = json!({"a": [1, {"b": null}], "c": "x"});
        assert_eq!(first(&twin, &json!({"a": [1, {"b": null, "more": 1}], "between": 2, "c": "x"})), None);
    }

    #[test]
    fn differences_are_found_with_their_path() {
        let twin = json!({"pairs": [{"pair": "p1", "n": 1}, {"pair": "p2", "n": 2}], "by_topic": {"x": 1}});
        let found = |program| first(&twin, &program).unwrap();
        let other = json!({"pairs": [{"pair": "p1", "n": 1}, {"pair": "p2", "n": "2"}], "by_topic": {"x": 1}});
        assert_eq!(found(other), ".pairs[1 p2].n: the twin says 2, the program \"2\"");
        let short = json!({"pairs": [{"pair": "p1", "n": 1}], "by_topic": {"x": 1}});
        assert!(found(short).starts_with(".pairs: the twin has 2 elements, the program 1"));
        assert!(found(json!({"by_topic": {"x": 1}})).starts_with(".pairs: "));
        let turned = json!({"by_topic": {"x": 1}, "pairs": twin["pairs"]});
        assert_eq!(found(turned), ": the keys are [\"by_topic\", \"pairs\"], not [\"pairs\", \"by_topic\"]");
        let more_topics = json!({"pairs": twin["pairs"], "by_topic": {"x": 1, "y": 0}});
        assert!(found(more_topics).starts_with(".by_topic: the keys are"));
    }
}
