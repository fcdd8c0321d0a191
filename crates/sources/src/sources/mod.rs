//! One file per source. A test compares this list with the folder and with `fixtures/`.

mod armory;
mod art;
mod atc;
mod attack;
mod bertjan_kql;
mod capa_rules;
mod car;
mod chronicle;
mod crowdsec;
mod d3fend;
mod elastic;
mod elastic_rta;
mod emulation_library;
mod leonidas;
mod prelude;
mod rta;
mod scythe;
mod elastic_protections;
mod eqllib;
mod falco;
mod falconfriday;
mod gcp_csa;
mod hayabusa;
mod lolbas;
mod nsm_attack;
mod panther;
mod sentinel;
mod sentinel_attack;
mod sigma;
mod splunk;
mod stockpile;
mod stratus;
mod sublime;
mod th_playbook;
mod threathunting_app;
mod wazuh;

use crate::Source;

/// Every source that we know how to read, in the order in which pages show them.
pub const SOURCES: &[&Source] = &[
    &attack::SOURCE,
    &d3fend::SOURCE,
    &car::SOURCE,
    &elastic::SOURCE,
    &sentinel::SOURCE,
    &sigma::SOURCE,
    &splunk::SOURCE,
    &elastic_protections::SOURCE,
    &hayabusa::SOURCE,
    &panther::SOURCE,
    &chronicle::SOURCE,
    &falco::SOURCE,
    &wazuh::SOURCE,
    &bertjan_kql::SOURCE,
    &falconfriday::SOURCE,
    &crowdsec::SOURCE,
    &sublime::SOURCE,
    &threathunting_app::SOURCE,
    &eqllib::SOURCE,
    &gcp_csa::SOURCE,
    &sentinel_attack::SOURCE,
    &nsm_attack::SOURCE,
    &atc::SOURCE,
    &th_playbook::SOURCE,
    &armory::SOURCE,
    &art::SOURCE,
    &stratus::SOURCE,
    &elastic_rta::SOURCE,
    &rta::SOURCE,
    &prelude::SOURCE,
    &stockpile::SOURCE,
    &scythe::SOURCE,
    &emulation_library::SOURCE,
    &leonidas::SOURCE,
    &capa_rules::SOURCE,
    &lolbas::SOURCE,
];

/// The source with this id.
pub fn source(id: &str) -> Option<&'static Source> {
    SOURCES.iter().find(|source| source.id == id).copied()
}
