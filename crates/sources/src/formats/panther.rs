//! Rules and policies of Panther: a YAML file with its facts and its tests, and a Python file with its body beside it.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use model::{
    Harvest, Kind, Mapping, Problem, Related, RelationKind, RelationMeaning, Resource, Status,
    TacticMention,
};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::lenient::{self, Line, Text, Texts};
use super::text::{self, Lines, distinct};
use super::yaml::{self, Spanned};
use crate::files::{holds_none, read_files};
use crate::{File, Tree};

/// A rule brings examples along that it is run over, and names attacks that should trigger it.
pub(crate) fn relations() -> Vec<RelationKind> {
    vec![
        RelationKind::new("test", RelationMeaning::UnitTest, &[]),
        RelationKind::new("stratus_red_team", RelationMeaning::TestedBy, &["stratus"]),
    ]
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Analysis {
    #[serde(rename = "AnalysisType")]
    kind: Text,
    #[serde(rename = "RuleID", alias = "PolicyID")]
    id: Text,
    display_name: Text,
    filename: Text,
    severity: Text,
    status: Text,
    description: Text,
    reference: Texts,
    log_types: Texts,
    resource_types: Texts,
    scheduled_queries: Texts,
    query_name: Text,
    query: Text,
    tags: lenient::Lines,
    reports: Reports,
    detection: Option<Spanned<IgnoredAny>>,
    tests: Option<Vec<Test>>,
}

/// What a rule names of each framework.
type Reports = BTreeMap<String, lenient::Lines>;

const ATTACK: &str = "MITRE ATT&CK";
const STRATUS: &str = "Stratus Red Team";

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
struct Test {
    name: Text,
}

/// Reads the rules and policies among the files that match one of the `patterns` into `part`.
pub(crate) fn read(tree: &Tree, patterns: &[&str], part: &str, harvest: &mut Harvest) {
    let logs = Logs::new(tree, patterns);
    read_files(tree, patterns, harvest, |file, harvest| {
        let code = Path::new(file.path).extension();
        if code.is_some_and(|extension| extension == "py") {
            holds_none(file, "code of the rules and policies beside it", harvest);
            return Ok(());
        }
        let resource = analysis(file, tree, &logs, part)?;
        if resource.is_none() {
            holds_none(file, "a query that rules run or people ask", harvest);
        }
        harvest.resources.extend(resource);
        Ok(())
    });
}

fn analysis(
    file: &File<'_>,
    tree: &Tree,
    logs: &Logs,
    part: &str,
) -> Result<Option<Resource>, Problem> {
    let content = text::small(file)?;
    let analysis: Analysis = yaml::parse(file)?;
    if let Some("saved_query" | "scheduled_query") = analysis.kind.get() {
        return Ok(None);
    }
    let title = analysis
        .display_name
        .get()
        .or(analysis.id.get())
        .ok_or_else(|| file.problem(None, "the rule has neither name nor id"))?;
    let mappings = mappings(&analysis);
    Ok(Some(Resource {
        id: analysis.id.some(),
        level: analysis.severity.get().and_then(text::level),
        level_written: analysis.severity.some(),
        status: analysis.status.get().map_or(Status::Unstated, status),
        status_written: analysis.status.some(),
        data_sources: logs.of(&analysis, content),
        references: analysis.reference.0.clone(),
        related: related(&analysis),
        description: analysis.description.some(),
        query: body(&analysis, file, tree).or_else(|| detection(&analysis, content)),
        tactic_mentions: mappings.iter().filter_map(mention).collect(),
        tactics: distinct(mappings.iter().filter_map(|&(tactic, _)| tactic)),
        mappings: mappings.into_iter().map(|(_, mapping)| mapping).collect(),
        ..Resource::new(part, Kind::Detection, title)
    }))
}

/// So many logs are taken from others; a correlation reads some three.
const MOST: usize = 100;

/// What the rules and queries of a tree read, by their ids and names: rules on the findings of others name only these.
struct Logs {
    of_rules: HashMap<String, Vec<String>>,
    of_queries: HashMap<String, Vec<String>>,
}

impl Logs {
    fn new(tree: &Tree, patterns: &[&str]) -> Self {
        let mut logs = Self {
            of_rules: HashMap::new(),
            of_queries: HashMap::new(),
        };
        for file in tree.files(patterns) {
            if Path::new(file.name())
                .extension()
                .is_some_and(|end| end == "py")
            {
                continue;
            }
            // A file that cannot be read is a problem when it is read as a rule.
            let Ok(analysis) = yaml::parse::<Analysis>(&file) else {
                continue;
            };
            if let Some(id) = analysis.id.some() {
                logs.of_rules.insert(id, Self::stated(&analysis));
            }
            if let Some(name) = analysis.query_name.some() {
                let query = analysis.query.get().unwrap_or_default();
                logs.of_queries.insert(name, tables(query));
            }
        }
        logs
    }

    fn stated(analysis: &Analysis) -> Vec<String> {
        let types = analysis.log_types.0.iter();
        distinct(types.chain(&analysis.resource_types.0))
    }

    /// What a rule states, or else what the queries that it runs on and the rules that it correlates read.
    fn of(&self, analysis: &Analysis, content: &str) -> Vec<String> {
        let stated = Self::stated(analysis);
        if !stated.is_empty() {
            return stated;
        }
        let queries = analysis.scheduled_queries.0.iter();
        let of_queries = queries.filter_map(|name| self.of_queries.get(name));
        let rules = detection(analysis, content).unwrap_or_default();
        let rules = distinct(rules.lines().filter_map(correlated));
        let of_rules = rules.iter().filter_map(|id| self.of_rules.get(id));
        distinct(of_queries.chain(of_rules).flatten().take(MOST))
    }
}

/// The rule of a line of a correlation: `RuleID: Lamp.Lit`.
fn correlated(line: &str) -> Option<&str> {
    let (_, id) = line.split_once("RuleID:")?;
    Some(id.trim().trim_matches(['"', '\'']))
}

/// The tables behind `FROM` and `JOIN`: `panther_logs.public.aws_cloudtrail`.
fn tables(query: &str) -> Vec<String> {
    let words: Vec<&str> = query.split_whitespace().collect();
    let pairs = words.windows(2).filter(|pair| {
        pair[0].eq_ignore_ascii_case("from") || pair[0].eq_ignore_ascii_case("join")
    });
    let names = pairs.map(|pair| pair[1].trim_matches([',', ')', ';']));
    distinct(names.filter(|name| name.contains('.') && !name.starts_with('(')))
}

/// What the rule names below ATT&CK, and what some name elsewhere: below the id of a tactic, or among their tags.
fn mappings(analysis: &Analysis) -> Vec<(Option<&str>, Mapping)> {
    let of_reports = |name: &str| analysis.reports.get(name).map_or(&[][..], |all| &all.0);
    let of_attack = of_reports(ATTACK).iter().map(mapping);
    let tactics = analysis.reports.keys().filter(|name| is_tactic(name));
    let of_tactics = tactics.flat_map(|tactic| {
        let ids = of_reports(tactic).iter();
        ids.map(|id| (Some(tactic.as_str()), Mapping::plain(&id.text).at(id.line)))
    });
    let of_tags = analysis.tags.0.iter().filter_map(of_tag);
    of_attack.chain(of_tactics).chain(of_tags).collect()
}

/// `TA0004`.
fn is_tactic(framework: &str) -> bool {
    let number = framework.strip_prefix("TA").unwrap_or_default();
    number.len() == 4 && number.bytes().all(|digit| digit.is_ascii_digit())
}

/// `T1547.011`, `attack.t1548` or, of ATLAS, `AML.T0054`; other tags are words.
fn of_tag(tag: &Line) -> Option<(Option<&str>, Mapping)> {
    let prefix = if tag.text.starts_with("attack.") {
        "attack."
    } else {
        ""
    };
    let mapping = Mapping::prefixed(&tag.text, prefix).at(tag.line);
    let is_id = mapping.technique.is_some() || tag.text.starts_with("AML.T");
    is_id.then_some((None, mapping))
}

/// `TA0005:T1562.008`, also where the tactic is misspelt.
fn mapping(line: &Line) -> (Option<&str>, Mapping) {
    match line.text.split_once(':') {
        Some((tactic, id)) => {
            let prefix = &line.text[..line.text.len() - id.len()];
            let mapping = Mapping::prefixed(&line.text, prefix);
            (Some(tactic), mapping.at(line.line))
        }
        None => (None, Mapping::plain(&line.text).at(line.line)),
    }
}

/// A pair names its tactic for its technique alone.
fn mention((tactic, mapping): &(Option<&str>, Mapping)) -> Option<TacticMention> {
    tactic.map(|_| TacticMention {
        techniques: vec![mapping.written.clone()],
        ..TacticMention::new(&mapping.written, mapping.line)
    })
}

fn status(written: &str) -> Status {
    match written.trim().to_ascii_lowercase().as_str() {
        "stable" => Status::Stable,
        "beta" => Status::Test,
        "experimental" => Status::Experimental,
        "deprecated" => Status::Deprecated,
        _ => Status::Unstated,
    }
}

/// The examples that the rule brings along, the attacks that should trigger it, the queries that it runs on.
fn related(analysis: &Analysis) -> Vec<Related> {
    let tests = analysis
        .tests
        .iter()
        .flatten()
        .filter_map(|test| Some(Related::new("test", test.name.get()?)));
    let attacks = analysis
        .reports
        .get(STRATUS)
        .into_iter()
        .flat_map(|all| &all.0)
        .map(|id| Related::new("stratus_red_team", &id.text));
    let queries = analysis
        .scheduled_queries
        .0
        .iter()
        .map(|name| Related::new("scheduled_query", name));
    tests.chain(attacks).chain(queries).collect()
}

/// The Python file beside the YAML file.
fn body(analysis: &Analysis, file: &File<'_>, tree: &Tree) -> Option<String> {
    let (folder, _) = file.path.rsplit_once('/')?;
    let body = tree.file(&format!("{folder}/{}", analysis.filename.get()?))?;
    text::small(&body).ok().map(str::to_owned)
}

/// Correlations have no body but name the rules that they correlate.
fn detection(analysis: &Analysis, content: &str) -> Option<String> {
    let line = yaml::line(analysis.detection.as_ref()?)?;
    yaml::section(&Lines::new(content), "Detection", line).map(str::to_owned)
}
