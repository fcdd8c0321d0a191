//! The cases: what is asked, and what the questions answer.

use catalogue::Catalogue;
use model::Domain;
use publish::{Format, Layout, Options, Score, Style, publish};
use questions::portable::{Portable, ReadLogs};
use questions::{Answer, TechniqueArgument, adversaries, align, matrix, plan};
use serde::Serialize;
use serde_json::{Value, json};

use super::arguments::{Given, Lists, Own, whole};
use super::pick::Pick;

/// One case, as the script reads it.
#[derive(Serialize)]
pub(crate) struct Case {
    name: String,
    question: &'static str,
    given: Given,
    #[serde(skip_serializing_if = "Option::is_none")]
    domain: Option<Domain>,
    #[serde(skip_serializing_if = "Option::is_none")]
    budget: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<String>,
    /// The answer as the program writes it; nothing where it is more than a page of rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    csv: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    layer: Option<String>,
    layer_by: String,
    /// The answer; nothing where the question refuses.
    expected: Option<Value>,
}

/// What cases are made of.
struct World<'a> {
    catalogue: &'a Catalogue,
    data: &'a Portable,
    pick: Pick,
    /// Ids as people write them, known, withdrawn and unknown.
    ids: Vec<String>,
    sources: Vec<String>,
    platforms: Vec<String>,
    logs: Vec<String>,
    tactics: Vec<String>,
    names: Vec<String>,
    said: [Vec<String>; 4],
}

/// All cases, so many of each kind.
pub(crate) fn cases(catalogue: &Catalogue, data: &Portable, of_each: usize) -> Vec<Case> {
    let mut world = World::new(catalogue, data);
    let mut all = Vec::new();
    let names = world.names.clone();
    // Hundreds of real groups say no more than every few of them.
    let step = names.len().div_ceil(of_each * 5).max(1);
    for name in names.iter().step_by(step) {
        let given = world.against(Given::named(name));
        all.push(world.align(given));
    }
    for name in [
        "all",
        "top",
        "ALL ",
        "nobody is called so",
        "-",
        "constructor",
    ] {
        all.push(world.align(Given::named(name)));
    }
    for at in 0..of_each {
        let several = world.several();
        let own = world.own(at);
        let category = world.category();
        let everything = world.against(Given::named("all"));
        for given in [several, own, category.clone(), everything] {
            all.push(world.align(given));
        }
        all.push(world.matrix(at));
        all.push(world.plan(at));
        all.push(world.adversaries(category));
    }
    all
}

impl Given {
    fn named(name: &str) -> Self {
        Self {
            threat: vec![name.to_owned()],
            ..Self::default()
        }
    }
}

impl<'a> World<'a> {
    fn new(catalogue: &'a Catalogue, data: &'a Portable) -> Self {
        let actors = &data.actors;
        let mut names: Vec<String> = actors.name.clone();
        names.extend(actors.id.iter().filter(|id| !id.is_empty()).cloned());
        names.extend(actors.key.values().cloned());
        names.extend(
            actors
                .aliases
                .values()
                .flatten()
                .map(|name| name.to_uppercase()),
        );
        let said = |relation: u8| -> Vec<String> {
            let words = actors.words.iter().filter(|word| word.0 == relation);
            words.map(|word| word.1.clone()).collect()
        };
        let mut platforms: Vec<String> = data.platforms.iter().flatten().cloned().collect();
        platforms.sort();
        platforms.dedup();
        platforms.extend(["windows".to_owned(), "No such platform".to_owned()]);
        Self {
            catalogue,
            data,
            pick: Pick::new(),
            ids: ids(data),
            sources: data.sources.clone(),
            platforms,
            logs: logs(data),
            tactics: data
                .tactics
                .iter()
                .flat_map(|tactic| [tactic.1.clone(), tactic.2.clone(), tactic.3.to_uppercase()])
                .collect(),
            names,
            said: [said(0), said(1), said(2), said(3)],
        }
    }

