//! A threat against a stack, technique by technique; the same without a threat is the look-up by control stack.

mod side;

use model::{Kind, TechniqueId};
use questions::align::{Answer, Row, Sort};
use questions::{Explained, matrix, plan, sources};

use self::side::side;
use super::super::bearing::Bearing;
use super::super::block::{
    Act, Bar, Block, Cell, Column, Doc, Field, Ladder, Line, Opened, Part, Set, Side, Stat, Tab,
    Table,
};
use super::super::face::{Face, number};
use super::super::safe::{Link, Words};
use super::super::way::Target;
use super::{Here, empty, face, render};

/// The answers that the page is made of.
#[derive(Clone, Copy, Debug)]
pub struct Alignment<'a> {
    /// The threat against the stack; every technique on the look-up by controls.
    pub answer: &'a Answer,
    /// All sources, for the check boxes.
    pub sources: &'a sources::Answer,
    /// The next steps, where they are asked for.
    pub plan: Option<&'a plan::Answer>,
    /// The matrix, where it is asked for.
    pub matrix: Option<&'a matrix::Answer>,
    /// The tactics that can be chosen.
    pub tactics: &'a [model::Tactic],
}

/// What else a row of the table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// Weight and gap, a fold, heads that sort.
    Gap,
    /// The total of all pillars, a fold, heads that sort.
    Total,
    /// Neither: on pages about something else.
    Plain,
}

/// The page of a threat against a stack, or of all techniques.
pub fn alignment(here: &Here<'_>, page: &Alignment<'_>) -> String {
    let answer = page.answer;
    let kept = if here.target == Target::Controls {
        Kept::Total
    } else {
        Kept::Gap
    };
    let title = match (kept, &answer.stack.name) {
        (Kept::Gap, Some(stack)) => format!("{} against {stack}", answer.threat.name),
        (Kept::Gap, None) if answer.stack.sources.is_empty() => {
            format!("{} against all sources", answer.threat.name)
        }
        (Kept::Gap, None) => format!("{} against my stack", answer.threat.name),
        (Kept::Total | Kept::Plain, _) => "Controls look-up".to_owned(),
    };
    let mut doc = here.doc(&title, &answer.catalogue);
    doc.shell = here
        .shell(&title, &answer.catalogue)
        .wide("sided")
        .with_matrix(here.way);
    doc.lead = lead(answer, kept);
    if here.is_own() {
        doc.lead.push(Words::of(
            "A layer and logs of your own do not fit the address of an export: send them to /api/v1/align as a body, or give them to `rhumb align`.",
        ));
    }
    doc.acts = acts(here, kept);
    doc.side = Some(side(here, page, kept));
    doc.parts = vec![Part::plain(vec![stats(here, answer, kept), tabs(here)])];
    doc.parts.extend(only_note(here));
    doc.parts.push(Part::plain(match here.one("part") {
        Some("matrix") => match page.matrix {
            Some(matrix) => vec![super::matrix::compact(
                here,
                matrix,
                &answer.list.items,
                true,
            )],
            None => Vec::new(),
        },
        Some("plan") => page.plan.map_or_else(Vec::new, |plan| steps(here, plan)),
        Some(_) | None => vec![table(here, answer, kept)],
    }));
    doc.parts.push(assumed(answer));
    render(&doc)
}

fn lead(answer: &Answer, kept: Kept) -> Vec<Words> {
    let totals = &answer.totals;
    let little = totals.rungs[0] + totals.rungs[1];
    let mut lead = vec![Words::of(&match kept {
        Kept::Gap => format!(
            "{little} of {} techniques have no more than a mapping to stand on. The gap is the weight of the technique times what is still unproven.",
            totals.techniques
        ),
        Kept::Total | Kept::Plain => format!(
            "{} techniques with what the chosen sources hold for each. Sort by any number, both ways.",
            number(totals.techniques)
        ),
    })];
    if answer.stack.sources.is_empty() {
        lead.push(Words::of("No stack chosen: every public source counts."));
    }
    if !answer.threat.unplaced.is_empty() {
        let ids: Vec<String> = answer
            .threat
            .unplaced
            .iter()
            .take(8)
            .map(|one| format!("{} {}", one.id, one.reason))
            .collect();
        lead.push(Words::of(&format!(
            "{} ids lead to no one technique and count nowhere: {}.",
            answer.threat.unplaced.len(),
            ids.join("; ")
        )));
    }
    lead
}

