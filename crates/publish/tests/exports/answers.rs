//! Small answers with one text wherever upstream text stands.

use catalogue::{CatalogueSummary, Hit, MappingRow, ResourceSummary};
use count::{Volume, VolumeTerm};
use model::{
    Conclusion, Declaration, Domain, Exclusion, Kind, Level, MappingState, Provenance,
    ResourcePlace, Role, Status, Tactic, TextPolicy,
};
use questions::align::{Reason, Row, Totals};
use questions::stack::StackSummary;
use questions::threat::{
    Actor, ActorKind, OriginalId, PlacedTechnique, PlacedThreat, Reach, UnplacedId,
};
use questions::{
    Answer, Items, Numbers, Page, PillarNumbers, ResourceLinks, adversary, align, compare, control,
    gaps, log_source, matrix, plan, resource, resources, search,
};

/// One of each kind that has techniques, resources or rows of its own.
pub(crate) fn all(text: &str) -> Vec<(&'static str, Answer)> {
    vec![
        ("page", page(text)),
        ("technique", technique(text)),
        ("search", search(text)),
        ("resources", resources(text)),
        ("resource", resource(text)),
        ("matrix", matrix(text)),
        ("align", align(text)),
        ("gaps", gaps(text)),
        ("plan", plan(text)),
        ("compare", compare(text)),
        ("adversary", adversary(text)),
        ("control", control(text)),
        ("log-source", log_source(text)),
    ]
}

pub(crate) fn about() -> CatalogueSummary {
    CatalogueSummary {
        attack: "19.0".to_owned(),
        names_only: false,
        date: "2026-11-24".to_owned(),
        facts_only: true,
        sources: 3,
        resources: 1234,
        techniques_of: "attack".to_owned(),
    }
}

fn items<T>(items: Vec<T>) -> Items<T> {
    Items {
        total: u32::try_from(items.len()).unwrap(),
        items,
        next: None,
    }
}

fn stack(text: &str) -> StackSummary {
    StackSummary {
        name: Some(text.to_owned()),
        sources: vec!["sigma".to_owned(), text.to_owned()],
        platforms: vec!["Windows".to_owned()],
        log_sources: vec!["windows/process_creation".to_owned()],
        deployed: Some(7),
        unknown_rules: vec![text.to_owned()],
        exclusions: vec![exclusion(text)],
    }
}

fn exclusion(text: &str) -> Exclusion {
    Exclusion {
        what: "T1021".to_owned(),
        owner: text.to_owned(),
        reason: text.to_owned(),
        date: "2026-01-02".to_owned(),
    }
}

fn threat(text: &str) -> PlacedThreat {
    PlacedThreat {
        name: text.to_owned(),
        origins: vec![text.to_owned()],
        adversaries: Some(3),
        techniques: Vec::new(),
        unplaced: vec![UnplacedId {
            id: "T9999".to_owned(),
            state: MappingState::Unknown,
            reason: text.to_owned(),
            perhaps: vec!["T1003".parse().unwrap()],
        }],
        notes: vec![text.to_owned()],
    }
}

fn pillar(resources: u32, source: &str) -> PillarNumbers {
    PillarNumbers {
        resources,
        distinct: resources,
        volume: if resources > 0 {
            Volume::Low
        } else {
            Volume::None
        },
        terms: match resources {
            0 => Vec::new(),
            some => vec![VolumeTerm::new(source, some)],
        },
    }
}

fn numbers(controls: u32, detections: u32, tests: u32, rung: u8) -> Numbers {
    Numbers {
        controls: pillar(controls, "attack"),
        detections: pillar(detections, "sigma"),
        tests: pillar(tests, "art"),
        potential: if tests > 0 {
            Volume::Medium
        } else {
            Volume::None
        },
        running: detections.min(5),
        without_log: u32::from(detections > 5),
        deployable: 2,
        rung,
        rungs: [1, 0, 0, 0, 0],
    }
}

/// id, name, tactics, weight, rung, reason, (controls, detections, tests)
type Plain = (
    &'static str,
    &'static str,
    &'static [&'static str],
    f64,
    u8,
    Reason,
    (u32, u32, u32),
);

