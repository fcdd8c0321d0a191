//! Techniques that the authors of a source looked at and could map to nothing, followed to the release that is looked at.

use model::{NotMappable, TechniqueId};

use crate::error::Error;
use crate::lookup::open::Catalogue;

/// What the authors of a source could not map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotMappableRow {
    /// The source.
    pub source: String,
    /// The technique in the release that is looked at.
    pub technique: TechniqueId,
    /// The statement.
    pub statement: NotMappable,
}

impl Catalogue {
    /// What all sources say, by technique and then in the order of sources.
    pub fn not_mappable(&self) -> Result<Vec<NotMappableRow>, Error> {
        let mut sources = self.declarations()?.not_mappable();
        sources.sort_by_key(|(source, declaration)| (declaration.precedence, *source));
        let mut rows = Vec::new();
        for (source, declaration) in sources {
            for statement in &declaration.not_mappable {
                if let Some(technique) = self.today(&statement.written)? {
                    rows.push(NotMappableRow {
                        source: source.to_owned(),
                        technique,
                        statement: statement.clone(),
                    });
                }
            }
        }
        rows.sort_by_key(|row| row.technique);
        Ok(rows)
    }

    /// The technique that has this id in the release, or that replaced it.
    fn today(&self, written: &str) -> Result<Option<TechniqueId>, Error> {
        let Ok(id) = written.parse() else {
            return Ok(None);
        };
        let technique = self.technique(id)?;
        Ok(technique.map(|technique| technique.successor.unwrap_or(id)))
    }
}