fn acts(here: &Here<'_>, kept: Kept) -> Vec<Act> {
    if here.is_own() {
        return Vec::new();
    }
    let exports = |question| {
        vec![
            here.export("CSV", question, "csv"),
            here.export("Spreadsheet (XLSX)", question, "xlsx"),
            here.export("Navigator layer", question, "layer"),
            here.export("Picture (SVG)", question, "svg"),
            here.export("Markdown", question, "markdown"),
            here.export("JSON", question, "json"),
        ]
    };
    let question = match kept {
        Kept::Gap => "align",
        Kept::Total | Kept::Plain => "matrix",
    };
    vec![Act {
        words: "Export",
        primary: false,
        links: exports(question),
    }]
}

fn stats(here: &Here<'_>, answer: &Answer, kept: Kept) -> Block {
    let totals = &answer.totals;
    let untested = answer
        .list
        .items
        .iter()
        .filter(|row| Only::Untested.keeps(row));
    let mut stats = vec![Stat::rungs(&totals.rungs)];
    if kept == Kept::Gap {
        stats.push(Stat::new(
            "Gap, sum",
            &format!("{:.1}", totals.gap),
            &format!("of {:.1} at most", totals.weight),
        ));
    }
    stats.push(
        Stat::new(
            "Rules, no test",
            &untested.count().to_string(),
            "techniques",
        )
        .leading(here.with("show", Some("untested"))),
    );
    stats.push(Stat::new(
        "Proven",
        &(totals.rungs[4] + totals.rungs[5]).to_string(),
        "rung 4 or 5",
    ));
    Block::Stats(stats)
}

/// Which rows of a list are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Only {
    /// Those with rules but no test.
    Untested,
    /// Those without a rule.
    Unruled,
}

impl Only {
    fn of(here: &Here<'_>) -> Option<Self> {
        match here.one("show")? {
            "untested" => Some(Self::Untested),
            "unruled" => Some(Self::Unruled),
            _ => None,
        }
    }

    pub(super) fn keeps(self, row: &Row) -> bool {
        let (rules, tests) = (&row.numbers.detections, &row.numbers.tests);
        match self {
            Self::Untested => rules.resources > 0 && tests.resources == 0,
            Self::Unruled => rules.resources == 0,
        }
    }
}

/// That not all rows are shown, and how to see them.
fn only_note(here: &Here<'_>) -> Option<Part> {
    let words = match Only::of(here)? {
        Only::Untested => "Only techniques with rules but no test are shown.",
        Only::Unruled => "Only techniques without a rule are shown.",
    };
    Some(Part::plain(vec![Block::Note(vec![
        Link::words(words),
        Link::to("Show all", here.with("show", None)),
    ])]))
}

fn tabs(here: &Here<'_>) -> Block {
    let now = here.one("part").unwrap_or("list");
    let tab = |words: &str, value: &'static str| Tab {
        words: Words::of(words),
        address: here.with("part", (value != "list").then_some(value)),
        here: now == value,
        face: None,
    };
    let mut tabs = vec![tab("List", "list"), tab("Matrix", "matrix")];
    if here.target == Target::Alignment {
        tabs.push(tab("Plan", "plan"));
    }
    Block::Tabs(tabs)
}

fn table(here: &Here<'_>, answer: &Answer, kept: Kept) -> Block {
    if answer.list.items.is_empty() {
        return empty(
            "No technique is left. Take a filter back: tactics, lowest level, platforms.",
        );
    }
    let open: Option<TechniqueId> = here
        .one("explain")
        .and_then(|text| TechniqueId::from_people(text).ok());
    let only = Only::of(here);
    let kept_rows = answer.list.items.iter();
    let kept_rows = kept_rows.filter(|row| only.is_none_or(|only| only.keeps(row)));
    let rows = kept_rows.map(|row| {
        let id = row.technique.id;
        Line {
            id: id.to_string(),
            cells: row_cells(here, row, kept),
            opened: (open == Some(id)).then(|| opened(here, &answer.explained)),
        }
    });
    let rows: Vec<Line> = rows.collect();
    if rows.is_empty() {
        return empty("No technique is left. Show all, or take a filter back.");
    }
    let mut table = Table::new(
        "Techniques",
        row_columns(here, &answer.list.items, kept),
        rows,
    );
    table.pager = here.pager(
        answer.list.items.len(),
        answer.list.total,
        answer.list.next.as_deref(),
    );
    Block::Table(table)
}

