//! Small harvests made by hand: two releases of ATT&CK, some rules, an analytic, a tiny ontology.

use catalogue::{Catalogue, Contents, SourceHarvest, UnsavedCatalogue, build};
use model::{
    Countermeasure, Declaration, Domain, Harvest, Kind, Mapping, Ontology, Problem, Provenance,
    Relation, Release, Resource, SourcePart, Tactic, Technique, TextPolicy,
};

/// All of them, each time anew.
pub(crate) fn all() -> Vec<SourceHarvest> {
    vec![attack("1.0"), attack("2.0"), sigma(), car(), d3fend()]
}

pub(crate) fn build_catalogue(source_harvest: Vec<SourceHarvest>) -> UnsavedCatalogue {
    build(source_harvest, Contents::All).unwrap()
}

pub(crate) fn catalogue(source_harvest: Vec<SourceHarvest>) -> Catalogue {
    Catalogue::from_bytes(&build_catalogue(source_harvest).bytes().unwrap()).unwrap()
}

pub(crate) fn attack(version: &str) -> SourceHarvest {
    let mut source_harvest = source_harvest("attack", &[("attack_mitigations", Kind::Control)]);
    source_harvest.provenance.release = Some(version.to_owned());
    source_harvest.harvest.release = Some(release(version));
    let mut mitigation = resource("attack_mitigations", Kind::Control, "Code Signing");
    mitigation.id = Some("M1045".to_owned());
    mitigation.description = Some(format!("As release {version} puts it."));
    mitigation.mappings = vec![Mapping::plain("T1059.001").with("Sign scripts.".to_owned())];
    source_harvest.harvest.resources.push(mitigation);
    source_harvest
}

/// (id, name, state): chains, a circle-free end, techniques of other matrices.
const TECHNIQUES: &[(&str, &str, &str)] = &[
    ("T0800", "Activate Firmware Update Mode", "ics"),
    ("T1003", "OS Credential Dumping", ""),
    ("T1003.001", "LSASS Memory", ""),
    ("T1059", "Command and Scripting Interpreter", ""),
    ("T1059.001", "PowerShell", ""),
    ("T1064", "Scripting", "deprecated"),
    ("T1086", "PowerShell", "revoked"),
    ("T1162", "Login Item", "revoked"),
    ("T1454", "Malicious SMS Message", "revoked"),
    ("T1547.011", "Plist Modification", "revoked"),
    ("T1647", "Plist File Modification", ""),
];

fn release(version: &str) -> Release {
    let edges = [
        ("T1086", "T1059.001"),
        ("T1162", "T1547.011"),
        ("T1547.011", "T1647"),
    ];
    Release {
        version: version.to_owned(),
        tactics: vec![Tactic {
            id: "TA0002".to_owned(),
            shortname: "execution".to_owned(),
            name: "Execution".to_owned(),
            domain: Domain::Enterprise,
        }],
        techniques: TECHNIQUES.iter().map(technique).collect(),
        revoked_by: edges.map(|(old, new)| (stix(old), stix(new))).to_vec(),
    }
}

fn stix(id: &str) -> String {
    format!("attack-pattern--{id}")
}

fn technique(&(id, name, state): &(&str, &str, &str)) -> Technique {
    Technique {
        id: id.parse().unwrap(),
        stix: stix(id),
        name: name.to_owned(),
        domain: if state == "ics" {
            Domain::Ics
        } else {
            Domain::Enterprise
        },
        tactics: vec!["execution".to_owned()],
        platforms: vec!["Windows".to_owned()],
        description: format!("Adversaries may use {name}."),
        revoked: state == "revoked",
        deprecated: state == "deprecated",
        changed: Some("2030-01-02".to_owned()),
    }
}

