//! A threat against a stack, technique by technique.

mod details;
mod side_form;
mod start;
mod steps;
pub(super) mod templates;

use catalogue::Catalogue;
use model::{Domain, Role, TechniqueId};
use questions::align::Answer;
use questions::{Error, matrix, plan, sources};

use self::details::details;
use self::side_form::side_form;
use self::start::{counted_by_browser, no_threat};
use self::steps::steps;
use super::elements::empty;
use super::matrix::compact;
use super::rows::{RowFilter, RowLayout, row_cells, row_columns};
use crate::arguments::{shown, stack, threat};
use crate::context::PageContext;
use crate::html::block::{Block, Statistic, Tab};
use crate::html::document::{Menu, PageSection};
use crate::html::format::number;
use crate::html::render;
use crate::html::safe::{Link, SafeText};
use crate::html::table::{Table, TableRow};
use crate::query::Query;
use crate::route::{Outcome, Request};
use crate::shared_questions::{self, ask_align, ask_matrix, every_technique};

/// A threat against a stack; without a threat, how to name one.
pub(super) fn page(request: &Request<'_>) -> Result<Outcome, Error> {
    let (catalogue, query, context) = (request.catalogue, request.query, request.context);
    let named = threat(query)?;
    if context.deployment().is_site() {
        let page = Answers {
            answer: &without_rows(catalogue)?,
            sources: &shared_questions::ask_sources(catalogue)?,
            plan: None,
            matrix: None,
            tactics: &catalogue.tactics(Domain::Enterprise)?,
        };
        let known = example_threats(catalogue)?;
        return Ok(Outcome::Page(counted_by_browser(context, &page, &known)));
    }
    if named.is_empty() {
        let html = no_threat(context, catalogue.about(), &example_threats(catalogue)?);
        return Ok(Outcome::Page(html));
    }
    let answer = ask_align(catalogue, named.clone(), query)?;
    let plan = match query.value("part") {
        Some("plan") => {
            let arguments = plan::Arguments {
                threat: named,
                stack: stack(query),
                shown: shown(query),
                budget: query.parsed("budget"),
            };
            Some(plan::ask(catalogue, &arguments)?)
        }
        Some(_) | None => None,
    };
    respond(request, &answer, plan.as_ref(), RowLayout::Gap)
}

/// An answer without a row: on a static site the browser counts.
fn without_rows(catalogue: &Catalogue) -> Result<Answer, Error> {
    let mut answer = ask_align(catalogue, every_technique(), &Query::parse("limit=1"))?;
    answer.list.items.clear();
    Ok(answer)
}

