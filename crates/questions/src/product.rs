//! Products that a stack can name, with the sources that are written for them and the logs that they bring. To add one: a
//! row here.

/// A product.
pub struct Product {
    /// What a stack calls it.
    pub id: &'static str,
    /// Its name.
    pub title: &'static str,
    /// Sources whose rules run in it, or whose controls it is.
    pub sources: &'static [&'static str],
    /// Logs that it brings, in the words of those sources.
    pub log_sources: &'static [&'static str],
}

const fn product(
    id: &'static str,
    title: &'static str,
    sources: &'static [&'static str],
    log_sources: &'static [&'static str],
) -> Product {
    Product {
        id,
        title,
        sources,
        log_sources,
    }
}

/// All products, by id.
pub const PRODUCTS: &[Product] = &[
    product(
        "aws",
        "Amazon Web Services",
        &["mapex-aws", "ssm-aws"],
        &["aws", "cloudtrail"],
    ),
    product(
        "azure",
        "Microsoft Azure",
        &["mapex-azure", "ssm-azure"],
        &["azure"],
    ),
    product(
        "chronicle",
        "Google Security Operations",
        &["chronicle"],
        &[],
    ),
    product("crowdsec", "CrowdSec", &["crowdsec"], &[]),
    product(
        "elastic",
        "Elastic Security",
        &["elastic", "elastic-protections"],
        &[],
    ),
    product("falco", "Falco", &["falco"], &[]),
    product(
        "gcp",
        "Google Cloud",
        &["mapex-gcp", "ssm-gcp", "gcp-csa"],
        &["gcp"],
    ),
    product("m365", "Microsoft 365", &["mapex-m365"], &["m365"]),
    product("panther", "Panther", &["panther"], &[]),
    product("sentinel", "Microsoft Sentinel", &["sentinel"], &[]),
    product("splunk", "Splunk Enterprise Security", &["splunk"], &[]),
    product("sublime", "Sublime Security", &["sublime"], &[]),
    product(
        "sysmon",
        "Sysmon",
        &[],
        &[
            "windows//sysmon",
            "WinEventLog:Sysmon",
            "windows/process_creation",
            "windows/image_load",
            "windows/network_connection",
            "windows/file_event",
            "windows/registry_event",
            "windows/registry_set",
            "windows/registry_add",
            "windows/registry_delete",
            "windows/create_remote_thread",
            "windows/process_access",
            "windows/driver_load",
            "windows/dns_query",
            "windows/pipe_created",
            "windows/wmi_event",
            "windows/create_stream_hash",
            "windows/raw_access_thread",
            "windows/process_tampering",
            "windows/file_delete",
        ],
    ),
    product("wazuh", "Wazuh", &["wazuh"], &[]),
];
