//! The tables as they are written in `data/`. A new file is a line in [`FILES`].

use serde::Deserialize;

/// A file's path below `data/`, without its ending, and its text.
macro_rules! file {
    ($path:literal) => {
        (
            $path,
            include_str!(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/data/",
                $path,
                ".toml"
            )),
        )
    };
}
/// Every file with logs, kinds, data components and words.
pub(super) const FILES: &[(&str, &str)] = &[
    file!("components"),
    file!("kinds"),
    file!("words"),
    file!("words-chronicle"),
    file!("words-elastic"),
    file!("words-sentinel"),
    file!("words-splunk"),
    file!("logs/applications"),
    file!("logs/attack"),
    file!("logs/aws"),
    file!("logs/azure"),
    file!("logs/containers"),
    file!("logs/edr"),
    file!("logs/elastic"),
    file!("logs/google-cloud"),
    file!("logs/identity"),
    file!("logs/linux"),
    file!("logs/macos"),
    file!("logs/microsoft-365"),
    file!("logs/microsoft-defender"),
    file!("logs/network"),
    file!("logs/network-products"),
    file!("logs/saas"),
    file!("logs/security-products"),
    file!("logs/windows-channels"),
    file!("logs/windows-powershell"),
    file!("logs/windows-protection"),
    file!("logs/windows-security"),
    file!("logs/windows-sysmon"),
    file!("logs/windows-system"),
    file!("logs/windows-traces"),
];

/// What a file may hold.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) component: Vec<Component>,
    pub(super) kind: Vec<Kind>,
    pub(super) log: Vec<Log>,
    pub(super) word: Vec<Word>,
    /// Sources whose rules list texts from the general to the special, so that one narrows the other.
    pub(super) narrowing: Vec<String>,
}

/// A data component of ATT&CK.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Component {
    pub(super) id: String,
    pub(super) name: String,
    /// What other releases and tables call it; a word of several components stands for all of them.
    #[serde(default)]
    pub(super) words: Vec<String>,
}

/// A kind of event that several logs hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kind {
    pub(super) id: String,
    pub(super) name: String,
    /// What data models and query languages call it; a word of several kinds stands for all of them.
    #[serde(default)]
    pub(super) words: Vec<String>,
    /// Ids of the data components that it shows.
    #[serde(default)]
    pub(super) components: Vec<String>,
}

/// A feed that is switched on as one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Log {
    pub(super) id: String,
    pub(super) name: String,
    /// The id of the product that writes it, where it comes with no platform.
    #[serde(default)]
    pub(super) product: Option<String>,
    /// What writes it, by ATT&CK's names and those of providers.
    #[serde(default)]
    pub(super) platforms: Vec<String>,
    /// Whose activity it shows beyond: a network sensor sees traffic of Windows, and is no log of Windows.
    #[serde(default)]
    pub(super) observes: Vec<String>,
    /// What stands for the whole log.
    #[serde(default)]
    pub(super) words: Vec<String>,
    /// Words with `{id}` for the id of an event.
    #[serde(default)]
    pub(super) id_words: Vec<String>,
    /// Its events have names that nobody lists, as calls of a cloud: one that is not known stands for the log as a whole.
    #[serde(default)]
    pub(super) open: bool,
    pub(super) event: Vec<Event>,
}

/// A kind of record in a log.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) kinds: Vec<String>,
    #[serde(default, rename = "event_ids")]
    pub(super) ids: Vec<String>,
    #[serde(default)]
    pub(super) words: Vec<String>,
    /// Ids of data components beyond those of its kinds.
    #[serde(default)]
    pub(super) components: Vec<String>,
    /// Where only some platforms of the log have it.
    #[serde(default)]
    pub(super) platforms: Vec<String>,
}

/// Words that are neither a log nor a kind. With `platform` and `logs`, what both stand for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Word {
    pub(super) words: Vec<String>,
    /// The only source that means this by it.
    pub(super) source: Option<String>,
    /// All units on this platform.
    pub(super) platform: Option<String>,
    /// `log/event`, `log/*`, `*/kind`, `log/kind`.
    #[serde(default)]
    pub(super) logs: Vec<String>,
    /// All units that show one of these data components.
    #[serde(default)]
    pub(super) components: Vec<String>,
    /// Why it names no log.
    pub(super) nothing: Option<String>,
}
