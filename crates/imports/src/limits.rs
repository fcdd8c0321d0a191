//! How much one file may hold. What is larger is refused, never read in part.

/// The largest file that is read: 16 MiB. A full ATT&CK bundle is larger, and the catalogue has it already.
pub const LARGEST_FILE: usize = 16 << 20;

/// The largest `stack.toml` that is read: 1 MiB. It is written by hand.
pub const LARGEST_STACK_TOML: usize = 1 << 20;

/// The deepest nesting of JSON and YAML that is read.
pub const DEEPEST: usize = 100;

/// The most techniques of a threat, and the most rules, log sources and claims of a stack.
pub const MOST_ENTRIES: usize = 20_000;

/// The most notes about single things; of the others, the number alone is said.
pub const MOST_NOTES: usize = 20;
