//! A campaign: the techniques that it uses, and what exists against them.

use questions::campaign::Answer;
use questions::question;

use super::{Listing, Publish, adversary, lines};
use crate::heat::HeatMapSource;
use crate::options::Options;
use crate::subject::Subject;

impl Publish for question::Campaign {
    const LIST: Option<Listing<Answer>> = Some(Listing {
        title: "Campaign",
        table: adversary::table,
    });
    const HEAT: Option<HeatMapSource<Answer>> = Some(adversary::HEAT);

    fn subject(answer: &Answer) -> Subject<'_> {
        adversary::subject(answer)
    }

    fn lines(answer: &Answer) -> serde_json::Result<String> {
        lines(&answer.techniques)
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        adversary::terminal(answer, options.style)
    }
}
