//! The form left of a page.

use super::pillar_style::PillarStyle;
use super::safe::{Address, Link, SafeText};

/// A form left of a page.
pub(crate) struct SideForm {
    /// The label of the button that leads to it on narrow screens.
    pub(crate) words: &'static str,
    pub(crate) action: Address,
    pub(crate) button: &'static str,
    pub(crate) field_sets: Vec<FieldSet>,
    pub(crate) hidden: Vec<(String, SafeText)>,
}

/// Fields with a common legend.
#[derive(Default)]
pub(crate) struct FieldSet {
    pub(crate) legend: SafeText,
    pub(crate) pillar: Option<PillarStyle>,
    pub(crate) more: Option<Link>,
    pub(crate) words: Vec<SafeText>,
    pub(crate) boxes: Vec<Choice>,
    pub(crate) fields: Vec<Field>,
    pub(crate) folded: bool,
    /// All boxes ticked say the same as none; buttons tick them together.
    pub(crate) all: bool,
}

/// A check box or a radio button.
pub(crate) struct Choice {
    pub(crate) radio: bool,
    pub(crate) name: &'static str,
    pub(crate) value: SafeText,
    pub(crate) words: SafeText,
    pub(crate) count: String,
    pub(crate) checked: bool,
}

/// A field for text.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) words: &'static str,
    pub(crate) value: SafeText,
    pub(crate) hint: &'static str,
    pub(crate) long: bool,
}