const ROWS: [Plain; 6] = [
    (
        "T1003",
        "OS Credential Dumping",
        &["credential-access"],
        1.0,
        1,
        Reason::NoTest,
        (12, 40, 0),
    ),
    (
        "T1003.001",
        "LSASS Memory",
        &["credential-access"],
        0.5,
        3,
        Reason::NotProven,
        (3, 230, 61),
    ),
    (
        "T1021",
        "Remote Services",
        &["lateral-movement"],
        0.25,
        0,
        Reason::Excluded,
        (0, 0, 0),
    ),
    (
        "T1547.001",
        "Registry Run Keys / Startup Folder",
        &["persistence", "privilege-escalation"],
        0.75,
        0,
        Reason::NothingExists,
        (1, 0, 2),
    ),
    (
        "T1059",
        "Command and Scripting Interpreter",
        &["execution"],
        1.0,
        5,
        Reason::Proven,
        (80, 300, 50),
    ),
    (
        "T0801",
        "Monitor Process State",
        &["collection"],
        0.1,
        2,
        Reason::NoTest,
        (0, 1, 0),
    ),
];

pub(crate) fn rows(text: &str) -> Vec<Row> {
    let named = |name: &str| match text {
        "text" => name.to_owned(),
        hostile => format!("{name}{hostile}"),
    };
    ROWS.iter()
        .map(
            |&(id, name, tactics, weight, rung, reason, (controls, detections, tests))| Row {
                technique: PlacedTechnique {
                    id: id.parse().unwrap(),
                    name: named(name),
                    tactics: tactics.iter().map(ToString::to_string).collect(),
                    platforms: vec!["Windows".to_owned()],
                    weight,
                    score: Some(7.0),
                    from: vec!["APT29".to_owned(), text.to_owned()],
                    written: match id {
                        "T1547.001" => vec![OriginalId {
                            id: "T1060".to_owned(),
                            state: MappingState::Followed,
                            reason: Some(text.to_owned()),
                        }],
                        _ => Vec::new(),
                    },
                    comments: vec![text.to_owned()],
                },
                numbers: numbers(controls, detections, tests, rung),
                gap: match reason {
                    Reason::Excluded => 0.0,
                    _ => weight * (1.0 - f64::from(rung) / 5.0),
                },
                reason,
                exclusion: (reason == Reason::Excluded).then(|| exclusion(text)),
                claims: Vec::new(),
            },
        )
        .collect()
}

pub(crate) fn align(text: &str) -> Answer {
    Answer::Align(Box::new(align::Answer {
        threat: threat(text),
        stack: stack(text),
        assumed: vec!["all tactics are shown".to_owned(), text.to_owned()],
        list: items(rows(text)),
        totals: Totals::default(),
        not_mappable: Vec::new(),
        explained: Vec::new(),
        catalogue: about(),
    }))
}

pub(crate) fn matrix(text: &str) -> Answer {
    let tactic = |id: &str, shortname: &str, name: &str| Tactic {
        id: id.to_owned(),
        shortname: shortname.to_owned(),
        name: format!("{name}{}", if text == "text" { "" } else { text }),
        domain: Domain::Enterprise,
    };
    let rows = rows(text)
        .into_iter()
        .filter(|row| row.technique.id.to_string() != "T0801")
        .map(|row| matrix::Row {
            id: row.technique.id,
            name: row.technique.name,
            tactics: row.technique.tactics,
            platforms: row.technique.platforms,
            with_sub_techniques: matrix::WithSubTechniques {
                controls: row.numbers.controls.resources + 1,
                detections: row.numbers.detections.resources + 2,
                tests: row.numbers.tests.resources + 3,
            },
            numbers: row.numbers,
        });
    Answer::Matrix(Box::new(matrix::Answer {
        domain: Domain::Enterprise,
        tactics: vec![
            tactic("TA0002", "execution", "Execution"),
            tactic("TA0003", "persistence", "Persistence"),
            tactic("TA0004", "privilege-escalation", "Privilege Escalation"),
            tactic("TA0006", "credential-access", "Credential Access"),
            tactic("TA0008", "lateral-movement", "Lateral Movement"),
        ],
        stack: stack(text),
        list: items(rows.collect()),
        catalogue: about(),
    }))
}

