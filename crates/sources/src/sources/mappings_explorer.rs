//! CTID Mappings Explorer: <https://github.com/center-for-threat-informed-defense/mappings-explorer>. Each framework is
//! a source of its own. To add one: its constant here and its line in the registry.

use model::{Declaration, Kind, Product, Status, TextPolicy};

use crate::formats::ctid;
use crate::products;
use crate::{Part, Source};

/// What all frameworks have in common.
const FRAMEWORK: Source = Source {
    id: "",
    archive: "mappings-explorer",
    title: "",
    repository: "center-for-threat-informed-defense/mappings-explorer",
    branch: "main",
    licence: "Apache-2.0",
    copyright: "© 2024 MITRE",
    attribution: None,
    licence_text: None,
    text: TextPolicy::Free,
    parts: &[],
    declares: Declaration::default,
    paths: &[],
    read: |_, _| (),
};

fn written_for(product: Product) -> Declaration {
    Declaration {
        product: Some(product),
        ..Declaration::default()
    }
}

pub(crate) const NIST_R5: Source = Source {
    id: "mapex-nist-800-53-r5",
    title: "CTID Mappings Explorer: NIST 800-53 Rev. 5",
    parts: &[Part::new("mapex_nist_800_53_r5", "Controls", Kind::Control)],
    paths: &["mappings/nist_800_53/*/nist_800_53-rev5/*/*.json"],
    read: |tree, harvest| ctid::of_source(&NIST_R5, tree, harvest),
    ..FRAMEWORK
};

pub(crate) const NIST_R4: Source = Source {
    id: "mapex-nist-800-53-r4",
    title: "CTID Mappings Explorer: NIST 800-53 Rev. 4",
    parts: &[Part::new("mapex_nist_800_53_r4", "Controls", Kind::Control)],
    paths: &["mappings/nist_800_53/*/nist_800_53-rev4/*/*.json"],
    read: |tree, harvest| {
        ctid::of_source(&NIST_R4, tree, harvest);
        for resource in &mut harvest.resources {
            resource.status = Status::Superseded;
        }
    },
    ..FRAMEWORK
};

pub(crate) const CRI_PROFILE: Source = Source {
    id: "mapex-cri-profile",
    title: "CTID Mappings Explorer: CRI Profile",
    parts: &[Part::new(
        "mapex_cri_profile",
        "Diagnostic statements",
        Kind::Control,
    )],
    paths: &["mappings/cri_profile/*/*/*/*.json"],
    read: |tree, harvest| ctid::of_source(&CRI_PROFILE, tree, harvest),
    ..FRAMEWORK
};

pub(crate) const CSA_CCM: Source = Source {
    id: "mapex-csa-ccm",
    title: "CTID Mappings Explorer: CSA Cloud Controls Matrix",
    parts: &[Part::new("mapex_csa_ccm", "Controls", Kind::Control)],
    paths: &["mappings/csa_ccm/*/*/*/*.json"],
    read: |tree, harvest| ctid::of_source(&CSA_CCM, tree, harvest),
    ..FRAMEWORK
};

pub(crate) const AWS: Source = Source {
    id: "mapex-aws",
    title: "CTID Mappings Explorer: AWS",
    parts: &[Part::new(
        "mapex_aws",
        "Security capabilities",
        Kind::Control,
    )],
    declares: || written_for(products::aws()),
    paths: &["mappings/aws/*/*/*/*.json"],
    read: |tree, harvest| ctid::of_source(&AWS, tree, harvest),
    ..FRAMEWORK
};

pub(crate) const AZURE: Source = Source {
    id: "mapex-azure",
    title: "CTID Mappings Explorer: Azure",
    parts: &[Part::new(
        "mapex_azure",
        "Security capabilities",
        Kind::Control,
    )],
    declares: || written_for(products::azure()),
    paths: &["mappings/azure/*/*/*/*.json"],
    read: |tree, harvest| ctid::of_source(&AZURE, tree, harvest),
    ..FRAMEWORK
};

pub(crate) const GCP: Source = Source {
    id: "mapex-gcp",
    title: "CTID Mappings Explorer: Google Cloud",
    parts: &[Part::new(
        "mapex_gcp",
        "Security capabilities",
        Kind::Control,
    )],
    declares: || written_for(products::gcp()),
    paths: &["mappings/gcp/*/*/*/*.json"],
    read: |tree, harvest| ctid::of_source(&GCP, tree, harvest),
    ..FRAMEWORK
};

pub(crate) const M365: Source = Source {
    id: "mapex-m365",
    title: "CTID Mappings Explorer: Microsoft 365",
    parts: &[Part::new(
        "mapex_m365",
        "Security capabilities",
        Kind::Control,
    )],
    declares: || written_for(Product::new("m365", "Microsoft 365", &["m365"])),
    paths: &["mappings/m365/*/*/*/*.json"],
    read: |tree, harvest| ctid::of_source(&M365, tree, harvest),
    ..FRAMEWORK
};

pub(crate) const INTEL_VPRO: Source = Source {
    id: "mapex-intel-vpro",
    title: "CTID Mappings Explorer: Intel vPro",
    parts: &[Part::new(
        "mapex_intel_vpro",
        "Security capabilities",
        Kind::Control,
    )],
    paths: &["mappings/intel-vpro/*/*/*/*.json"],
    read: |tree, harvest| ctid::of_source(&INTEL_VPRO, tree, harvest),
    ..FRAMEWORK
};

pub(crate) const KEV: Source = Source {
    id: "mapex-kev",
    title: "CTID Mappings Explorer: CISA Known Exploited Vulnerabilities",
    parts: &[Part::new("mapex_kev", "Vulnerabilities", Kind::Knowledge)],
    paths: &["mappings/kev/*/*/*/*.json"],
    read: |tree, harvest| ctid::of_source(&KEV, tree, harvest),
    ..FRAMEWORK
};

pub(crate) const VERIS: Source = Source {
    id: "mapex-veris",
    title: "CTID Mappings Explorer: VERIS",
    parts: &[Part::new(
        "mapex_veris",
        "Actions and attributes of incidents",
        Kind::Knowledge,
    )],
    paths: &["mappings/veris/*/*/*/*.json"],
    read: |tree, harvest| ctid::of_source(&VERIS, tree, harvest),
    ..FRAMEWORK
};
