//! The columns of lists: what programs call each, and what it holds. A column of a single list may be defined next to it.

use crate::table::{Column, Type, Width};

pub(crate) const ACTION: Column = Column::new("action", Type::Id);
pub(crate) const ADVERSARIES: Column = Column::new("adversaries", Type::Text);
pub(crate) const ALIASES: Column = Column::new("aliases", Type::List);
pub(crate) const ALONE: Column = Column::new("alone", Type::Share).short("alone");
pub(crate) const ARGUMENT: Column = Column::new("argument", Type::Id);
pub(crate) const ATTRIBUTION: Column = Column::new("attribution", Type::Text);
pub(crate) const CHANGED: Column = Column::new("changed", Type::Id);
pub(crate) const CLOSES: Column = Column::new("closes", Type::Weight);
pub(crate) const COMMENTS: Column = Column::new("comments", Type::List);
pub(crate) const COMMIT: Column = Column::new("commit", Type::Id);
pub(crate) const COMMIT_DATE: Column = Column::new("commit_date", Type::Id);
pub(crate) const CONFIDENCE: Column = Column::new("confidence", Type::Id);
pub(crate) const CONTROL: Column = Column::new("control", Type::Id);
pub(crate) const CONTROLS: Column = Column::new("controls", Type::Count).short("controls");
pub(crate) const CONTROLS_VOLUME: Column = Column::new("controls_volume", Type::Id);
pub(crate) const CONTROLS_WITH_SUB_TECHNIQUES: Column =
    Column::new("controls_with_sub_techniques", Type::Count);
pub(crate) const COPYRIGHT: Column = Column::new("copyright", Type::Text);
pub(crate) const COUNTED: Column = Column::new("counted", Type::Truth);
pub(crate) const DECISION: Column = Column::new("decision", Type::Id);
pub(crate) const DEPLOY: Column = Column::new("deploy", Type::List);
pub(crate) const DEPLOYABLE: Column = Column::new("deployable", Type::Count);
pub(crate) const DETECTIONS: Column = Column::new("detections", Type::Count).short("rules");
pub(crate) const DETECTIONS_VOLUME: Column = Column::new("detections_volume", Type::Id);
pub(crate) const DETECTIONS_WITH_SUB_TECHNIQUES: Column =
    Column::new("detections_with_sub_techniques", Type::Count);
pub(crate) const EXCERPT: Column = Column::new("excerpt", Type::Text);
pub(crate) const EXCLUDED_BY: Column = Column::new("excluded_by", Type::Text);
pub(crate) const EXPLAINS: Column = Column::new("explains", Type::Share).short("explains");
pub(crate) const FRAMEWORK: Column = Column::new("framework", Type::Id);
pub(crate) const FROM: Column = Column::new("from", Type::List);
pub(crate) const GAP: Column = Column::new("gap", Type::Weight).short("gap");
pub(crate) const ID: Column = Column::new("id", Type::Id);
pub(crate) const IN_THIS_PACK: Column = Column::new("in_this_pack", Type::Truth);
pub(crate) const JACCARD: Column = Column::new("jaccard", Type::Share).short("alike");
pub(crate) const KEY: Column = Column::new("key", Type::Id);
pub(crate) const KIND: Column = Column::new("kind", Type::Id);
pub(crate) const KINDS: Column = Column::new("kinds", Type::List);
pub(crate) const LEFT: Column = Column::new("left", Type::Weight);
pub(crate) const LEVEL: Column = Column::new("level", Type::Id);
pub(crate) const LEVEL_WRITTEN: Column = Column::new("level_written", Type::Text);
pub(crate) const LICENCE: Column = Column::new("licence", Type::Text);
pub(crate) const LINE: Column = Column::new("line", Type::Count);
pub(crate) const LINK: Column = Column::new("link", Type::Link);
pub(crate) const LOG: Column = Column::new("log", Type::Text);
pub(crate) const LOG_SOURCE: Column = Column::new("log_source", Type::Id).width(Width::Text);
pub(crate) const MAPPED: Column = Column::new("mapped", Type::Count);
pub(crate) const NAME: Column = Column::new("name", Type::Text);
pub(crate) const OF: Column = Column::new("of", Type::Count);
pub(crate) const OWNED: Column = Column::new("owned", Type::Truth);
pub(crate) const PAIRS: Column = Column::new("pairs", Type::Count);
pub(crate) const PAIRS_FOLLOWED: Column = Column::new("pairs_followed", Type::Count);
pub(crate) const PART: Column = Column::new("part", Type::Id);
pub(crate) const PATH: Column = Column::new("path", Type::Text).width(Width::Path);
pub(crate) const PLACE: Column = Column::new("place", Type::Text);
pub(crate) const PLATFORMS: Column = Column::new("platforms", Type::List);
pub(crate) const POTENTIAL: Column = Column::new("potential", Type::Id)
    .short("potential")
    .width(Width::Spare);
