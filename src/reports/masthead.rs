//! What stands at the head of printed reports: whose activity it is, by which document, and who leads it (the scheme's clauses 一 and 二).

use super::paper::bracketed;
use crate::i18n::Message;
use crate::model::scheme::Scheme;

/// Organization, document and leading group, as far as the scheme names them.
#[must_use]
pub fn masthead(scheme: &Scheme) -> Vec<Message> {
    let organization = scheme.info.organization.as_str();
    let organization = (!organization.is_empty()).then(|| Message::new("paper.of").with("text", organization));
    organization.into_iter().chain(below(scheme)).collect()
}

/// The same under the name of the organization.
#[must_use]
pub fn below(scheme: &Scheme) -> Vec<Message> {
    let document = bracketed(&scheme.info.document);
    let document = (!document.is_empty()).then(|| Message::new("paper.by-document").with("document", document));
    let leaders = leaders(scheme);
    let leaders = (!leaders.is_empty()).then(|| Message::new("paper.leaders").with("leaders", leaders));
    document.into_iter().chain(leaders).collect()
}

/// The leading group, those who follow each other in one role together: `组长 白震；成员 杨莉萍、令狐莹`.
#[must_use]
pub fn leaders(scheme: &Scheme) -> String {
    let roles = scheme.leaders.chunk_by(|one, next| one.role == next.role);
    let role = roles.map(|leaders| {
        let names: Vec<&str> = leaders.iter().map(|leader| leader.name.as_str()).collect();
        let role = leaders.first().map_or("", |leader| leader.role.as_str());
        format!("{role} {}", names.join("、")).trim().to_owned()
    });
    role.collect::<Vec<_>>().join("；")
}

#[cfg(test)]
mod tests {
    use super::masthead;
    use crate::i18n::Lang;
    use crate::model::scheme::{Leader, Scheme};
    use crate::rules::fixture::Fixture;

    #[test]
    fn roles_are_told_once_and_what_is_not_named_is_left_out() {
        let mut scheme = Fixture::empty().scheme;
        let leader = |(role, name): (&str, &str)| Leader { role: role.into(), name: name.into() };
        scheme.leaders = [("组长", "甲"), ("成员", "乙"), ("成员", "丙")].map(leader).to_vec();
        (scheme.info.organization, scheme.info.document) = ("学院党委".into(), "外院党发[2012]7号".into());
        let lines = |scheme: &Scheme| masthead(scheme).iter().map(|line| line.text(Lang::Zh)).collect::<Vec<_>>();
        assert_eq!(lines(&scheme), ["学院党委", "根据外院党发〔2012〕7号", "领导小组：组长 甲；成员 乙、丙"]);
        (scheme.info.organization, scheme.info.document) = (String::new(), String::new());
        scheme.leaders.clear();
        assert_eq!(lines(&scheme), [""; 0]);
    }
}
