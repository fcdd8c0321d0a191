//! Formats that several sources share, and the careful use of parsers on text that nobody here wrote.

pub(crate) mod atomic;
pub(crate) mod caldera;
pub(crate) mod chronicle;
pub(crate) mod csv;
pub(crate) mod ctid;
pub(crate) mod elastic;
pub(crate) mod elastic_query;
pub(crate) mod falco;
pub(crate) mod json;
pub(crate) mod kusto;
pub(crate) mod markdown;
pub(crate) mod navigator;
pub(crate) mod panther;
pub(crate) mod python;
mod query_tokens;
mod registry;
pub(crate) mod sentinel;
pub(crate) mod sigma;
pub(crate) mod splunk;
mod splunk_search;
pub(crate) mod splunk_successors;
pub(crate) mod stix;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod toml;
pub(crate) mod wazuh;
pub(crate) mod yaml;
pub(crate) mod yara_l;

pub(crate) use documents::{lenient, xml};

pub use registry::{FORMATS, Format, format};
pub use table::Column;
