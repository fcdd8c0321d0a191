//! Products that several sources are written for.

use model::Product;

pub(crate) fn aws() -> Product {
    Product::new("aws", "Amazon Web Services", &["aws", "cloudtrail"])
}

pub(crate) fn azure() -> Product {
    Product::new("azure", "Microsoft Azure", &["azure"])
}

pub(crate) fn elastic() -> Product {
    Product::new("elastic", "Elastic Security", &[])
}

pub(crate) fn gcp() -> Product {
    Product::new("gcp", "Google Cloud", &["gcp"])
}
