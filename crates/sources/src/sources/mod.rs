//! One file per source, or per repository that several sources read. A test compares this list with the folder and
//! with `fixtures/`.

mod armory;
mod art;
mod atc;
mod atlas;
mod attack;
mod attack_flow;
mod bertjan_kql;
mod capa_rules;
mod car;
mod categorized_adversary_ttps;
mod chronicle;
mod crowdsec;
mod ctid_nist;
mod d3fend;
mod elastic;
mod elastic_protections;
mod elastic_rta;
mod emulation_library;
mod engage;
mod eqllib;
mod falco;
mod falconfriday;
mod fight_fraud;
mod gcp_csa;
mod hayabusa;
mod leonidas;
mod lolbas;
mod mappings_explorer;
mod misp_galaxy;
mod nist_oscal;
mod nsm_attack;
mod ossem_dm;
mod panther;
mod prelude;
mod rta;
mod scythe;
mod security_stack;
mod sensor_mappings;
mod sentinel;
mod sentinel_attack;
mod sigma;
mod splunk;
mod stockpile;
mod stratus;
mod sublime;
mod summiting;
mod th_playbook;
mod threathunting_app;
mod top_techniques;
mod wazuh;

use crate::Source;

/// Every source that we know how to read, in the order in which pages show them. Of sources that know the same adversary
/// the better known comes first.
pub const SOURCES: &[&Source] = &[
    &attack::SOURCE,
    &d3fend::SOURCE,
    &mappings_explorer::NIST_R5,
    &mappings_explorer::NIST_R4,
    &mappings_explorer::CRI_PROFILE,
    &mappings_explorer::CSA_CCM,
    &mappings_explorer::AWS,
    &mappings_explorer::AZURE,
    &mappings_explorer::GCP,
    &mappings_explorer::M365,
    &mappings_explorer::INTEL_VPRO,
    &mappings_explorer::KEV,
    &mappings_explorer::VERIS,
    &security_stack::AZURE,
    &security_stack::AWS,
    &security_stack::GCP,
    &ctid_nist::SOURCE,
    &engage::SOURCE,
    &top_techniques::CIS,
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
    &top_techniques::WEIGHTS,
    &attack_flow::SOURCE,
    &atlas::SOURCE,
    &fight_fraud::SOURCE,
    &misp_galaxy::SOURCE,
    &categorized_adversary_ttps::SOURCE,
    &sensor_mappings::SOURCE,
    &ossem_dm::SOURCE,
    &summiting::SOURCE,
    &nist_oscal::SOURCE,
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

/// The source that states releases of ATT&CK: all others are followed to one of them.
pub const RELEASES: &Source = &attack::SOURCE;

/// The source with this id.
pub fn source(id: &str) -> Option<&'static Source> {
    SOURCES.iter().find(|source| source.id == id).copied()
}

/// The sources that read this archive of a bundle, in the same order.
pub fn sources_of(archive: &str) -> impl Iterator<Item = &'static Source> {
    SOURCES
        .iter()
        .copied()
        .filter(move |source| source.archive == archive)
}
