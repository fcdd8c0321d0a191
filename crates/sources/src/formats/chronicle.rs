//! Detection rules in YARA-L, with what their facts mean. Who wrote them named techniques in four ways.

use model::{
    Harvest, Kind, LogSource, Mapping, Problem, Related, RelationKind, RelationMeaning, Resource,
    Status, TacticMention, TechniqueId,
};

use super::text::{self, day, distinct};
use super::yara_l::{self, Meta};
use crate::File;

/// What the facts of a rule point to.
pub(crate) fn relations() -> Vec<RelationKind> {
    vec![
        RelationKind::new("sigma_uuid", RelationMeaning::Related, &["sigma"]),
        RelationKind::new("group", RelationMeaning::Related, &["attack"]),
        RelationKind::new("software", RelationMeaning::Related, &["attack"]),
        RelationKind::new("car", RelationMeaning::Related, &["car"]),
    ]
}

/// Reads the rule of one file into `part`.
pub(crate) fn rule(file: &File<'_>, part: &str, harvest: &mut Harvest) -> Result<(), Problem> {
    let content = text::small(file)?;
    let rule = yara_l::rule(content)
        .ok_or_else(|| file.problem(None, "there is no rule with meta facts in it"))?;
    let meta = &rule.meta;
    let field = |name: &str| yara_l::field(meta, name);
    let level = field("severity").or(field("priority"));
    let mut resource = Resource {
        id: field("rule_id").map(str::to_owned),
        level: level.and_then(text::level),
        level_written: level.map(str::to_owned),
        status: status(field("sigma_status")),
        status_written: field("sigma_status").map(str::to_owned),
        platforms: all(meta, "platform"),
        log_sources: log_sources(&rule),
        authors: all(meta, "author"),
        references: meta
            .iter()
            .filter(|fact| fact.name.starts_with("reference"))
            .map(|fact| fact.value.to_owned())
            .collect(),
        related: all(meta, "sigma_uuid")
            .iter()
            .map(|id| Related::new("sigma_uuid", id))
            .collect(),
        changed: field("created").and_then(day),
        description: field("description").map(str::to_owned),
        query: text::some(rule.body.to_owned()),
        aliases: vec![rule.name.to_owned()],
        ..Resource::new(
            part,
            Kind::Detection,
            field("rule_name").unwrap_or(rule.name),
        )
    };
    resource.place.line = Some(rule.line);
    resource.mappings.extend(named(&rule));
    for fact in meta {
        attack(fact, &mut resource);
    }
    for mapping in outcomes(&rule) {
        let stated = |other: &Mapping| other.technique == mapping.technique;
        if !resource.mappings.iter().any(stated) {
            resource.mappings.push(mapping);
        }
    }
    resource.tactics = distinct(resource.tactics);
    harvest.resources.push(resource);
    Ok(())
}

/// Facts that name tactics and techniques.
fn attack(fact: &Meta<'_>, resource: &mut Resource) {
    match fact.name {
        "technique" => {
            let ids = items(fact.value);
            let mappings = ids.map(|id| Mapping::plain(id).at(fact.line));
            resource.mappings.extend(mappings);
        }
        // Nearly always the name of what `mitre_attack_url` links.
        "mitre_attack_technique" => {
            let mapping = Mapping::plain(fact.value).at(fact.line);
            resource
                .mappings
                .extend(Some(mapping).filter(|mapping| mapping.technique.is_some()));
        }
        "mitre_attack_url" => resource
            .mappings
            .extend(items(fact.value).map(|page| linked(page, fact.line))),
        "tactic" | "mitre_attack_tactic" => {
            for item in items(fact.value) {
                tactic(item, fact.line, resource);
            }
        }
        "mitre" => {
            for item in items(fact.value) {
                listed(item, fact.line, resource);
            }
        }
        _ => {}
    }
}

/// What a rule labels its findings with: `$mitre_attack_technique_id = "T1078.004"`, or `array_distinct("T1078.004")`.
fn outcomes(rule: &yara_l::Rule<'_>) -> Vec<Mapping> {
    let lines = (rule.line..).zip(rule.body.lines());
    let labels = lines.filter_map(|(line, text)| {
        let value = text.trim().strip_prefix("$mitre_attack_technique_id")?;
        let (_, value) = value.trim().strip_prefix('=')?.split_once('"')?;
        Some((line, value.split_once('"')?.0))
    });
    let ids = labels.flat_map(|(line, ids)| items(ids).map(move |id| Mapping::plain(id).at(line)));
    ids.collect()
}

