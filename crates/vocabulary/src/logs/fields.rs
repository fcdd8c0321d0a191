//! Log sources of Sigma, field by field, and as a word of a stack.

use crate::fold;

/// What Sigma states of a log.
pub(super) struct Fields<'a> {
    pub(super) product: Option<&'a str>,
    pub(super) category: Option<&'a str>,
    pub(super) service: Option<&'a str>,
    /// All of it as one word: `product/category/service`.
    pub(super) all: String,
}

impl<'a> Fields<'a> {
    pub(super) fn new(
        product: Option<&'a str>,
        category: Option<&'a str>,
        service: Option<&'a str>,
    ) -> Self {
        let [p, c, s] = [product, category, service].map(|field| fold(field.unwrap_or_default()));
        Self {
            product,
            category,
            service,
            all: format!("{p}/{c}/{s}"),
        }
    }

    /// Words for several fields, and the field that is left: all three, product and category, product and service, a
    /// service whatever the product.
    pub(super) fn joined(&self) -> Vec<(String, Option<&'a str>)> {
        let mut words = vec![(self.all.clone(), None)];
        let [product, category, service] =
            [self.product, self.category, self.service].map(|field| field.map(fold));
        if let (Some(product), Some(category)) = (&product, &category) {
            words.push((format!("{product}/{category}"), self.service));
        }
        if let (Some(product), Some(service)) = (&product, &service) {
            words.push((format!("{product}//{service}"), self.category));
        }
        if let Some(service) = service {
            words.push((format!("*//{service}"), None));
        }
        words
    }
}

/// The ways to read a word as fields: names of logs have slashes, too.
pub(super) fn splits(word: &str) -> Vec<Fields<'_>> {
    let slashes: Vec<usize> = word.match_indices('/').map(|(at, _)| at).take(8).collect();
    let part = |from: usize, to: usize| Some(word[from..to].trim()).filter(|part| !part.is_empty());
    let mut splits = Vec::new();
    for (position, first) in slashes.iter().enumerate() {
        let product = part(0, *first);
        for second in &slashes[position + 1..] {
            let category = part(first + 1, *second);
            splits.push(Fields::new(product, category, part(second + 1, word.len())));
        }
        splits.push(Fields::new(product, part(first + 1, word.len()), None));
    }
    splits.push(Fields::new(None, None, part(0, word.len())));
    splits
}
