//! The tags of a Sigma rule: `attack.t1059.001`, `attack.execution`, `attack.g0016`, `cve.2030-12345`.

use model::sigma::Tag;
use model::{Mapping, Related, Resource};

/// What a tag says. Namespaces that speak of the rule itself (`detection`, `stp`, `tlp`) are left out.
pub(super) fn tag(tag: &Tag, resource: &mut Resource) {
    let Some((namespace, name)) = tag.text.split_once('.') else {
        return;
    };
    match namespace.to_ascii_lowercase().as_str() {
        "attack" => attack(tag, name, resource),
        namespace @ ("cve" | "car") => {
            let id = format!("{namespace}-{name}").replace('.', "-");
            resource
                .related
                .push(Related::new(namespace, id.to_ascii_uppercase()));
        }
        _ => {}
    }
}

/// A tag of ATT&CK: letters alone name a tactic, letters and a number any other object.
fn attack(tag: &Tag, name: &str, resource: &mut Resource) {
    let Some(number) = name.find(|letter: char| letter.is_ascii_digit()) else {
        resource.tactics.push(tag.text.clone());
        return;
    };
    let relation = match name[..number].to_ascii_lowercase().as_str() {
        "ta" => return resource.tactics.push(tag.text.clone()),
        "g" => "group",
        "s" => "software",
        "c" => "campaign",
        "m" => "mitigation",
        "ds" => "data_source",
        // `1059.001` and `tt1059`, too: a technique was meant.
        _ => {
            let prefix = &tag.text[..tag.text.len() - name.len()];
            let mapping = Mapping::prefixed(&tag.text, prefix).at(tag.line);
            return resource.mappings.push(mapping);
        }
    };
    resource
        .related
        .push(Related::new(relation, name.to_ascii_uppercase()));
}
