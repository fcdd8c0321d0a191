//! Answers for people at a terminal.

use catalogue::CatalogueSummary;
use questions::Answer;

use super::{Error, Format, Output};
use crate::answers;
use crate::options::{Layout, Options};
use crate::style::Style;

/// The answer for people at a terminal.
pub(super) fn write(answer: &Answer, options: &Options) -> Result<Output, Error> {
    if options.layout == Layout::Classic {
        let page = answers::markdown(answer, Layout::Classic);
        return page
            .map(Output::Text)
            .ok_or(Error::FormatUnavailable(Format::Terminal));
    }
    let style = options.style;
    let text = answers::terminal(answer, options);
    let from = style.dim(catalogue_line(answer.catalogue(), style));
    Ok(Output::Text(format!("{text}\n{from}\n")))
}

/// Where the answer comes from.
fn catalogue_line(about: &CatalogueSummary, style: Style) -> String {
    let words = if about.facts_only {
        "facts only"
    } else {
        "with texts"
    };
    let read = if about.date.is_empty() {
        "unknown"
    } else {
        &about.date
    };
    let attack = if about.attack.is_empty() {
        "no release of ATT&CK".to_owned()
    } else {
        format!("ATT&CK {}", about.attack)
    };
    [attack, format!("sources read {read}"), words.to_owned()].join(style.dot())
}
