//! The page of a technique with one text wherever upstream text stands. The tests of `web` read it, too.

use model::{
    Declaration, Domain, Kind, Level, LogSource, MappingState, Provenance, ResourcePlace, Status,
    Tactic, TextPolicy,
};
use questions::ResourceLinks;
use questions::notices::Notice;
use questions::page::{self, Analytic, Log, Row, Section, TechniqueUsers};
use questions::technique::{self, Pillar, PotentialTerms};

/// A page with this text wherever upstream text stands.
pub(super) fn page(text: &str) -> page::Answer {
    let provenance = provenance(text);
    let row = Row {
        mapped: catalogue::MappedResource {
            technique: "T1021".parse().unwrap(),
            state: MappingState::Followed,
            reason: Some(text.to_owned()),
            original: 1,
            resource: listed(Kind::Detection, text),
        },
        counts: false,
        links: ResourceLinks {
            page: Some(text.to_owned()),
            file: Some(format!("javascript:{text}")),
            pinned: Some(format!("https://example.org/{text}")),
        },
        copy_of: None,
        tests: [
            model::RelationMeaning::TestedBy,
            model::RelationMeaning::Tests,
        ]
        .map(|meaning| linked(meaning, text))
        .into(),
    };
    let section = Section {
        kind: Kind::Detection,
        title: text.to_owned(),
        parts: Vec::new(),
        own: 0,
        resources: vec![
            row.clone(),
            Row {
                copy_of: Some(text.to_owned()),
                ..row
            },
        ],
        provenance,
    };
    page::Answer {
        summary: summary(text),
        sections: vec![section.clone()],
        ambiguous: vec![section],
        indirect: Vec::new(),
        not_mappable: vec![questions::NotMappable {
            technique: "T1021".parse().unwrap(),
            source: text.to_owned(),
            title: text.to_owned(),
            written: text.to_owned(),
            release: Some(text.to_owned()),
            reason: Some(text.to_owned()),
        }],
        strategies: vec![strategy(text)],
        users: vec![TechniqueUsers {
            of: "groups".to_owned(),
            count: 2,
            named: vec![listed(Kind::Knowledge, text)],
        }],
        notices: vec![notice(text)],
    }
}

fn linked(meaning: model::RelationMeaning, text: &str) -> questions::LinkedResource {
    questions::LinkedResource {
        related: catalogue::RelatedRow {
            meaning,
            relation: text.to_owned(),
            id: text.to_owned(),
            found_by: None,
            key: None,
            title: None,
            resource: None,
        },
        url: Some(format!("javascript:{text}")),
    }
}

/// Its summary.
pub(super) fn summary(text: &str) -> technique::Answer {
    let id = "T1021".parse().unwrap();
    let pillar = |kind| Pillar {
        kind,
        own: 2,
        distinct: 1,
        distinct_with_sub_techniques: 1233,
        ambiguous: 1,
        with_sub_techniques: 1234,
        sources: 1,
        not_counted: 1,
        volume: count::Volume::Low,
        terms: vec![count::VolumeTerm::new(text, 1)],
    };
    technique::Answer {
        technique: catalogue::TechniqueRow {
            id,
            name: text.to_owned(),
            domain: Domain::Enterprise,
            tactics: vec![tactic(text)],
            platforms: vec![text.to_owned()],
            revoked: true,
            successor: Some("T1021.001".parse().unwrap()),
            deprecated: false,
            changed: None,
            description: Some(text.to_owned()),
        },
        url: id.url(),
        parent: Some(named(text)),
        sub_techniques: vec![named(text)],
        pillars: [Kind::Control, Kind::Detection, Kind::Test]
            .map(pillar)
            .into(),
        potential: PotentialTerms {
            potential: count::Volume::Low,
            detections: count::Volume::Low,
            tests: count::Volume::Low,
        },
        used_by: [("groups".to_owned(), 2)].into(),
        catalogue: catalogue::CatalogueSummary {
            attack: text.to_owned(),
            date: text.to_owned(),
            names_only: false,
            facts_only: true,
            sources: 1,
            resources: 1,
            techniques_of: text.to_owned(),
        },
    }
}

fn named(text: &str) -> catalogue::TechniqueSummary {
    catalogue::TechniqueSummary {
        id: "T1021.001".parse().unwrap(),
        name: text.to_owned(),
        active: true,
        successor: None,
    }
}

fn tactic(text: &str) -> Tactic {
    Tactic {
        id: text.to_owned(),
        shortname: text.to_owned(),
        name: text.to_owned(),
        domain: Domain::Enterprise,
    }
}

fn strategy(text: &str) -> page::Strategy {
    let log = LogSource {
        product: Some(text.to_owned()),
        category: Some(text.to_owned()),
        service: Some(text.to_owned()),
        component: Some(text.to_owned()),
    };
    let analytic = Analytic {
        resource: listed(Kind::Knowledge, text),
        logs: vec![Log {
            log,
            component: None,
        }],
    };
    page::Strategy {
        resource: listed(Kind::Knowledge, text),
        analytics: vec![analytic],
    }
}

fn listed(kind: Kind, text: &str) -> catalogue::ResourceSummary {
    let own = || text.to_owned();
    catalogue::ResourceSummary {
        row: 1,
        key: own(),
        source: own(),
        part: own(),
        id: Some(own()),
        title: own(),
        kind,
        place: ResourcePlace {
            path: format!("rules/{text}/x.yml"),
            line: Some(2),
            ordinal: 0,
        },
        page: Some(own()),
        level: Some(Level::High),
        level_written: Some(own()),
        status: Status::Deprecated,
        status_written: Some(own()),
        platforms: vec![own()],
        domains: Vec::new(),
        log_sources: Vec::new(),
        tactics: vec![own()],
        changed: Some(own()),
    }
}

fn provenance(text: &str) -> Provenance {
    Provenance {
        source: text.to_owned(),
        title: text.to_owned(),
        repository: "owner/name".to_owned(),
        branch: text.to_owned(),
        release: Some(text.to_owned()),
        commit: Some(text.to_owned()),
        commit_date: Some(text.to_owned()),
        read: Some(text.to_owned()),
        licence: text.to_owned(),
        copyright: text.to_owned(),
        attribution: Some(text.to_owned()),
        licence_text: None,
        text: TextPolicy::Free,
        own: false,
        parts: Vec::new(),
        declaration: Declaration::default(),
    }
}

fn notice(text: &str) -> Notice {
    Notice {
        source: text.to_owned(),
        title: text.to_owned(),
        repository: text.to_owned(),
        commit: None,
        licence: text.to_owned(),
        copyright: text.to_owned(),
        attribution: None,
        licence_text: None,
        text: TextPolicy::Free,
    }
}
