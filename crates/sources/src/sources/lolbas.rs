//! LOLBAS: <https://github.com/LOLBAS-Project/LOLBAS>. Programs of Windows that adversaries use for what they were not
//! made for, with the commands that do it and the rules that see it.

use std::collections::BTreeMap;

use model::{
    Declaration, Harvest, Kind, Mapping, Problem, Related, RelationKind, RelationMeaning, Resource,
    TextPolicy,
};
use serde::Deserialize;

use crate::files::read_files;
use crate::formats::lenient::{OrDefault, Text};
use crate::formats::text::{self, day, distinct};
use crate::formats::yaml::{self, Spanned};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "lolbas",
    archive: "lolbas",
    title: "Living Off The Land Binaries, Scripts and Libraries",
    repository: "LOLBAS-Project/LOLBAS",
    branch: "master",
    licence: "GPL-3.0-only",
    copyright: "Copyright the LOLBAS project",
    attribution: None,
    licence_text: None,
    text: TextPolicy::LinkOnly,
    parts: &[Part::new("lolbas", "Programs of Windows", Kind::Knowledge)],
    declares,
    paths: PATHS,
    read,
};

fn declares() -> Declaration {
    Declaration {
        relations: vec![
            RelationKind::new("sigma", RelationMeaning::DetectedBy, &["sigma"]),
            RelationKind::new("elastic", RelationMeaning::DetectedBy, &["elastic"]),
            RelationKind::new("splunk", RelationMeaning::DetectedBy, &["splunk"]),
        ],
        ..Declaration::default()
    }
}

const PATHS: &[&str] = &["yml/**/*.yml"];

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Program {
    name: Text,
    description: Text,
    author: Text,
    created: Text,
    aliases: OrDefault<Vec<OrDefault<Row>>>,
    commands: Option<Vec<Command>>,
    detection: OrDefault<Vec<OrDefault<Row>>>,
    resources: OrDefault<Vec<OrDefault<Row>>>,
}

/// `Sigma: https://...`: what it is, and the words.
type Row = BTreeMap<String, Text>;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Command {
    #[serde(rename = "Command")]
    line: Text,
    category: Text,
    #[serde(rename = "MitreID")]
    technique: Option<Spanned<Text>>,
    operating_system: Text,
}

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, program);
}

fn program(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let program: Program = yaml::parse(file)?;
    let title = program
        .name
        .get()
        .ok_or_else(|| file.problem(None, "the program has no name"))?;
    let commands: Vec<&Command> = program.commands.iter().flatten().collect();
    let lines = commands.iter().filter_map(|command| command.line.get());
    let systems = commands
        .iter()
        .filter_map(|command| command.operating_system.get())
        .flat_map(|all| all.split(','))
        .map(str::trim);
    harvest.resources.push(Resource {
        platforms: distinct(systems.filter(|system| !system.is_empty())),
        authors: program.author.some().into_iter().collect(),
        references: named(&program.resources.0)
            .map(|(_, link)| link.to_owned())
            .collect(),
        related: named(&program.detection.0).filter_map(detection).collect(),
        changed: program.created.get().and_then(day),
        description: program.description.some(),
        query: text::some(lines.collect::<Vec<_>>().join("\n")),
        aliases: named(&program.aliases.0)
            .map(|(_, alias)| alias.to_owned())
            .collect(),
        mappings: commands
            .iter()
            .filter_map(|command| mapping(command))
            .collect(),
        ..Resource::new("lolbas", Kind::Knowledge, title)
    });
    Ok(())
}

fn mapping(command: &Command) -> Option<Mapping> {
    let id = command.technique.as_ref()?;
    let mapping = Mapping::plain(id.value.get()?).at(yaml::line(id));
    Some(mapping.with(command.category.some()))
}

fn named(rows: &[OrDefault<Row>]) -> impl Iterator<Item = (&str, &str)> {
    let fields = rows.iter().flat_map(|row| &row.0);
    fields.filter_map(|(name, value)| Some((name.as_str(), value.get()?.trim())))
}

/// A rule elsewhere; signs to look for (`IOC`) are sentences, not links.
fn detection((kind, link): (&str, &str)) -> Option<Related> {
    let is_link = link.starts_with("https://") || link.starts_with("http://");
    is_link.then(|| Related::new(kind.to_lowercase(), link))
}