/// The heads of a table of techniques.
pub(super) fn row_columns(here: &Here<'_>, _rows: &[Row], kept: Kept) -> Vec<Column> {
    let by = here
        .one("sort")
        .unwrap_or(if kept == Kept::Total { "total" } else { "gap" });
    let head = |column: Column, name: Sort| match kept {
        Kept::Gap | Kept::Total => column.sorted(here.sorted(&name.to_string(), by)),
        Kept::Plain => column,
    };
    let mut columns = Vec::new();
    if kept != Kept::Plain {
        columns.push(Column::new("", ""));
    }
    columns.push(head(Column::new("Id", "mid"), Sort::Id));
    columns.push(head(Column::new("Technique", ""), Sort::Name));
    if kept == Kept::Gap {
        columns.push(head(Column::new("Weight", "n mid"), Sort::Weight));
    }
    for (kind, name) in PILLARS {
        columns.push(head(Column::face(Face::of(kind)), name));
    }
    if kept == Kept::Total {
        columns.push(head(Column::new("Total", "n"), Sort::Total));
        columns.push(head(Column::new("Potential", "mid"), Sort::Potential));
    }
    if kept == Kept::Plain {
        columns.push(Column::new("Bearing", "opt"));
    }
    columns.push(head(Column::new("Evidence", ""), Sort::Rung));
    if kept != Kept::Total {
        columns.push(head(Column::new("Gap", "n"), Sort::Gap));
    }
    columns
}

const PILLARS: [(Kind, Sort); 3] = [
    (Kind::Control, Sort::Controls),
    (Kind::Detection, Sort::Detections),
    (Kind::Test, Sort::Tests),
];

/// Counts beyond which the bars of a column do not grow.
fn full(kind: Kind) -> u32 {
    match kind {
        Kind::Control | Kind::Knowledge => 100,
        Kind::Detection => 200,
        Kind::Test => 50,
    }
}

/// The cells of a technique, in the order of the heads.
pub(super) fn row_cells(here: &Here<'_>, row: &Row, kept: Kept) -> Vec<Cell> {
    let technique = &row.technique;
    let id = technique.id.to_string();
    let mut cells = Vec::new();
    let open = here.one("explain") == Some(id.as_str());
    let fold = here.with("explain", (!open).then_some(id.as_str())).at(&id);
    if kept != Kept::Plain {
        cells.push(Cell::Open {
            address: fold.clone(),
            sign: if open { "▾" } else { "▸" },
            expanded: if open { "true" } else { "false" },
            of: Words::of(&format!("What stands behind {id}")),
        });
    }
    cells.push(Cell::code(&id));
    cells.push(Cell::Link(
        here.link(&technique.name, Target::Technique(technique.id)),
    ));
    if kept == Kept::Gap {
        cells.push(Cell::Number(format!("{:.2}", technique.weight)));
    }
    for (kind, _) in PILLARS {
        let (count, _) = row.numbers.pillar(kind);
        let mut cell = Bar::of(
            count.min(9_999_999),
            full(kind).max(count),
            face(kind).class,
        );
        if let Cell::Bar(bar) = &mut cell {
            bar.address = (kept != Kept::Plain && count > 0).then(|| fold.clone());
            bar.width = if count == 0 {
                0
            } else {
                (72 * count.min(full(kind)) / full(kind)).max(1)
            };
        }
        cells.push(cell);
    }
    if kept == Kept::Total {
        cells.push(Cell::number(row.numbers.total()));
        cells.push(Cell::words(&row.numbers.potential.to_string()));
    }
    if kept == Kept::Plain {
        cells.push(Cell::Bearing(Box::new(Bearing::small(&row.numbers))));
    }
    cells.push(Cell::Ladder(Ladder::new(row.numbers.rung)));
    if kept != Kept::Total {
        cells.push(gap_cell(row));
    }
    cells
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a gap lies between 0 and 1"
)]
fn gap_cell(row: &Row) -> Cell {
    Cell::Bar(Bar {
        number: if row.gap > 0.0 {
            format!("{:.2}", row.gap)
        } else {
            "–".to_owned()
        },
        address: None,
        width: (row.gap * 72.0).round() as u32,
        class: "gap",
    })
}

/// The resources behind a row: 12 of each pillar, and how many more.
fn opened(here: &Here<'_>, explained: &[Explained]) -> Vec<Opened> {
    const FEW: usize = 12;
    PILLARS
        .iter()
        .map(|(kind, _)| {
            let of: Vec<&Explained> = explained
                .iter()
                .filter(|one| one.resource.kind == *kind)
                .collect();
            let (counted, left): (Vec<&Explained>, Vec<&Explained>) =
                of.into_iter().partition(|one| one.counted);
            let items = counted.iter().take(FEW).map(|one| {
                let link = here.link(&one.resource.title, Target::Resource(&one.resource.key));
                let rung = one
                    .rung
                    .filter(|_| *kind == Kind::Detection)
                    .map_or_else(String::new, |rung| format!(" · {rung}/5"));
                let mark = if one.runs == Some(true) {
                    " · runs"
                } else {
                    ""
                };
                let words = format!("{}{rung}{mark}", one.resource.source);
                (link, Words::of(&words))
            });
            let more = match (counted.len(), left.len()) {
                (0, 0) => "None in any source.".to_owned(),
                (0, left) => format!(
                    "None in your stack. {left} exist in sources you left out, or do not count."
                ),
                (all, 0) if all <= FEW => String::new(),
                (all, 0) => format!("and {} more", all - FEW),
                (all, left) if all <= FEW => format!("{left} more are left out or do not count"),
                (all, left) => format!(
                    "and {} more; {left} are left out or do not count",
                    all - FEW
                ),
            };
            Opened {
                face: Face::of(*kind),
                items: items.collect(),
                more: Words::of(&more),
            }
        })
        .collect()
}