/// Rules, one for each way in which an id can stand.
pub(crate) fn sigma() -> SourceHarvest {
    let mut source_harvest = source_harvest(
        "sigma",
        &[
            ("sigma_rules", Kind::Detection),
            ("sigma_hunting", Kind::Detection),
        ],
    );
    let rules: &[(&str, &[&str])] = &[
        ("As Written", &["attack.t1059.001"]),
        ("Replaced", &["attack.t1086"]),
        ("Replaced Twice", &["attack.t1162"]),
        ("Withdrawn", &["attack.t1064", "attack.t1454"]),
        (
            "Unknown",
            &["attack.t9999", "attack.t1059.1", "attack.t0000"],
        ),
        ("Of Another Matrix", &["attack.t0800"]),
        ("Named Twice", &["attack.t1059", "attack.t1059"]),
        ("Old And New", &["attack.t1086", "attack.t1059.001"]),
        ("Only Old, Twice", &["attack.t1086", "attack.t1086"]),
        ("Parent And Child", &["attack.t1059", "attack.t1059.001"]),
    ];
    for (place, (title, tags)) in rules.iter().enumerate() {
        let mut rule = resource("sigma_rules", Kind::Detection, title);
        rule.place.path = format!("rules/{place}.yml");
        rule.id = Some(format!("00000000-0000-4000-8000-{place:012}"));
        rule.mappings = tags
            .iter()
            .map(|tag| Mapping::prefixed(*tag, "attack."))
            .collect();
        source_harvest.harvest.resources.push(rule);
    }
    let mut hunt = resource("sigma_hunting", Kind::Detection, "Of Both Matrices");
    "rules-threat-hunting/z.yml".clone_into(&mut hunt.place.path);
    hunt.domains = vec![Domain::Enterprise, Domain::Ics];
    hunt.mappings = vec![Mapping::plain("T0800").at(7), Mapping::plain("T1003.001")];
    source_harvest.harvest.resources.push(hunt);
    source_harvest.harvest.problems.push(Problem {
        path: "rules/damaged.yml".to_owned(),
        line: Some(3),
        what: "is not YAML".to_owned(),
    });
    source_harvest
}

/// Ids of a catalogue of its own, one file with two tests.
fn car() -> SourceHarvest {
    let mut source_harvest = source_harvest("car", &[("car_unit_tests", Kind::Test)]);
    for (ordinal, written) in (0..).zip(["T1059.A002", "T1086.X", "AML.T0051", "T1003/001"]) {
        let mut test = resource("car_unit_tests", Kind::Test, written);
        "analytics/CAR-2030-01-001.yaml".clone_into(&mut test.place.path);
        test.place.ordinal = ordinal;
        test.mappings = vec![Mapping::plain(written)];
        source_harvest.harvest.resources.push(test);
    }
    source_harvest
}

/// One countermeasure that meets PowerShell under its old id and its new one, a withdrawn technique and an unknown one.
fn d3fend() -> SourceHarvest {
    let mut source_harvest = source_harvest("d3fend", &[("d3fend", Kind::Control)]);
    let mut analysis = resource("d3fend", Kind::Control, "Script Execution Analysis");
    "d3fend.ttl".clone_into(&mut analysis.place.path);
    source_harvest.harvest.resources.push(analysis);
    let techniques = ["T1059.001", "T1086", "T1064", "T9998"];
    let relation = |class: &str, property: &str| Relation {
        class: class.to_owned(),
        property: property.to_owned(),
        artifact: "Script".to_owned(),
    };
    let mut relations = vec![relation("ScriptExecutionAnalysis", "analyzes")];
    relations.extend(techniques.map(|id| relation(id, "executes")));
    source_harvest.harvest.ontology = Some(Ontology {
        subclass_of: Vec::new(),
        relations,
        techniques: techniques.map(|id| (id.to_owned(), id.to_owned())).to_vec(),
        countermeasures: vec![Countermeasure {
            class: "ScriptExecutionAnalysis".to_owned(),
            tactic: Some((3, "Detect".to_owned())),
            resource: 0,
        }],
        root_artifact: "DigitalArtifact".to_owned(),
        root_technique: "OffensiveTechnique".to_owned(),
    });
    source_harvest
}

pub(crate) fn resource(part: &str, kind: Kind, title: &str) -> Resource {
    let mut resource = Resource::new(part, kind, title);
    resource.description = Some(format!("{title}, in words."));
    resource
}

pub(crate) fn source_harvest(source: &str, parts: &[(&str, Kind)]) -> SourceHarvest {
    let part = |&(id, kind): &(&str, Kind)| SourcePart {
        id: id.to_owned(),
        title: id.to_owned(),
        kind,
    };
    SourceHarvest {
        provenance: Provenance {
            source: source.to_owned(),
            title: source.to_uppercase(),
            repository: format!("example/{source}"),
            branch: "main".to_owned(),
            release: None,
            commit: Some("0123456789abcdef".to_owned()),
            commit_date: Some("2030-01-01".to_owned()),
            read: Some("2030-01-02".to_owned()),
            licence: "MIT".to_owned(),
            copyright: "Copyright 2030 Example".to_owned(),
            attribution: None,
            licence_text: None,
            text: TextPolicy::Free,
            own: false,
            parts: parts.iter().map(part).collect(),
            declaration: Declaration::default(),
        },
        harvest: Harvest::default(),
        prepared: None,
    }
}
