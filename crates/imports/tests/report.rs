//! Reading reports and finding techniques in them: how well, on which texts, and what never happens.

#[path = "report/evaluation.rs"]
mod evaluation;
#[path = "report/format.rs"]
mod format;
#[path = "report/page.rs"]
mod page;
#[path = "report/properties.rs"]
mod properties;
#[path = "report/rules.rs"]
mod rules;
#[path = "report/vocabulary.rs"]
mod vocabulary;