fn steps(here: &Here<'_>, plan: &plan::Answer) -> Vec<Block> {
    if plan.steps.is_empty() {
        return vec![empty(
            "No step of the catalogue closes any more of the gap.",
        )];
    }
    let rows = plan.steps.iter().enumerate().map(|(at, step)| {
        let title = step.title.as_deref().unwrap_or(&step.what);
        let (action, link) = match step.action {
            plan::Action::Deploy => ("Deploy", here.link(title, Target::Resource(&step.what))),
            plan::Action::SwitchOn => {
                ("Switch on", here.link(title, Target::LogSource(&step.what)))
            }
            plan::Action::Test => ("Test", here.link(title, Target::Resource(&step.what))),
        };
        let raises = step
            .raises
            .iter()
            .take(6)
            .map(|(id, rung)| here.link(&format!("{id} to {rung}"), Target::Technique(*id)));
        Line::of(vec![
            Cell::Number((at + 1).to_string()),
            Cell::words(action),
            Cell::Link(link),
            Cell::Links(raises.collect()),
            Cell::Number(format!("{:.2}", step.closes)),
            Cell::Number(format!("{:.2}", step.left)),
        ])
    });
    let columns = vec![
        Column::new("Step", "n"),
        Column::new("Do", ""),
        Column::new("What", ""),
        Column::new("Raises", "mid"),
        Column::new("Closes", "n"),
        Column::new("Gap left", "n"),
    ];
    let words = format!(
        "These steps close {:.2} of {:.2}; each closes the most after those before it.",
        plan.gap - plan.left,
        plan.gap
    );
    vec![
        Block::Text(Words::of(&words)),
        Block::Table(Table::new("Plan", columns, rows.collect())),
    ]
}

fn assumed(answer: &Answer) -> Part {
    let texts = answer
        .assumed
        .iter()
        .map(|text| Block::Text(Words::of(text)));
    Part::new("assumed", "How this was counted", texts.collect())
}

/// On a static site the browser counts: the page is all that can be chosen, and how to begin.
pub fn to_be_counted(here: &Here<'_>, page: &Alignment<'_>, known: &[(String, String)]) -> String {
    let mut doc = here.doc("Alignment", &page.answer.catalogue);
    begin(here, &mut doc, known);
    doc.side = Some(side(here, page, Kept::Gap));
    doc.shell = here
        .shell("Alignment", &page.answer.catalogue)
        .wide("sided")
        .with_style(here.way, "matrix.css");
    render(&doc)
}

fn begin(here: &Here<'_>, doc: &mut Doc, known: &[(String, String)]) {
    doc.lead = vec![Words::of(
        "Are we aligned? Name whom you face; what you own is chosen beside the answer.",
    )];
    let links = known.iter().map(|(name, words)| {
        Link::to(words, here.way.with(Target::Alignment, &[("threat", name)]))
    });
    doc.parts = vec![
        Part::new("start", "Begin with", vec![Block::Names(links.collect())]),
        Part::new(
            "more",
            "Or",
            vec![Block::Names(vec![
                here.link(
                    "choose by motive, sector, base and victim country, or give a layer",
                    Target::Threats,
                ),
                here.link("take any adversary", Target::Adversaries),
            ])],
        ),
    ];
}

/// Without a threat, the page is how to name one; these are at hand: name and what it is called.
pub fn no_threat(here: &Here<'_>, about: &catalogue::About, known: &[(String, String)]) -> String {
    let mut doc = here.doc("Alignment", about);
    begin(here, &mut doc, known);
    doc.side = Some(Side {
        words: "Choose a threat",
        action: here.way.to(Target::Alignment),
        button: "Align",
        sets: vec![Set {
            legend: Words::of("Threat"),
            fields: vec![Field {
                name: "threat",
                words: "A group, software or campaign, by id or name",
                value: known
                    .first()
                    .map_or_else(Words::default, |(_, name)| Words::of(name)),
                hint: "TrickBot",
                long: false,
            }],
            ..Set::default()
        }],
        hidden: Vec::new(),
    });
    doc.shell = here.shell("Alignment", about).wide("sided");
    render(&doc)
}
