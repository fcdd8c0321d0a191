//! A threat against a stack, technique by technique.

mod opened;
mod side;
mod start;
mod steps;

use catalogue::Catalogue;
use model::{Domain, Role, TechniqueId};
use questions::align::Answer;
use questions::{Error, matrix, plan, sources};

use self::opened::opened;
use self::side::side;
use self::start::{no_threat, to_be_counted};
use self::steps::steps;
use super::matrix::compact;
use super::parts::empty;
use super::rows::{Kept, Only, row_cells, row_columns};
use crate::arguments::{shown, stack, threat};
use crate::asking::{self, align_of, everything, matrix_of};
use crate::context::Here;
use crate::html::block::{Act, Block, Line, Part, Stat, Tab, Table};
use crate::html::face::number;
use crate::html::render;
use crate::html::safe::{Link, Words};
use crate::query::Query;
use crate::route::{Outcome, Request};

/// A threat against a stack; without a threat, how to name one.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let (catalogue, query, here) = (request.catalogue, request.query, request.here);
    let named = threat(query)?;
    if here.place().is_site() {
        let page = Counted {
            answer: &uncounted(catalogue)?,
            sources: &asking::sources(catalogue)?,
            plan: None,
            matrix: None,
            tactics: &catalogue.tactics(Domain::Enterprise)?,
        };
        let known = at_hand(catalogue)?;
        return Ok(Outcome::Page(to_be_counted(here, &page, &known)));
    }
    if named.is_empty() {
        let html = no_threat(here, catalogue.about(), &at_hand(catalogue)?);
        return Ok(Outcome::Page(html));
    }
    let answer = align_of(catalogue, named.clone(), query)?;
    let plan = match query.one("part") {
        Some("plan") => {
            let arguments = plan::Arguments {
                threat: named,
                stack: stack(query),
                shown: shown(query),
                budget: query.word("budget"),
            };
            Some(plan::ask(catalogue, &arguments)?)
        }
        Some(_) | None => None,
    };
    counted(request, &answer, plan.as_ref(), Kept::Gap)
}

/// An answer without a row: on a static site the browser counts.
fn uncounted(catalogue: &Catalogue) -> Result<Answer, Error> {
    let mut answer = align_of(catalogue, everything(), &Query::parse("limit=1"))?;
    answer.list.items.clear();
    Ok(answer)
}

/// Well-known threats that this catalogue can answer for.
fn at_hand(catalogue: &Catalogue) -> Result<Vec<(String, String)>, Error> {
    let mut known = Vec::new();
    for id in ["S0266", "G0102", "G0016", "G0007"] {
        if let Some(named) = catalogue.by_key_or_id(id)?.into_iter().next() {
            known.push((id.to_owned(), named.title));
        }
    }
    if !catalogue.of_role(Role::CommonTechniques)?.is_empty() {
        known.push(("top".to_owned(), "CTID Top Techniques".to_owned()));
    }
    known.push(("all".to_owned(), "Every technique".to_owned()));
    Ok(known)
}

/// The page of an answer, with the matrix where that is asked for.
pub(super) fn counted(
    request: &Request<'_>,
    answer: &Answer,
    plan: Option<&plan::Answer>,
    kept: Kept,
) -> Result<Outcome, Error> {
    let (catalogue, query) = (request.catalogue, request.query);
    let matrix = match query.one("part") {
        Some("matrix") => Some(matrix_of(catalogue, Domain::Enterprise, query)?),
        Some(_) | None => None,
    };
    let page = Counted {
        answer,
        sources: &asking::sources(catalogue)?,
        plan,
        matrix: matrix.as_ref(),
        tactics: &catalogue.tactics(Domain::Enterprise)?,
    };
    Ok(Outcome::Page(document(request.here, &page, kept)))
}

/// The answers that the page is made of.
#[derive(Clone, Copy, Debug)]
struct Counted<'a> {
    /// The threat against the stack; every technique on the look-up by controls.
    answer: &'a Answer,
    /// All sources, for the check boxes.
    sources: &'a sources::Answer,
    /// The next steps, where they are asked for.
    plan: Option<&'a plan::Answer>,
    /// The matrix, where it is asked for.
    matrix: Option<&'a matrix::Answer>,
    /// The tactics that can be chosen.
    tactics: &'a [model::Tactic],
}

/// The page of a threat against a stack, or of all techniques.
fn document(here: &Here<'_>, page: &Counted<'_>, kept: Kept) -> String {
    let answer = page.answer;
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
        .with_matrix_later(here.links);
    doc.lead = lead(answer, kept);
    if here.is_own() {
        doc.lead.push(Words::of(
            "A layer and logs of your own do not fit the address of an export: send them to /api/v1/align as a body, or give them to `rhumb align`.",
        ));
    }
    doc.acts = acts(here, kept);
    doc.side = Some(side(here, page, kept));
    doc.parts = vec![Part::plain(vec![
        stats(here, answer, kept),
        tabs(here, kept),
    ])];
    doc.parts.extend(only_note(here));
    doc.parts.push(Part::plain(match here.one("part") {
        Some("matrix") => match page.matrix {
            Some(matrix) => vec![compact(here, matrix, &answer.list.items, true)],
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

fn tabs(here: &Here<'_>, kept: Kept) -> Block {
    let now = here.one("part").unwrap_or("list");
    let tab = |words: &str, value: &'static str| Tab {
        words: Words::of(words),
        address: here.with("part", (value != "list").then_some(value)),
        here: now == value,
        face: None,
    };
    let mut tabs = vec![tab("List", "list"), tab("Matrix", "matrix")];
    if kept == Kept::Gap {
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

fn assumed(answer: &Answer) -> Part {
    let texts = answer
        .assumed
        .iter()
        .map(|text| Block::Text(Words::of(text)));
    Part::new("assumed", "How this was counted", texts.collect())
}
