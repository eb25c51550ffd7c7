//! For whom an answer is made (rules.md R10): who sees what is asked here and nowhere else. Sealed records are for none of them. Not
//! here: how it is shown.

use super::records::BranchIx;

/// For whom an answer is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everybody: names, classes and awards alone, and these only where they are decided.
    Public,
    /// A branch: its own records.
    Branch(BranchIx),
    /// The committee: the records of all branches.
    Committee,
}

impl Audience {
    /// Whether it sees a branch's pairs and figures.
    #[must_use]
    pub fn sees_branch(self, branch: BranchIx) -> bool {
        match self {
            Self::Public => false,
            Self::Branch(own) => own == branch,
            Self::Committee => true,
        }
    }

    /// Whether it sees how candidates were ranked, and who was barred and why.
    #[must_use]
    pub fn sees_candidates(self) -> bool {
        self == Self::Committee
    }
}

#[cfg(test)]
mod tests {
    use super::Audience;
    use crate::model::records::BranchIx;

    #[test]
    fn a_branch_sees_its_own_and_the_public_nothing() {
        let all = [Audience::Public, Audience::Branch(BranchIx(1)), Audience::Committee];
        assert_eq!(all.map(|audience| audience.sees_branch(BranchIx(1))), [false, true, true]);
        assert_eq!(all.map(|audience| audience.sees_branch(BranchIx(0))), [false, false, true]);
        assert_eq!(all.map(Audience::sees_candidates), [false, false, true]);
    }
}