pub(crate) const PROBLEMS: Column = Column::new("problems", Type::Count);
pub(crate) const QUOTE: Column = Column::new("quote", Type::Text);
pub(crate) const RAISES: Column = Column::new("raises", Type::List);
pub(crate) const READ: Column = Column::new("read", Type::Id);
pub(crate) const REASON: Column = Column::new("reason", Type::Text);
pub(crate) const RELEASE: Column = Column::new("release", Type::Text);
pub(crate) const REPOSITORY: Column = Column::new("repository", Type::Link);
pub(crate) const RESOURCES: Column = Column::new("resources", Type::Count);
pub(crate) const RUNG: Column = Column::new("rung", Type::Count).short("rung");
pub(crate) const RUNNING: Column = Column::new("running", Type::Count);
pub(crate) const RUNS: Column = Column::new("runs", Type::Text);
pub(crate) const SAID: Column = Column::new("said", Type::List);
pub(crate) const SAID_BY: Column = Column::new("said_by", Type::Id);
pub(crate) const SCORE: Column = Column::new("score", Type::Number);
pub(crate) const SHARE: Column = Column::new("share", Type::Share).short("share");
pub(crate) const SHARED: Column = Column::new("shared", Type::Count);
pub(crate) const SHARED_TECHNIQUES: Column = Column::new("shared_techniques", Type::List);
pub(crate) const SIDES: Column = Column::new("sides", Type::Count);
pub(crate) const SOURCE: Column = Column::new("source", Type::Id);
pub(crate) const STATE: Column = Column::new("state", Type::Id);
pub(crate) const STATES: Column = Column::new("states", Type::List);
pub(crate) const STATUS: Column = Column::new("status", Type::Id);
pub(crate) const STEP: Column = Column::new("step", Type::Count);
pub(crate) const SWITCH_ON: Column = Column::new("switch_on", Type::List);
pub(crate) const TACTICS: Column = Column::new("tactics", Type::List);
pub(crate) const TECHNIQUE: Column = Column::new("technique", Type::Technique);
pub(crate) const TECHNIQUES: Column = Column::new("techniques", Type::Count).short("techniques");
pub(crate) const TECHNIQUE_IDS: Column = Column::new("techniques", Type::List);
pub(crate) const TEST: Column = Column::new("test", Type::List);
pub(crate) const TESTED: Column = Column::new("tested", Type::Text);
pub(crate) const TESTS: Column = Column::new("tests", Type::Count).short("tests");
pub(crate) const TESTS_VOLUME: Column = Column::new("tests_volume", Type::Id);
pub(crate) const TESTS_WITH_SUB_TECHNIQUES: Column =
    Column::new("tests_with_sub_techniques", Type::Count);
pub(crate) const TIMES: Column = Column::new("times", Type::Count);
pub(crate) const TITLE: Column = Column::new("title", Type::Text);
pub(crate) const TO: Column = Column::new("to", Type::Technique);
pub(crate) const TOTAL: Column = Column::new("total", Type::Count);
pub(crate) const WEIGHT: Column = Column::new("weight", Type::Weight)
    .short("weight")
    .width(Width::Spare);
pub(crate) const WHAT: Column = Column::new("what", Type::Text);
pub(crate) const WHY_NOT: Column = Column::new("why_not", Type::Text);
pub(crate) const WITHOUT_LOG: Column = Column::new("without_log", Type::Count);
pub(crate) const WRITTEN: Column = Column::new("written", Type::List);
pub(crate) const WRITTEN_ID: Column = Column::new("written", Type::Text);

/// How many of a pillar one source has.
pub(crate) fn of_source(pillar: &str, source: &str) -> Column {
    Column::with_key(format!("{pillar}:{source}"), Type::Count)
}

/// The value of a side that is compared.
pub(crate) fn of_side(name: &str) -> Column {
    Column::with_key(name.to_owned(), Type::Weight)
}
