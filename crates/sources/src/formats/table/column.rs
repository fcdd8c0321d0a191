//! The columns of a table, and the names that people give them.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The id that its authors gave it.
    Id,
    /// Its title.
    Title,
    /// The techniques that go with it.
    Techniques,
    /// What it is, in words.
    Description,
    /// The domain of ATT&CK.
    Domain,
    /// How bad it is when it fires.
    Level,
    /// What it is for.
    Platforms,
    /// Where more is said.
    Link,
    /// The query, rule body or command.
    Query,
}

impl Column {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::Id,
        Self::Title,
        Self::Techniques,
        Self::Description,
        Self::Domain,
        Self::Level,
        Self::Platforms,
        Self::Link,
        Self::Query,
    ];

    /// What it may be called, the best name first. Case, spaces and signs do not matter.
    pub fn names(self) -> &'static [&'static str] {
        // Long, but a table: one arm for each column.
        match self {
            Self::Id => &[
                "control id",
                "id",
                "control",
                "control number",
                "identifier",
                "rule id",
                "test id",
                "sid",
                "capability id",
                "requirement",
            ],
            Self::Title => &[
                "title",
                "name",
                "control title",
                "control name",
                "rule name",
                "test name",
                "capability",
            ],
            Self::Techniques => &[
                "techniques",
                "technique",
                "technique id",
                "technique ids",
                "attack",
                "att&ck",
                "att&ck id",
                "att&ck ids",
                "att&ck technique",
                "att&ck techniques",
                "att&ck technique id",
                "attack technique",
                "attack techniques",
                "attack id",
                "attack object id",
                "mitre",
                "mitre att&ck",
                "mitre attack",
                "mitre technique",
                "mitre techniques",
                "mitre id",
                "mitre att&ck technique",
                "mitre att&ck techniques",
            ],
            Self::Description => &[
                "description",
                "text",
                "control description",
                "capability description",
                "summary",
            ],
            Self::Domain => &["domain", "att&ck domain", "attack domain", "matrix"],
            Self::Level => &["level", "severity"],
            Self::Platforms => &["platforms", "platform", "os"],
            Self::Link => &["link", "url", "reference", "references"],
            Self::Query => &["query", "rule", "search", "command"],
        }
    }

    /// What it holds, in a line.
    pub fn about(self) -> &'static str {
        match self {
            Self::Id => "The id of the control, rule or test",
            Self::Title => "Its title; the id where there is none",
            Self::Techniques => {
                "Ids of techniques, apart by commas, semicolons, spaces or line breaks; names beside them are passed over"
            }
            Self::Description => "What it is, in words",
            Self::Domain => "`enterprise` (taken where nothing is said), `mobile` or `ics`",
            Self::Level => {
                "`informational`, `low`, `medium`, `high` or `critical`; other words are kept as written"
            }
            Self::Platforms => "The platforms that it is for, apart by commas",
            Self::Link => "An address where more is said",
            Self::Query => "The query, rule body or command",
        }
    }

    fn called(name: &str) -> Option<Self> {
        let name = plain(name);
        let is_called = |column: &&Self| column.names().iter().any(|known| plain(known) == name);
        Self::ALL.iter().find(is_called).copied()
    }
}

/// `ATT&CK Technique(s)` as `attcktechniques`.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// What each column of a table holds.
pub(super) struct Header(Vec<Option<Column>>);

impl Header {
    /// The header that this row is, if it names techniques and what has them.
    pub(super) fn of(cells: &[String]) -> Option<Self> {
        let columns: Vec<_> = cells.iter().map(|cell| Column::called(cell)).collect();
        let has = |column| columns.contains(&Some(column));
        let names = has(Column::Id) || has(Column::Title);
        (has(Column::Techniques) && names).then_some(Self(columns))
    }

    /// The text in the first column of this kind that holds any.
    pub(super) fn cell<'row>(&self, cells: &'row [String], column: Column) -> Option<&'row str> {
        let both = self.0.iter().zip(cells);
        let mut texts = both.filter(|(known, _)| **known == Some(column));
        texts.find_map(|(_, text)| Some(text.trim()).filter(|text| !text.is_empty()))
    }

    /// Whether any known column holds text.
    pub(super) fn has_any(&self, cells: &[String]) -> bool {
        let columns = Column::ALL.iter();
        columns
            .copied()
            .any(|column| self.cell(cells, column).is_some())
    }
}