pub(crate) fn gaps(text: &str) -> Answer {
    let offer = || gaps::Suggestion {
        key: format!("sigma:{text}"),
        title: text.to_owned(),
    };
    let gap = |row| gaps::Gap {
        row,
        deploy: vec![offer()],
        switch_on: vec![text.to_owned()],
        test: vec![offer()],
    };
    Answer::Gaps(Box::new(gaps::Answer {
        threat: threat(text),
        stack: stack(text),
        assumed: Vec::new(),
        list: items(rows(text).into_iter().take(2).map(gap).collect()),
        reasons: [].into(),
        catalogue: about(),
    }))
}

fn plan(text: &str) -> Answer {
    Answer::Plan(Box::new(plan::Answer {
        threat: threat(text),
        stack: stack(text),
        assumed: Vec::new(),
        gap: 3.0,
        steps: vec![plan::Step {
            action: plan::Action::Deploy,
            what: text.to_owned(),
            title: Some(text.to_owned()),
            closes: 0.125,
            left: 2.875,
            raises: [("T1003".parse().unwrap(), 3)].into(),
        }],
        left: 2.875,
        catalogue: about(),
    }))
}

pub(crate) fn compare(text: &str) -> Answer {
    let side = |name: &str| compare::ComparedSide {
        name: name.to_owned(),
        techniques: 2,
        only: 1,
        totals: None,
    };
    let row = |id: &str, values: Vec<f64>| compare::Row {
        id: id.parse().unwrap(),
        name: text.to_owned(),
        sides: u32::try_from(values.iter().filter(|value| **value > 0.0).count()).unwrap(),
        values,
    };
    Answer::Compare(Box::new(compare::Answer {
        sides: vec![side("APT29"), side(text)],
        alike: Vec::new(),
        common: 1,
        value: "weight".to_owned(),
        list: items(vec![
            row("T1003", vec![1.0, 0.5]),
            row("T1021.002", vec![0.25, 0.0]),
        ]),
        catalogue: about(),
    }))
}

fn adversary(text: &str) -> Answer {
    let actor = Actor {
        row: 1,
        kind: ActorKind::Group,
        part: "attack_groups".to_owned(),
        id: Some("G0016".to_owned()),
        name: text.to_owned(),
        aliases: vec![text.to_owned()],
        key: "attack:G0016".to_owned(),
        role: Some(Role::Groups),
    };
    Answer::Adversary(Box::new(adversary::Answer {
        actor,
        url: None,
        description: None,
        same_as: Vec::new(),
        said: Vec::new(),
        software: Vec::new(),
        campaigns: Vec::new(),
        used_by: Vec::new(),
        reach: Reach::Direct,
        stack: stack(text),
        techniques: rows(text),
        totals: Totals::default(),
        catalogue: about(),
    }))
}

pub(crate) fn control(text: &str) -> Answer {
    let control = |source: &str| control::Control {
        resource: ResourceSummary {
            id: Some("AC-2".to_owned()),
            ..listed(Kind::Control, &format!("{source}:AC-2"), text)
        },
        description: Some(text.to_owned()),
        counts: true,
        links: links(text),
        techniques: rows(text).into_iter().take(4).collect(),
        totals: Totals::default(),
    };
    Answer::Control(Box::new(control::Answer {
        controls: vec![control("nist"), control("csa")],
        stack: stack(text),
        catalogue: about(),
    }))
}

pub(crate) fn log_source(text: &str) -> Answer {
    Answer::LogSource(Box::new(log_source::Answer {
        log_sources: [(text.to_owned(), 3)].into(),
        detections: [("sigma".to_owned(), 3)].into(),
        list: items(vec![log_source::Row {
            id: "T1003.001".parse().unwrap(),
            name: text.to_owned(),
            detections: 3,
            of: 9,
        }]),
        catalogue: about(),
    }))
}

fn search(text: &str) -> Answer {
    Answer::Search(Box::new(search::Answer {
        items: vec![search::SearchResult {
            hit: Hit::Resource(Box::new(listed(Kind::Test, "art:1", text))),
            found_in: catalogue::Match::Title,
            excerpt: Some(text.to_owned()),
        }],
        total: 9,
        next: None,
        corrected: None,
        catalogue: about(),
    }))
}

