//! A technique in short.

use questions::question;
use questions::technique::Answer;

use super::Publish;
use crate::options::Options;
use crate::subject::Subject;
use crate::terminal;

impl Publish for question::Technique {
    fn subject(answer: &Answer) -> Subject<'_> {
        Subject::of(&answer.technique.id.to_string())
    }

    fn terminal(answer: &Answer, options: &Options) -> String {
        terminal::technique(answer, options.style)
    }
}
