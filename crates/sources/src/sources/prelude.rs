//! Prelude Community: <https://github.com/preludeorg/community>. One file per test, in the form of Caldera's
//! abilities; `chains/` only puts them in an order.

use model::{Declaration, Harvest, Kind, Problem, TextPolicy};

use crate::files::read_files;
use crate::formats::{caldera, text, yaml};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "prelude",
    archive: "prelude",
    title: "Prelude Community",
    repository: "preludeorg/community",
    branch: "master",
    licence: "none stated",
    copyright: "Its authors; no copyright line is stated",
    attribution: None,
    licence_text: None,
    text: TextPolicy::LinkOnly,
    parts: &[Part::new("prelude", "Procedures", Kind::Test)],
    declares: Declaration::default,
    paths: &["ttps/**/*.{yml,yaml}"],
    read,
};

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, SOURCE.paths, harvest, test);
}

fn test(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let ability = yaml::parse(file)?;
    let mut resource = caldera::resource(&ability, "prelude", file)?;
    let metadata = ability.value.metadata;
    resource.authors = metadata.authors.0;
    resource.references = metadata.references.0;
    resource.changed = metadata.release_date.get().and_then(text::day);
    harvest.resources.push(resource);
    Ok(())
}
