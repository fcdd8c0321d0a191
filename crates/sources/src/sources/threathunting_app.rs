//! `ThreatHunting` for Splunk: <https://github.com/olafhartong/ThreatHunting>. Saved searches in one file of stanzas, no
//! longer changed.

use model::{
    Declaration, Harvest, Kind, LogSource, Mapping, Problem, Resource, TechniqueId, TextPolicy,
};

use crate::files::read_files;
use crate::formats::text::{self, distinct};
use crate::{File, Part, Source, Tree};

pub(crate) const SOURCE: Source = Source {
    id: "threathunting-app",
    archive: "threathunting-app",
    title: "ThreatHunting, a Splunk app",
    repository: "olafhartong/ThreatHunting",
    branch: "master",
    licence: "MIT",
    copyright: "Copyright (c) 2018 Olaf Hartong",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[Part::new(
        "splunk_threathunting_app",
        "Saved searches",
        Kind::Detection,
    )],
    declares: Declaration::default,
    paths: PATHS,
    read,
};

const PATHS: &[&str] = &["default/savedsearches.conf"];

fn read(tree: &Tree, harvest: &mut Harvest) {
    read_files(tree, PATHS, harvest, searches);
}

fn searches(file: &File<'_>, harvest: &mut Harvest) -> Result<(), Problem> {
    let stanzas = stanzas(text::small(file)?);
    harvest.resources.extend(stanzas.iter().map(search));
    Ok(())
}

/// A stanza: the line of its name, the name, its fields with continued lines put together.
struct Stanza<'text> {
    line: u32,
    name: &'text str,
    fields: Vec<Field<'text>>,
}

struct Field<'text> {
    line: u32,
    name: &'text str,
    value: String,
}

impl Stanza<'_> {
    fn field(&self, name: &str) -> Option<&Field<'_>> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// A line that ends with `\` goes on in the next, which may begin with a bracket of its own.
fn stanzas(text: &str) -> Vec<Stanza<'_>> {
    let mut stanzas: Vec<Stanza<'_>> = Vec::new();
    let mut goes_on = false;
    for (line, content) in (1..).zip(text.lines()) {
        let content = content.trim_end();
        let (words, more) = match content.strip_suffix('\\') {
            Some(words) => (words, true),
            None => (content, false),
        };
        let fields = stanzas.last_mut().map(|stanza| &mut stanza.fields);
        if goes_on {
            if let Some(field) = fields.and_then(|fields| fields.last_mut()) {
                field.value += "\n";
                field.value += words;
            }
        } else if let Some(name) = content.strip_prefix('[') {
            let name = name.strip_suffix(']').unwrap_or(name);
            let fields = Vec::new();
            stanzas.push(Stanza { line, name, fields });
        } else if let (Some(fields), Some((name, value))) = (fields, words.split_once('=')) {
            let (name, value) = (name.trim(), value.trim_start().to_owned());
            fields.push(Field { line, name, value });
        }
        goes_on = more;
    }
    stanzas
}

fn search(stanza: &Stanza<'_>) -> Resource {
    let query = stanza.field("search");
    let text = query.map_or("", |field| field.value.as_str());
    let mut resource = Resource {
        description: stanza
            .field("description")
            .and_then(|field| text::some(field.value.clone())),
        query: text::some(text.to_owned()),
        log_sources: log_sources(text),
        tactics: distinct(set(text, "mitre_category").flat_map(|list| list.split(','))),
        mappings: mappings(stanza),
        ..Resource::new("splunk_threathunting_app", Kind::Detection, stanza.name)
    };
    resource.place.line = Some(stanza.line);
    resource
}

/// What a search reads: macros, each with the ids of events that stand behind it, as in
/// `` `sysmon` (event_id=12 OR event_id=13) ``. Macros behind a `|` shape what was found, unless a search begins there.
fn log_sources(search: &str) -> Vec<LogSource> {
    let commands = search.split('|').enumerate();
    let reads = commands.filter(|(at, command)| *at == 0 || command.contains(BEGINNING));
    text::log_sources(reads.flat_map(|(_, command)| macros(command)))
}

/// Every search begins with the time at which events were indexed.
const BEGINNING: &str = "`indextime`";

fn macros(command: &str) -> Vec<LogSource> {
    let mut pieces = command.split('`').skip(1);
    let mut logs = Vec::new();
    while let (Some(name), Some(behind)) = (pieces.next(), pieces.next()) {
        if name == BEGINNING.trim_matches('`') {
            continue;
        }
        let ids = behind.split("event_id=").skip(1).filter_map(|rest| {
            let end = rest.find(|letter: char| !letter.is_ascii_digit());
            text::some(rest[..end.unwrap_or(rest.len())].to_owned())
        });
        let log = |service| LogSource {
            product: Some(name.to_owned()),
            service,
            ..LogSource::default()
        };
        let with_ids: Vec<_> = ids.map(|id| log(Some(id))).collect();
        match with_ids[..] {
            [] => logs.push(log(None)),
            _ => logs.extend(with_ids),
        }
    }
    logs
}

/// `[T1101] Security Support Provider` says it; the search repeats it, and now and then says otherwise.
fn mappings(stanza: &Stanza<'_>) -> Vec<Mapping> {
    let of_name = stanza
        .name
        .strip_prefix('[')
        .and_then(|name| name.split(']').next());
    // `[TH-SUPP]` marks a search that only feeds others.
    let of_name = of_name.filter(|id| id.parse::<TechniqueId>().is_ok());
    let query = stanza.field("search");
    let of_search = query
        .into_iter()
        .flat_map(|field| {
            let ids = set(&field.value, "mitre_technique_id").map(str::to_owned);
            ids.map(|id| (id, field.line))
        })
        .filter(|(id, _)| Some(id.as_str()) != of_name);
    let named = of_name.iter().map(|id| Mapping::plain(*id).at(stanza.line));
    let searched = of_search.map(|(id, line)| {
        let detail = "the search says so, unlike its name".to_owned();
        Mapping::plain(id).at(line).with(detail)
    });
    named.chain(searched).collect()
}

/// The values of `name="value"` in a search.
fn set<'text>(search: &'text str, name: &str) -> impl Iterator<Item = &'text str> {
    let start = format!("{name}=\"");
    let after = search
        .match_indices(&start)
        .map(|(at, start)| at + start.len());
    let values = after.collect::<Vec<_>>().into_iter();
    values.filter_map(|at| search[at..].split('"').next())
}