    /// The same against a stack, seen in some order.
    fn against(&mut self, given: Given) -> Given {
        let pick = &mut self.pick;
        let sorts = [
            "",
            "gap",
            "weight",
            "id",
            "name",
            "controls",
            "detections",
            "tests",
            "total",
            "potential",
            "rung",
        ];
        Given {
            source: if pick.once_in(2) {
                pick.some(&self.sources, 5)
            } else {
                Vec::new()
            },
            platform: if pick.once_in(3) {
                pick.some(&self.platforms, 3)
            } else {
                Vec::new()
            },
            log: if pick.once_in(2) {
                pick.some(&self.logs, 8)
            } else {
                Vec::new()
            },
            tactic: if pick.once_in(4) {
                pick.some(&self.tactics, 2)
            } else {
                Vec::new()
            },
            lowest_level: pick.once_in(4),
            sort: (*pick.one(&sorts)).to_owned(),
            ascending: pick.once_in(3),
            descending: pick.once_in(3),
            with_software: pick.once_in(3),
            ..given
        }
    }

    fn several(&mut self) -> Given {
        let mut threat = self.pick.some(&self.names, 2);
        threat.push(self.pick.one(&self.names).clone());
        if self.pick.once_in(5) {
            threat.push("top".to_owned());
        }
        self.against(Given {
            threat,
            ..Given::default()
        })
    }

    fn own(&mut self, at: usize) -> Given {
        let mut list = |is_layer: bool| {
            let scored = self.pick.once_in(2);
            let mut ids = self.pick.some(&self.ids, 12);
            // In a list, a colon stands before a weight.
            ids.retain(|id| is_layer || !id.contains(':'));
            let mut score = |id: String| {
                let some = scored && !self.pick.once_in(4);
                #[expect(clippy::cast_precision_loss, reason = "scores are small")]
                let score = some.then(|| self.pick.below(9) as f64 / 2.0);
                (id, score)
            };
            ids.into_iter().map(&mut score).collect::<Vec<_>>()
        };
        let mut layer = vec![Own {
            techniques: list(at.is_multiple_of(2)),
            is_layer: at.is_multiple_of(2),
        }];
        if at.is_multiple_of(3) {
            layer.push(Own {
                techniques: list(at.is_multiple_of(4)),
                is_layer: at.is_multiple_of(4),
            });
        }
        let threat = if at.is_multiple_of(5) {
            vec![self.pick.one(&self.names).clone()]
        } else {
            Vec::new()
        };
        self.against(Given {
            threat,
            layer,
            name: "Mine".to_owned(),
            ..Given::default()
        })
    }

    fn category(&mut self) -> Given {
        let [motive, sector, base, victim] = self.said.clone();
        let mut some = |all: &[String], times| {
            if self.pick.once_in(times) {
                self.pick.some(all, 2)
            } else {
                Vec::new()
            }
        };
        let mut category = Lists {
            motive: some(&motive, 2),
            sector: some(&sector, 3),
            base: some(&base, 3),
            victim: some(&victim, 3),
        };
        if self.pick.once_in(8) {
            category.base.push("Nowhere at all".to_owned());
        }
        if category.motive.is_empty() && !motive.is_empty() {
            category.motive.push(self.pick.one(&motive).to_uppercase());
        }
        let any_of = !self.pick.once_in(3);
        self.against(Given {
            category,
            any_of,
            ..Given::default()
        })
    }

    fn align(&mut self, given: Given) -> Case {
        let explain = self.pick.one(&self.data.techniques.id).clone();
        let answer = given.threat().and_then(|threat| {
            let arguments = align::Arguments {
                threat,
                stack: given.stack(),
                shown: given.shown(),
                explain: Some(TechniqueArgument(explain.clone())),
                page: whole(),
            };
            align::ask(self.catalogue, &arguments).ok()
        });
        let score = if given.sort == "total" {
            Score::Total
        } else {
            Score::Gap
        };
        let whole = answer.as_ref().filter(|answer| answer.list.next.is_none());
        let whole = whole.map(|answer| Answer::Align(Box::new(answer.clone())));
        let file = |format| whole.as_ref().map(|answer| file(answer, format, score));
        Case {
            explain: Some(explain),
            csv: file(Format::Csv),
            layer: file(Format::Layer),
            layer_by: score.to_string(),
            ..case("align", given, answer.as_ref())
        }
    }

