//! The tables of the one file. Statements of sources and our conclusions stand in tables of their own.

/// Tells a catalogue from other SQLite files: "rhum".
pub(crate) const APPLICATION: i32 = 0x7268_756d;

/// The format of the tables. A program opens only files of its own format; rebuilding takes seconds.
pub(crate) const FORMAT: i32 = 1;

/// All tables and the search index.
pub(crate) const TABLES: &str = "
CREATE TABLE fact (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

-- Statements: what the sources say, as they say it.
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, provenance TEXT NOT NULL, account TEXT NOT NULL) STRICT;
CREATE TABLE release (id INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE tactic (release INTEGER NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, shortname TEXT NOT NULL, name TEXT NOT NULL, domain TEXT NOT NULL,
  PRIMARY KEY (release, position)) STRICT, WITHOUT ROWID;
CREATE TABLE technique (release INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, domain TEXT NOT NULL, tactics TEXT NOT NULL, platforms TEXT NOT NULL,
  revoked INTEGER NOT NULL, deprecated INTEGER NOT NULL, changed TEXT, description BLOB,
  successor TEXT, -- a conclusion: the end of the chain of replacements
  PRIMARY KEY (release, id)) STRICT, WITHOUT ROWID;
CREATE TABLE resource (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, part TEXT NOT NULL, upstream TEXT, title TEXT NOT NULL, kind TEXT NOT NULL,
  path TEXT NOT NULL, line INTEGER, ordinal INTEGER NOT NULL, page TEXT, level TEXT, level_written TEXT, status TEXT NOT NULL, status_written TEXT,
  platforms TEXT NOT NULL, domains TEXT NOT NULL, log_sources TEXT NOT NULL, tactics TEXT NOT NULL, changed TEXT) STRICT;
CREATE TABLE body (resource INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE mapping (resource INTEGER NOT NULL, position INTEGER NOT NULL, written TEXT NOT NULL, technique TEXT, line INTEGER,
  PRIMARY KEY (resource, position)) STRICT, WITHOUT ROWID;
CREATE TABLE related (resource INTEGER NOT NULL, position INTEGER NOT NULL, relation TEXT NOT NULL, target TEXT NOT NULL,
  PRIMARY KEY (resource, position)) STRICT, WITHOUT ROWID;
CREATE TABLE problem (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, path TEXT NOT NULL, line INTEGER, what TEXT NOT NULL) STRICT;

-- Conclusions: can be recomputed from the statements. A negative position is inferred; `stated` is then the id that
-- the source's own statements lead to, before it is followed.
CREATE TABLE conclusion (technique TEXT NOT NULL, resource INTEGER NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT, stated TEXT,
  PRIMARY KEY (technique, resource, position)) STRICT, WITHOUT ROWID;
CREATE TABLE part (source INTEGER NOT NULL, id TEXT NOT NULL, resources INTEGER NOT NULL, mapped INTEGER NOT NULL, pairs INTEGER NOT NULL,
  pairs_followed INTEGER NOT NULL, file_pairs INTEGER NOT NULL, PRIMARY KEY (source, id)) STRICT, WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, resources INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE VIRTUAL TABLE search USING fts5(ids, title, description, query, content='', detail=full, tokenize=\"unicode61 remove_diacritics 2\", prefix='3');
";

/// Built after the rows are in: faster, and as small as can be.
pub(crate) const INDICES: &str = "
CREATE INDEX resource_by_source ON resource (source, part);
CREATE INDEX resource_by_upstream ON resource (upstream COLLATE NOCASE) WHERE upstream IS NOT NULL;
CREATE INDEX conclusion_by_resource ON conclusion (resource);
CREATE INDEX related_by_target ON related (target COLLATE NOCASE);
";

/// Counts each part. What is inferred was written nowhere; it counts as the source's own, as its pages show it.
pub(crate) const PARTS: &str = "
WITH written AS (
  SELECT resource, technique FROM mapping WHERE technique IS NOT NULL
  UNION SELECT resource, stated FROM conclusion WHERE stated IS NOT NULL),
per_resource AS (SELECT resource, count(*) AS pairs FROM written GROUP BY resource),
followed AS (SELECT resource, count(DISTINCT technique) AS pairs FROM conclusion WHERE technique <> '' GROUP BY resource),
per_file AS (
  SELECT source, part, count(*) AS pairs
  FROM (SELECT DISTINCT source, part, path, technique FROM conclusion JOIN resource ON resource.id = conclusion.resource WHERE technique <> '')
  GROUP BY source, part)
INSERT INTO part
SELECT resource.source, resource.part, count(*), count(per_resource.pairs), ifnull(sum(per_resource.pairs), 0), ifnull(sum(followed.pairs), 0), ifnull(max(per_file.pairs), 0)
FROM resource
LEFT JOIN per_resource ON per_resource.resource = resource.id
LEFT JOIN followed ON followed.resource = resource.id
LEFT JOIN per_file ON per_file.source = resource.source AND per_file.part = resource.part
GROUP BY resource.source, resource.part;
";