/// Some old rules say it in their name alone: `mitre_attack_T1543_001_macos_launch_agent`.
fn named(rule: &yara_l::Rule<'_>) -> Option<Mapping> {
    let mut words = rule.name.split('_').skip_while(|word| !is_technique(word));
    let technique = words.next()?;
    let sub = words.next().map(|sub| format!("{technique}.{sub}"));
    let id = sub
        .filter(|id| is_technique(id))
        .unwrap_or_else(|| technique.to_owned());
    Some(Mapping {
        technique: id.parse().ok(),
        ..Mapping::plain(rule.name).at(rule.line)
    })
}

fn is_technique(word: &str) -> bool {
    word.starts_with('T') && word.parse::<TechniqueId>().is_ok()
}

/// `execution, t1204, g0045, car.2013-05-009`, in any case; controls of other frameworks stand here, too.
fn listed(item: &str, line: u32, resource: &mut Resource) {
    let number = item.find(|letter: char| letter.is_ascii_digit());
    let Some(number) = number else {
        return tactic(item, line, resource);
    };
    let relation = match item[..number].to_ascii_lowercase().as_str() {
        // `1112` was meant as a technique, and so were `atatck.t1112` and `attackt1112`.
        "" => return resource.mappings.push(Mapping::plain(item).at(line)),
        words if words.ends_with('t') => {
            let mapping = Mapping::prefixed(item, &item[..number - 1]);
            return resource.mappings.push(mapping.at(line));
        }
        "ta" => return tactic(item, line, resource),
        "g" => "group",
        "s" => "software",
        "car." => "car",
        _ => return,
    };
    resource.related.push(Related::new(
        relation,
        item.to_ascii_uppercase().replace("CAR.", "CAR-"),
    ));
}

fn tactic(item: &str, line: u32, resource: &mut Resource) {
    resource.tactics.push(item.to_owned());
    let mention = TacticMention::new(item, Some(line));
    resource.tactic_mentions.push(mention);
}

/// `https://attack.mitre.org/versions/v14/techniques/T1562/008/`.
fn linked(page: &str, line: u32) -> Mapping {
    let id = page
        .split_once("techniques/")
        .map(|(_, id)| id.trim_matches('/'));
    Mapping {
        technique: id.and_then(|id| id.replace('/', ".").parse().ok()),
        ..Mapping::plain(page).at(line)
    }
}

fn items(list: &str) -> impl Iterator<Item = &str> {
    let items = list.split(',').map(str::trim);
    items.filter(|item| !item.is_empty())
}

fn all(meta: &[Meta<'_>], name: &str) -> Vec<String> {
    let of_name = meta.iter().filter(|fact| fact.name == name);
    of_name.map(|fact| fact.value.to_owned()).collect()
}

/// What a rule reads. Where its facts do not say it, its events do: which product they are of, and of which type.
fn log_sources(rule: &yara_l::Rule<'_>) -> Vec<LogSource> {
    if let Some(log) = of_sigma(&rule.meta) {
        return vec![log];
    }
    let stated: Vec<&str> = named_sources(&rule.meta).collect();
    let of_events = yara_l::values(rule.body, &["metadata.log_type", "metadata.product_name"]);
    let service = match (stated.as_slice(), of_events.as_slice()) {
        ([_], [one]) => Some((*one).to_owned()),
        _ => None,
    };
    let products = if stated.is_empty() { of_events } else { stated };
    let event_types = yara_l::values(rule.body, &["metadata.event_type"]);
    let category = match event_types.as_slice() {
        [one] => Some((*one).to_owned()),
        _ => None,
    };
    let log = |product: Option<&str>, category: Option<String>| LogSource {
        product: product.map(str::to_owned),
        category,
        service: service.clone(),
        component: None,
    };
    if products.is_empty() {
        let types = event_types.iter();
        return types
            .map(|name| log(None, Some((*name).to_owned())))
            .collect();
    }
    let products = products.into_iter();
    products
        .map(|product| log(Some(product), category.clone()))
        .collect()
}

/// `microsoft sysmon, microsoft windows events`: any of them is enough.
fn named_sources<'text>(meta: &[Meta<'text>]) -> impl Iterator<Item = &'text str> {
    let facts = meta.iter().filter(|fact| fact.name == "data_source");
    facts.flat_map(|fact| items(fact.value))
}

/// Rules that were converted from Sigma kept its log source.
fn of_sigma(meta: &[Meta<'_>]) -> Option<LogSource> {
    let field = |name: &str| yara_l::field(meta, name).map(str::to_owned);
    let log = LogSource {
        product: field("product"),
        category: field("category"),
        service: field("service"),
        component: None,
    };
    (log != LogSource::default()).then_some(log)
}

fn status(of_sigma: Option<&str>) -> Status {
    match of_sigma {
        Some("stable") => Status::Stable,
        Some("test") => Status::Test,
        Some("experimental") => Status::Experimental,
        _ => Status::Unstated,
    }
}