    fn matrix(&mut self, at: usize) -> Case {
        let domain = [Domain::Enterprise, Domain::Mobile, Domain::Ics][at % 3];
        let against = self.against(Given::default());
        let given = Given {
            source: against.source,
            platform: against.platform,
            log: against.log,
            tactic: against.tactic,
            ..Given::default()
        };
        let arguments = matrix::Arguments {
            stack: given.stack(),
            shown: given.shown(),
            domain: Some(domain),
            page: whole(),
        };
        let answer = matrix::ask(self.catalogue, &arguments).ok();
        Case {
            domain: Some(domain),
            ..case("matrix", given, answer.as_ref())
        }
    }

    fn plan(&mut self, at: usize) -> Case {
        let given = if at.is_multiple_of(2) {
            self.several()
        } else {
            self.own(at)
        };
        // Most logs are of no use where only a few are chosen.
        let given = Given {
            log: self.pick.some(&self.logs, 3),
            ..given
        };
        let budget = u32::try_from(1 + at % 12).unwrap();
        let answer = given.threat().and_then(|threat| {
            let arguments = plan::Arguments {
                threat,
                stack: given.stack(),
                shown: given.shown(),
                budget: Some(budget),
            };
            plan::ask(self.catalogue, &arguments).ok()
        });
        Case {
            budget: Some(budget),
            ..case("plan", given, answer.as_ref())
        }
    }

    fn adversaries(&mut self, given: Given) -> Case {
        let arguments = adversaries::Arguments {
            category: given.category(),
            page: whole(),
        };
        let answer = adversaries::ask(self.catalogue, &arguments).ok();
        case("adversaries", given, answer.as_ref())
    }
}

fn file(answer: &Answer, format: Format, score: Score) -> String {
    let options = Options {
        layout: Layout::Full,
        style: Style::plain(80),
        rows: 0,
        score: Some(score),
    };
    publish(answer, format, &options).unwrap().text().unwrap()
}

fn case(question: &'static str, given: Given, answer: Option<&impl Serialize>) -> Case {
    Case {
        name: format!("{question} {}", json!(given)),
        question,
        given,
        domain: None,
        budget: None,
        csv: None,
        layer: None,
        layer_by: String::new(),
        explain: None,
        expected: answer.map(|answer| serde_json::to_value(answer).unwrap()),
    }
}

fn ids(data: &Portable) -> Vec<String> {
    let known = &data.techniques.id;
    let mut ids = known.clone();
    ids.extend(data.leads.keys().cloned());
    ids.extend(known.iter().take(3).map(|id| id.to_lowercase()));
    ids.extend(known.iter().take(3).map(|id| {
        format!(
            "https://attack.mitre.org/techniques/{}/",
            id.replace('.', "/")
        )
    }));
    let odd = [
        "T9999",
        "T9998.001",
        "T1059.1",
        "T1059/001",
        "T10590",
        "T1059.",
        "S0266",
        "nonsense",
        "constructor",
        "__proto__",
    ];
    ids.extend(odd.map(str::to_owned));
    ids
}

/// Words for log sources, as tables and as people write them.
fn logs(data: &Portable) -> Vec<String> {
    let mut logs: Vec<String> = data.logs.words.keys().cloned().collect();
    for log in &mut logs {
        // What begins so.
        if log.ends_with('*') {
            *log = log.replace('*', "x");
        }
    }
    let spelled = logs.iter().map(|log| format!(" {} ", log.to_uppercase()));
    let mut all: Vec<String> = spelled.collect();
    all.extend(data.logs.read.iter().flat_map(|read| match read {
        ReadLogs::Words(words) => words.clone(),
        ReadLogs::Unstated | ReadLogs::Units(_) => Vec::new(),
    }));
    all.extend(logs);
    all.extend(data.logs.units.iter().cloned());
    all.push("nothing/such".to_owned());
    all
}
