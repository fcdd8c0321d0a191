//! On what terms sources are shown.

use questions::notices::{Answer, Notice};
use questions::question;

use super::{Listing, Publish, lines};
use crate::columns::{ATTRIBUTION, COMMIT, COPYRIGHT, LICENCE, REPOSITORY, SOURCE, TITLE};
use crate::options::Options;
use crate::style::{Style, clean_lines};
use crate::table::{Field, Table};
use crate::terminal::wrap;

impl Publish for question::Notices {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Notices",
        table: |answer| Table::of(COLUMNS, &answer.notices),
    });

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.notices)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        let notices = answer.notices.iter();
        notices
            .map(|notice| self::notice(notice, options.style))
            .collect()
    }
}

fn notice(notice: &Notice, style: Style) -> String {
    let mut text = format!("{}\n", style.bold(&notice.title));
    let commit = notice
        .commit
        .as_ref()
        .map(|commit| format!(" at {commit}"))
        .unwrap_or_default();
    text += &wrap(&format!("{}{commit}", notice.repository), 2, style);
    text += &wrap(&format!("Licence: {}", notice.licence), 2, style);
    text += &wrap(&notice.copyright, 2, style);
    let attribution = notice.attribution.iter();
    for line in attribution.filter(|line| **line != notice.copyright) {
        text += &wrap(line, 2, style);
    }
    if let Some(licence) = &notice.licence_text {
        text += &format!("\n{}", wrap(&clean_lines(licence), 4, style));
    }
    text + "\n"
}

const COLUMNS: &[Field<Notice>] = &[
    (SOURCE, |notice| (&notice.source).into()),
    (TITLE, |notice| (&notice.title).into()),
    (REPOSITORY, |notice| (&notice.repository).into()),
    (COMMIT, |notice| notice.commit.as_ref().into()),
    (LICENCE, |notice| (&notice.licence).into()),
    (COPYRIGHT, |notice| (&notice.copyright).into()),
    (ATTRIBUTION, |notice| notice.attribution.as_ref().into()),
];
