//! Reading reports and finding techniques in them: how well, on which texts, and what never happens.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "tests fail where they unwrap, say what they skip, and read files and start programs"
)]

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
