//! Words of stacks.

use super::fields::{Fields, splits};
use super::resolve::Reading;
use super::set::LogSet;
use super::table::{Meaning, TABLE};
use crate::fold;
use crate::platform;

/// The units that a word of a stack stands for, whoever says it; also `product/category/service`. The name of a platform
/// stands for what nothing else writes: who has the logs of Windows has not, for that reason, those of a sensor that also
/// runs there. None where a part of it is not understood or it names no log.
pub fn logs_named(word: &str) -> Option<LogSet> {
    let whole = |meaning: &'static Meaning| match meaning {
        Meaning::Logs(units) if !units.is_empty() => Some(own(word, units.clone())),
        _ => None,
    };
    if let Some(meaning) = TABLE.words.exact(None, &fold(word)) {
        return whole(meaning);
    }
    let fields = splits(word).into_iter().find_map(|fields| {
        let units = understood(|reading| match (&fields.product, &fields.service) {
            (Some(product), Some(text)) if is_channel(&fields, product, text) => {
                reading.analytic(product, Some(text), "")
            }
            _ => reading.fields(&fields),
        })?;
        Some(own(fields.product.unwrap_or_default(), units))
    });
    fields
        .or_else(|| super::meaning(word).and_then(whole))
        .or_else(|| understood(|reading| reading.text(word)))
}

/// The units that arrive where this is said to arrive. A word for a kind of event, such as `windows/process_creation`, stands
/// for what platforms and their tools write of it, and not for products that may not be there: these are named themselves.
pub fn logs_in_use(word: &str) -> Option<LogSet> {
    let units = logs_named(word)?;
    let free = |at: &usize| TABLE.units[*at].product.is_none();
    let without_products = LogSet::of(units.iter().filter(free));
    Some(if without_products.is_empty() {
        units
    } else {
        without_products
    })
}

/// The units that a product writes.
pub fn logs_of_product(product: &str) -> LogSet {
    TABLE.units_where(|unit| unit.product.as_deref() == Some(product))
}

/// What is read where all of its words are understood.
fn understood(read: impl FnOnce(&mut Reading<'_>) -> LogSet) -> Option<LogSet> {
    let mut reading = Reading::new(None);
    let units = read(&mut reading);
    (reading.unknown.is_empty() && !units.is_empty()).then_some(units)
}

/// Whether it is a log source of ATT&CK, behind which any text may stand.
fn is_channel(fields: &Fields<'_>, product: &str, text: &str) -> bool {
    let is_text = product.contains(':') || text.contains([' ', '=', ',']);
    fields.category.is_none() && (is_text || text.eq_ignore_ascii_case("none"))
}

/// Those of the units that nothing but the platform writes, where the word names a platform and there are any.
fn own(word: &str, units: LogSet) -> LogSet {
    let Some(platform) = platform::platform(word) else {
        return units;
    };
    let reach = &TABLE.reach;
    let names_platform = super::meaning(word)
        .is_some_and(|meaning| *meaning == Meaning::Logs(reach.written_on(platform)));
    let own = units.intersection(&reach.only_on(platform));
    if names_platform && !own.is_empty() {
        return own;
    }
    units
}
