//! Who may see what of a person (rules.md R10), decided in this one place for every report and format. Pure: a report asks, and leaves
//! out what it may not show. Sealed records are for no audience: whoever holds a key sees them through `screen` alone.

use crate::model::dataset::Core;
use crate::model::records::{BranchIx, PersonIx};

/// For whom a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody: names, class and award, nothing else.
    Public,
    /// A branch: its own pairs and persons.
    Branch(BranchIx),
    /// The committee.
    Committee,
}

/// A fact about a person that a report could show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The name.
    Name,
    /// The class.
    Class,
    /// The award that was given.
    Award,
    /// The student number.
    Id,
    /// Major, grade, gender, stage, counsellor, dormitory.
    Roster,
    /// Contacts, forms, goals, visits and the figures of them.
    Help,
    /// Scores, ranks and why somebody was barred.
    Judgement,
    /// Why a duty proposal was made, votes, grounds.
    Duty,
    /// Notes and other free texts.
    Text,
    /// Categories, severity, profile, referrals.
    Sealed,
}

impl Audience {
    /// All facts.
    pub const FACTS: [Fact; 10] =
        [Fact::Name, Fact::Class, Fact::Award, Fact::Id, Fact::Roster, Fact::Help, Fact::Judgement, Fact::Duty, Fact::Text, Fact::Sealed];

    /// Whether a fact about a person of a branch may be shown. A branch sees its own persons; of others what everybody sees.
    #[must_use]
    pub fn may_see(self, fact: Fact, of: BranchIx) -> bool {
        match (self, fact) {
            (_, Fact::Sealed) => false,
            (_, Fact::Name | Fact::Class | Fact::Award) => true,
            (Self::Public, _) => false,
            (Self::Committee, _) => true,
            (Self::Branch(_), Fact::Duty) => false,
            (Self::Branch(own), _) => own == of && own != BranchIx::NONE,
        }
    }

    /// A person as the audience may see it. `branch` is the branch that the person belongs to.
    #[must_use]
    pub fn person<'c>(self, core: &'c Core, person: PersonIx, branch: BranchIx) -> SeenPerson<'c> {
        let text = |fact, text: &'c str| if self.may_see(fact, branch) { text } else { "" };
        SeenPerson {
            id: text(Fact::Id, core.people.id(person)),
            name: text(Fact::Name, core.people.name(person)),
            class: text(Fact::Class, core.people.text(person, "class")),
        }
    }
}

/// A person as an audience may see it; what it may not see is empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SeenPerson<'c> {
    /// The student number.
    pub id: &'c str,
    /// The name.
    pub name: &'c str,
    /// The class.
    pub class: &'c str,
}

#[cfg(test)]
mod tests {
    use super::{Audience, Fact};
    use crate::model::records::BranchIx;

    #[test]
    fn the_public_sees_name_class_and_award_alone_and_nobody_what_is_sealed() {
        let seen = |audience: Audience, of| Audience::FACTS.into_iter().filter(|fact| audience.may_see(*fact, of)).collect::<Vec<_>>();
        let public = vec![Fact::Name, Fact::Class, Fact::Award];
        let (own, other) = (BranchIx(1), BranchIx(2));
        assert_eq!(seen(Audience::Public, own), public);
        assert_eq!(seen(Audience::Branch(own), other), public);
        assert_eq!(seen(Audience::Branch(BranchIx::NONE), BranchIx::NONE), public);
        assert_eq!(seen(Audience::Branch(own), own).len(), 8);
        assert_eq!(seen(Audience::Committee, own).len(), 9);
    }
}