/// Well-known threats that this catalogue can answer for.
fn example_threats(catalogue: &Catalogue) -> Result<Vec<(String, String)>, Error> {
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
pub(super) fn respond(
    request: &Request<'_>,
    answer: &Answer,
    plan: Option<&plan::Answer>,
    layout: RowLayout,
) -> Result<Outcome, Error> {
    let (catalogue, query) = (request.catalogue, request.query);
    let matrix = match query.value("part") {
        Some("matrix") => Some(ask_matrix(catalogue, Domain::Enterprise, query)?),
        Some(_) | None => None,
    };
    let page = Answers {
        answer,
        sources: &shared_questions::ask_sources(catalogue)?,
        plan,
        matrix: matrix.as_ref(),
        tactics: &catalogue.tactics(Domain::Enterprise)?,
    };
    Ok(Outcome::Page(document(request.context, &page, layout)))
}

/// The answers that the page shows.
#[derive(Clone, Copy, Debug)]
struct Answers<'a> {
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
fn document(context: &PageContext<'_>, page: &Answers<'_>, layout: RowLayout) -> String {
    let answer = page.answer;
    let title = match (layout, &answer.stack.name) {
        (RowLayout::Gap, Some(stack)) => format!("{} against {stack}", answer.threat.name),
        (RowLayout::Gap, None) if answer.stack.sources.is_empty() => {
            format!("{} against all sources", answer.threat.name)
        }
        (RowLayout::Gap, None) => format!("{} against my stack", answer.threat.name),
        (RowLayout::Total | RowLayout::Plain, _) => "Controls look-up".to_owned(),
    };
    let mut doc = context.document(&title, &answer.catalogue);
    doc.shell = context
        .shell(&title, &answer.catalogue)
        .wide("sided")
        .with_matrix_later(context.links);
    doc.lead = lead(answer, layout);
    if context.has_own_input() {
        doc.lead.push(SafeText::of(
            "A layer and logs of your own do not fit the address of an export: send them to /api/v1/align as a body, or give them to `rhumb align`.",
        ));
    }
    doc.menus = menus(context, layout);
    doc.side_form = Some(side_form(context, page, layout));
    doc.sections = vec![PageSection::plain(vec![
        statistics(context, answer, layout),
        tabs(context, layout),
    ])];
    doc.sections.extend(filter_note(context));
    doc.sections
        .push(PageSection::plain(match context.value("part") {
            Some("matrix") => match page.matrix {
                Some(matrix) => vec![compact(context, matrix, &answer.list.items, true)],
                None => Vec::new(),
            },
            Some("plan") => page.plan.map_or_else(Vec::new, |plan| steps(context, plan)),
            Some(_) | None => vec![table(context, answer, layout)],
        }));
    doc.sections.push(assumptions(&answer.assumed));
    render(&doc)
}

fn lead(answer: &Answer, layout: RowLayout) -> Vec<SafeText> {
    let totals = &answer.totals;
    let little = totals.rungs[0] + totals.rungs[1];
    let mut lead = vec![SafeText::of(&match layout {
        RowLayout::Gap => format!(
            "{little} of {} techniques have no more than a mapping to stand on. The gap is the weight of the technique times what is still unproven.",
            totals.techniques
        ),
        RowLayout::Total | RowLayout::Plain => format!(
            "{} techniques with what the chosen sources hold for each. Sort by any number, both ways.",
            number(totals.techniques)
        ),
    })];
    if answer.stack.sources.is_empty() {
        lead.push(SafeText::of("No stack chosen: every public source counts."));
    }
    if !answer.threat.unplaced.is_empty() {
        let ids: Vec<String> = answer
            .threat
            .unplaced
            .iter()
            .take(8)
            .map(|unplaced| format!("{} {}", unplaced.id, unplaced.reason))
            .collect();
        lead.push(SafeText::of(&format!(
            "{} ids lead to no one technique and count nowhere: {}.",
            answer.threat.unplaced.len(),
            ids.join("; ")
        )));
    }
    lead
}

fn menus(context: &PageContext<'_>, layout: RowLayout) -> Vec<Menu> {
    if context.has_own_input() {
        return Vec::new();
    }
    let exports = |question| {
        vec![
            context.export("CSV", question, "csv"),
            context.export("Spreadsheet (XLSX)", question, "xlsx"),
            context.export("Navigator layer", question, "layer"),
            context.export("Picture (SVG)", question, "svg"),
            context.export("Markdown", question, "markdown"),
            context.export("JSON", question, "json"),
        ]
    };
    let question = match layout {
        RowLayout::Gap => "align",
        RowLayout::Total | RowLayout::Plain => "matrix",
    };
    vec![Menu {
        words: "Export",
        primary: false,
        links: exports(question),
    }]
}

fn statistics(context: &PageContext<'_>, answer: &Answer, layout: RowLayout) -> Block {
    let totals = &answer.totals;
    let untested = answer
        .list
        .items
        .iter()
        .filter(|row| RowFilter::WithoutTest.matches(row));
    let mut statistics = vec![Statistic::rungs(&totals.rungs)];
    if layout == RowLayout::Gap {
        statistics.push(Statistic::new(
            "Gap, sum",
            &format!("{:.1}", totals.gap),
            &format!("of {:.1} at most", totals.weight),
        ));
    }
    statistics.push(
        Statistic::new(
            "Rules, no test",
            &untested.count().to_string(),
            "techniques",
        )
        .leading(context.with("show", Some("untested"))),
    );
    statistics.push(Statistic::new(
        "Proven",
        &(totals.rungs[4] + totals.rungs[5]).to_string(),
        "rung 4 or 5",
    ));
    Block::Statistics(statistics)
}

/// That not all rows are shown, and how to see them.
fn filter_note(context: &PageContext<'_>) -> Option<PageSection> {
    let words = match RowFilter::of(context)? {
        RowFilter::WithoutTest => "Only techniques with rules but no test are shown.",
        RowFilter::WithoutRule => "Only techniques without a rule are shown.",
    };
    Some(PageSection::plain(vec![Block::Note(vec![
        Link::words(words),
        Link::to("Show all", context.with("show", None)),
    ])]))
}

fn tabs(context: &PageContext<'_>, layout: RowLayout) -> Block {
    let now = context.value("part").unwrap_or("list");
    let tab = |words: &str, value: &'static str| Tab {
        words: SafeText::of(words),
        address: context.with("part", (value != "list").then_some(value)),
        current: now == value,
        pillar: None,
    };
    let mut tabs = vec![tab("List", "list"), tab("Matrix", "matrix")];
    if layout == RowLayout::Gap {
        tabs.push(tab("Plan", "plan"));
    }
    Block::Tabs(tabs)
}

fn table(context: &PageContext<'_>, answer: &Answer, layout: RowLayout) -> Block {
    if answer.list.items.is_empty() {
        return no_row_left();
    }
    let open: Option<TechniqueId> = context
        .value("explain")
        .and_then(|text| TechniqueId::from_people(text).ok());
    let filter = RowFilter::of(context);
    let shown_rows = answer
        .list
        .items
        .iter()
        .filter(|row| filter.is_none_or(|filter| filter.matches(row)));
    let rows: Vec<TableRow> = shown_rows
        .map(|row| {
            let id = row.technique.id;
            TableRow {
                id: id.to_string(),
                cells: row_cells(context, row, layout),
                details: (open == Some(id)).then(|| details(context, &answer.explained)),
            }
        })
        .collect();
    if rows.is_empty() {
        return empty("No technique is left. Show all, or take a filter back.");
    }
    let mut table = Table::new("Techniques", row_columns(context, layout), rows);
    table.pager = context.pager(
        answer.list.items.len(),
        answer.list.total,
        answer.list.next.as_deref(),
    );
    Block::Table(table)
}

fn no_row_left() -> Block {
    empty("No technique is left. Take a filter back: tactics, lowest level, platforms.")
}

fn assumptions(assumed: &[String]) -> PageSection {
    let texts = assumed.iter().map(|text| Block::Text(SafeText::of(text)));
    PageSection::new("assumed", "How this was counted", texts.collect())
}
