//! The tags of a Sigma rule: `attack.t1059.001`, `attack.execution`, `attack.g0016`, `cve.2030-12345`.

use model::sigma::Tag;
use model::{Mapping, Related, Resource, TacticMention, TechniqueId};

/// What a tag says. Namespaces that speak of the rule itself are left out. What has no namespace says nothing to programs that
/// read rules: it is kept for what it looks like, and never taken.
pub(super) fn tag(tag: &Tag, resource: &mut Resource) {
    let Some((namespace, name)) = tag.text.split_once('.') else {
        return bare(tag, &tag.text, resource);
    };
    match namespace.to_ascii_lowercase().as_str() {
        "attack" => attack(tag, name, resource),
        namespace @ ("cve" | "car") => {
            let id = format!("{namespace}-{name}").replace('.', "-");
            resource
                .related
                .push(Related::new(namespace, id.to_ascii_uppercase()));
        }
        "detection" | "stp" | "tlp" => {}
        _ => bare(tag, name, resource),
    }
}

/// A tag without a namespace that is known: `t1070.006`, `Defense Evasion`, `attck.t1112`.
fn bare(tag: &Tag, name: &str, resource: &mut Resource) {
    let is_technique = |text: &str| TechniqueId::from_people(text).is_ok();
    if is_technique(&tag.text) || is_technique(name) {
        resource.mappings.push(Mapping {
            written: tag.text.clone(),
            technique: None,
            detail: None,
            line: tag.line,
        });
        return;
    }
    resource.tactic_mentions.push(TacticMention {
        bare: true,
        ..TacticMention::new(&tag.text, tag.line)
    });
}

fn tactic(tag: &Tag, resource: &mut Resource) {
    resource.tactics.push(tag.text.clone());
    let mention = TacticMention::new(&tag.text, tag.line);
    resource.tactic_mentions.push(mention);
}

/// A tag of ATT&CK: letters alone name a tactic, letters and a number any other object.
fn attack(tag: &Tag, name: &str, resource: &mut Resource) {
    let Some(number) = name.find(|letter: char| letter.is_ascii_digit()) else {
        return tactic(tag, resource);
    };
    let relation = match name[..number].to_ascii_lowercase().as_str() {
        "ta" => return tactic(tag, resource),
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
