//! The identifier of a technique or sub-technique, checked once and then carried as a value.

use std::fmt;
use std::str::FromStr;

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The id of an ATT&CK technique (`T1021`) or sub-technique (`T1021.002`).
///
/// Ordered as ATT&CK lists them: a technique, then its sub-techniques.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(into = "String", try_from = "String")]
#[schemars(with = "String", extend("pattern" = r"^T\d{4}(\.\d{3})?$"))]
pub struct TechniqueId {
    number: u16,
    sub: Option<u16>,
}

/// The text is not the identifier of a technique.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an ATT&CK technique identifier")]
pub struct InvalidTechniqueId(pub String);

impl TechniqueId {
    /// The technique that a sub-technique belongs to; `None` for a technique.
    pub fn parent(self) -> Option<Self> {
        self.sub.map(|_| Self { sub: None, ..self })
    }

    /// The number of the technique, without that of the sub-technique.
    pub fn number(self) -> u16 {
        self.number
    }

    /// Whether this is a sub-technique.
    pub fn is_sub_technique(self) -> bool {
        self.sub.is_some()
    }

    /// Understands what people type or paste: any case, `t1021.2`, `T1021/002`, a link to attack.mitre.org.
    pub fn from_people(text: &str) -> Result<Self, InvalidTechniqueId> {
        let not = || InvalidTechniqueId(text.trim().to_owned());
        let text = text.trim().trim_end_matches('/');
        let id = match text.rsplit_once("techniques/") {
            Some((before, id)) if before.contains("attack.mitre.org") => id,
            _ => text,
        };
        let (number, sub) = match id.split_once(['.', '/']) {
            Some((number, sub)) => (number, Some(sub)),
            None => (id, None),
        };
        let number = number
            .strip_prefix(['T', 't'])
            .and_then(|digits| exactly(digits, 4))
            .ok_or_else(not)?;
        let sub = match sub {
            Some(sub) if (1..=3).contains(&sub.len()) => {
                Some(exactly(sub, sub.len()).ok_or_else(not)?)
            }
            Some(_) => return Err(not()),
            None => None,
        };
        Ok(Self { number, sub })
    }

    /// The path of its page below `https://attack.mitre.org/techniques/`.
    pub fn url(self) -> String {
        format!(
            "https://attack.mitre.org/techniques/{}",
            self.to_string().replace('.', "/")
        )
    }
}

fn exactly(digits: &str, length: usize) -> Option<u16> {
    (digits.len() == length && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())?
}

impl FromStr for TechniqueId {
    type Err = InvalidTechniqueId;

    /// Takes the plain form alone, in any case: `T1021`, `t1021.002`.
    fn from_str(text: &str) -> Result<Self, InvalidTechniqueId> {
        let not = || InvalidTechniqueId(text.to_owned());
        let digits = text.strip_prefix(['T', 't']).ok_or_else(not)?;
        let (number, sub) = match digits.split_once('.') {
            Some((number, sub)) => (number, Some(exactly(sub, 3).ok_or_else(not)?)),
            None => (digits, None),
        };
        Ok(Self {
            number: exactly(number, 4).ok_or_else(not)?,
            sub,
        })
    }
}

impl fmt::Display for TechniqueId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sub {
            Some(sub) => write!(out, "T{:04}.{sub:03}", self.number),
            None => write!(out, "T{:04}", self.number),
        }
    }
}

impl fmt::Debug for TechniqueId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl From<TechniqueId> for String {
    fn from(id: TechniqueId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for TechniqueId {
    type Error = InvalidTechniqueId;

    fn try_from(text: String) -> Result<Self, InvalidTechniqueId> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_write_it_in_many_ways() {
        for text in [
            "T1021.002",
            "t1021.2",
            "T1021/002",
            "https://attack.mitre.org/techniques/T1021/002/",
            " T1021.02 ",
        ] {
            assert_eq!(
                TechniqueId::from_people(text).unwrap().to_string(),
                "T1021.002",
                "{text}"
            );
        }
        for text in [
            "",
            "T",
            "T102",
            "T10211",
            "T1021.",
            "T1021.0022",
            "TA0008",
            "https://example.org/techniques/T1021",
            "é1021",
        ] {
            assert!(TechniqueId::from_people(text).is_err(), "{text}");
        }
    }

    #[test]
    fn upstream_writes_it_in_one() {
        assert_eq!("t1574".parse::<TechniqueId>().unwrap().to_string(), "T1574");
        for text in [
            "T1485.A002",
            "AML.T0051",
            "T1021.2",
            "T1021/002",
            "T1021 ",
            "x",
            "",
        ] {
            assert!(text.parse::<TechniqueId>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn writing_then_reading_gives_the_same(number in 0u16..10_000, sub in proptest::option::of(0u16..1_000)) {
            let id = TechniqueId { number, sub };
            prop_assert_eq!(id.to_string().parse::<TechniqueId>(), Ok(id));
            prop_assert_eq!(TechniqueId::from_people(&id.url()), Ok(id));
        }

        #[test]
        fn any_text_is_safe(text in ".*") {
            let _ = TechniqueId::from_people(&text);
            let _ = text.parse::<TechniqueId>();
        }
    }
}