fn links(text: &str) -> ResourceLinks {
    ResourceLinks {
        page: Some(match text {
            "text" => "https://example.org/a%20b?c=1&d=2#L3".to_owned(),
            hostile => format!("https://example.org/{hostile}"),
        }),
        file: None,
        pinned: None,
    }
}

pub(crate) fn listed(kind: Kind, key: &str, text: &str) -> ResourceSummary {
    ResourceSummary {
        row: 1,
        key: key.to_owned(),
        source: key.split(':').next().unwrap_or_default().to_owned(),
        part: text.to_owned(),
        id: Some(text.to_owned()),
        title: text.to_owned(),
        kind,
        place: ResourcePlace {
            path: format!("rules/{text}.yml"),
            line: Some(12),
            ordinal: 0,
        },
        page: None,
        level: Some(Level::High),
        level_written: Some(text.to_owned()),
        status: Status::Unstated,
        status_written: None,
        platforms: vec![text.to_owned()],
        domains: Vec::new(),
        log_sources: Vec::new(),
        tactics: Vec::new(),
        changed: Some("2026-10-01".to_owned()),
    }
}

fn mapping(technique: &str, state: MappingState, text: &str) -> MappingRow {
    MappingRow {
        written: Some(text.to_owned()),
        technique_written: None,
        line: None,
        detail: None,
        conclusion: Conclusion {
            technique: Some(technique.parse().unwrap()),
            state,
            reason: (state != MappingState::AsWritten).then(|| text.to_owned()),
        },
    }
}

pub(crate) fn resources(text: &str) -> Answer {
    let row = |kind, key: &str, id: &str, mappings| resources::Row {
        resource: ResourceSummary {
            id: Some(id.to_owned()),
            ..listed(kind, key, text)
        },
        links: links(text),
        mappings,
    };
    let items = vec![
        row(
            Kind::Detection,
            "sigma:rules/a.yml",
            "00000429",
            vec![
                mapping("T1003.001", MappingState::AsWritten, text),
                mapping("T1685", MappingState::Followed, text),
                mapping("T1021", MappingState::Ambiguous, text),
            ],
        ),
        row(
            Kind::Test,
            "art:b",
            "6001.6380",
            vec![mapping("T1003.001", MappingState::AsWritten, text)],
        ),
        row(
            Kind::Control,
            "nist:AC-2",
            "429",
            vec![mapping("T1003", MappingState::Inferred, text)],
        ),
        row(Kind::Detection, "sigma:rules/none.yml", "1e5", Vec::new()),
        row(
            Kind::Knowledge,
            "attack:G0016",
            "G0016",
            vec![mapping("T1003", MappingState::AsWritten, text)],
        ),
    ];
    Answer::Resources(Box::new(Page {
        items,
        total: 9,
        next: None,
        catalogue: about(),
    }))
}

fn resource(text: &str) -> Answer {
    let provenance = Provenance {
        source: "sigma".to_owned(),
        title: text.to_owned(),
        repository: "owner/name".to_owned(),
        branch: "main".to_owned(),
        release: None,
        commit: None,
        commit_date: None,
        read: None,
        licence: text.to_owned(),
        copyright: text.to_owned(),
        attribution: Some(text.to_owned()),
        licence_text: None,
        text: TextPolicy::Free,
        own: false,
        parts: Vec::new(),
        declaration: Declaration::default(),
    };
    Answer::Resource(Box::new(resource::Answer {
        resources: vec![resource::ResourceWithLinks {
            details: catalogue::ResourceDetails {
                resource: listed(Kind::Detection, "sigma:rules/a.yml", text),
                description: Some(text.to_owned()),
                query: Some(text.to_owned()),
                platforms_written: Vec::new(),
                data_sources: Vec::new(),
                authors: Vec::new(),
                references: Vec::new(),
                aliases: Vec::new(),
                mappings: vec![mapping("T1003.001", MappingState::AsWritten, text)],
                related: Vec::new(),
                related_from: Vec::new(),
                copies: Vec::new(),
            },
            links: links(text),
            provenance,
        }],
        catalogue: about(),
    }))
}

fn page(text: &str) -> Answer {
    Answer::Page(Box::new(crate::page::page(text)))
}

fn technique(text: &str) -> Answer {
    Answer::Technique(Box::new(crate::page::page(text).summary))
}
