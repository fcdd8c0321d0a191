//! What the resources of a source of the user's own are for, and what they are.

use model::{Kind, Role};
use serde::Deserialize;
use sources::Format;
use toml::Spanned;

use super::toml_file::TomlFile;
use crate::error::Error;

/// What the resources of a source of the user's own may be. Other roles need more than such a file can state.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OwnRole {
    Groups,
    Software,
    Campaigns,
    Incidents,
}

impl From<OwnRole> for Role {
    fn from(role: OwnRole) -> Self {
        match role {
            OwnRole::Groups => Self::Groups,
            OwnRole::Software => Self::Software,
            OwnRole::Campaigns => Self::Campaigns,
            OwnRole::Incidents => Self::Incidents,
        }
    }
}

/// The kind as it is written. Default: knowledge if there is a role, else the first kind of the format.
pub(super) fn kind(
    value: Option<&Spanned<Kind>>,
    role: Option<&Spanned<OwnRole>>,
    format: &'static Format,
    file: &TomlFile<'_>,
) -> Result<Kind, Error> {
    match (value, role) {
        (None, None) => Ok(format.kinds[0]),
        (Some(value), None) => kind_of_format(value, format, file),
        (None, Some(role)) => {
            let knowledge = Spanned::new(role.span(), Kind::Knowledge);
            kind_of_format(&knowledge, format, file)
        }
        (Some(value), Some(_)) if *value.get_ref() == Kind::Knowledge => {
            kind_of_format(value, format, file)
        }
        (Some(value), Some(role)) => {
            let (kind, role) = (value.get_ref(), Role::from(*role.get_ref()));
            let what =
                format!("resources with the role `{role}` are of kind `knowledge`, not `{kind}`");
            Err(file.error(value, what))
        }
    }
}

fn kind_of_format(
    value: &Spanned<Kind>,
    format: &'static Format,
    file: &TomlFile<'_>,
) -> Result<Kind, Error> {
    let kind = *value.get_ref();
    if format.kinds.contains(&kind) {
        return Ok(kind);
    }
    let kinds: Vec<String> = format.kinds.iter().map(Kind::to_string).collect();
    let what = format!(
        "`{}` holds no resources of kind `{kind}`, only {}",
        format.id,
        kinds.join(", ")
    );
    Err(file.error(value, what))
}
