//! The tables of the one file. Statements of sources and our conclusions stand in tables of their own.

/// Tells a catalogue from other SQLite files: "rhum".
pub(crate) const APPLICATION: u32 = 0x7268_756d;

/// The format of the tables. A program opens only files of its own format; rebuilding takes seconds.
pub(crate) const FORMAT: u32 = 6;

/// All tables but the search index.
pub(crate) const TABLES: &str = "
CREATE TABLE fact (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

-- Statements: what the sources say, as they say it.
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, provenance TEXT NOT NULL, account TEXT NOT NULL,
  declaration TEXT NOT NULL, -- what it says of itself
  dictionary BLOB NOT NULL) STRICT; -- what the bodies of its resources are packed with
CREATE TABLE release (id INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE, whole INTEGER NOT NULL) STRICT; -- not whole: ids, names and tactics only
CREATE TABLE tactic (release INTEGER NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, shortname TEXT NOT NULL, name TEXT NOT NULL, domain TEXT NOT NULL,
  PRIMARY KEY (release, position)) STRICT, WITHOUT ROWID;
CREATE TABLE technique (release INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, domain TEXT NOT NULL, tactics TEXT NOT NULL, platforms TEXT NOT NULL,
  revoked INTEGER NOT NULL, deprecated INTEGER NOT NULL, changed TEXT, description BLOB,
  successor TEXT, -- a conclusion: the end of the chain of replacements
  PRIMARY KEY (release, id)) STRICT, WITHOUT ROWID;
CREATE TABLE resource (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, part TEXT NOT NULL, upstream TEXT, title TEXT NOT NULL, kind TEXT NOT NULL,
  path TEXT NOT NULL, line INTEGER, ordinal INTEGER NOT NULL, page TEXT, level TEXT, level_written TEXT, status TEXT NOT NULL, status_written TEXT,
  platforms TEXT NOT NULL, domains TEXT NOT NULL, log_sources TEXT NOT NULL, tactics TEXT NOT NULL, changed TEXT,
  logs INTEGER) STRICT; -- a conclusion: what a detection reads, in `rule_logs`; none where it states nothing
CREATE TABLE body (resource INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
-- Each way of writing a technique, once.
CREATE TABLE written (id INTEGER PRIMARY KEY, text TEXT NOT NULL, technique TEXT) STRICT;
-- A negative position is inferred: `written` is then the id that the source's own statements lead to.
CREATE TABLE mapping (written INTEGER NOT NULL, resource INTEGER NOT NULL, position INTEGER NOT NULL, line INTEGER,
  PRIMARY KEY (written, resource, position)) STRICT, WITHOUT ROWID;
-- Where a tactic is named that has not the same name in every release. `techniques`: in whose words it is named, none for all.
CREATE TABLE tactic_mention (resource INTEGER NOT NULL, position INTEGER NOT NULL, written TEXT NOT NULL, line INTEGER, techniques TEXT NOT NULL,
  bare INTEGER NOT NULL, PRIMARY KEY (resource, position)) STRICT, WITHOUT ROWID;
CREATE TABLE related (resource INTEGER NOT NULL, position INTEGER NOT NULL, relation TEXT NOT NULL, target TEXT NOT NULL,
  PRIMARY KEY (resource, position)) STRICT, WITHOUT ROWID;
CREATE TABLE problem (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, path TEXT NOT NULL, line INTEGER, what TEXT NOT NULL) STRICT;

-- Conclusions: can be recomputed from the statements.
CREATE TABLE rule_logs (id INTEGER PRIMARY KEY, logs TEXT NOT NULL) STRICT; -- units of logs, or words that are not understood
CREATE TABLE lead (release INTEGER NOT NULL, technique TEXT NOT NULL, written INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT,
  PRIMARY KEY (release, technique, written)) STRICT, WITHOUT ROWID;
CREATE TABLE inferred (resource INTEGER NOT NULL, position INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (resource, position)) STRICT, WITHOUT ROWID;
CREATE TABLE link (resource INTEGER NOT NULL, position INTEGER NOT NULL, target INTEGER NOT NULL, found_by TEXT NOT NULL, -- of the same `related`
  PRIMARY KEY (resource, position, target)) STRICT, WITHOUT ROWID;
-- Each resource of a cluster but the one that stands for all.
CREATE TABLE copy (resource INTEGER PRIMARY KEY, original INTEGER NOT NULL, copied_by TEXT NOT NULL) STRICT;
CREATE TABLE part (release INTEGER NOT NULL, source INTEGER NOT NULL, id TEXT NOT NULL, resources INTEGER NOT NULL, mapped INTEGER NOT NULL, pairs INTEGER NOT NULL,
  pairs_followed INTEGER NOT NULL, file_pairs INTEGER NOT NULL, PRIMARY KEY (release, source, id)) STRICT, WITHOUT ROWID;
-- All that counting needs, once more, as it is read at once.
CREATE TABLE facts (release INTEGER PRIMARY KEY, packed BLOB NOT NULL) STRICT;
CREATE TABLE word (word TEXT PRIMARY KEY, resources INTEGER NOT NULL) STRICT, WITHOUT ROWID;
";

/// The state of a mapping, from `mapping` and `lead`: `inferred` where we inferred it, unless its id was also followed.
pub(crate) const STATE: &str = "iif(mapping.position < -1000000, 'indirect', iif(mapping.position < 0 AND lead.state = 'as_written', 'inferred', lead.state))";

/// Beyond this negative position mappings are inferred from what is true only of a tactic or of sub-techniques.
pub(crate) const INDIRECT: i64 = 1_000_000;

/// The search index.
pub(crate) const SEARCH: &str = "
CREATE VIRTUAL TABLE search USING fts5(ids, title, description, query, content='', detail=full, tokenize=\"unicode61 remove_diacritics 2\");
";

/// The row of a technique in the search index: below zero, release by release, in the order of places. The index writes
/// a part of its own for every row that is less than the one before.
pub(crate) fn technique_row(release: i64, place: i64) -> i64 {
    (release - MOST_RELEASES) * MOST_TECHNIQUES + place
}

/// More releases than any catalogue has.
const MOST_RELEASES: i64 = 1_000;
/// More techniques than any release has.
const MOST_TECHNIQUES: i64 = 1_000_000;

/// The index is gathered in memory and merged once at the end: many small parts, merged again and again, cost seconds.
pub(crate) const GATHER: &str = "
INSERT INTO search(search, rank) VALUES ('hashsize', 67108864);
INSERT INTO search(search, rank) VALUES ('automerge', 0);
";

/// A catalogue of facts keeps no tags, countries, recordings and alike: only what leads to a resource.
pub(crate) const ONLY_JOINED: &str = "
DELETE FROM related WHERE NOT EXISTS (SELECT 1 FROM link WHERE link.resource = related.resource AND link.position = related.position);
";

/// Built after the rows are in: faster, and as small as can be.
pub(crate) const INDICES: &str = "
CREATE INDEX resource_by_source ON resource (source, part);
CREATE INDEX resource_by_upstream ON resource (upstream COLLATE NOCASE) WHERE upstream IS NOT NULL;
CREATE INDEX mapping_by_resource ON mapping (resource);
CREATE INDEX lead_by_written ON lead (written, release);
CREATE INDEX link_by_target ON link (target);
CREATE INDEX copy_by_original ON copy (original);
";
