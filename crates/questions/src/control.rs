//! A control of a framework, a mitigation or a countermeasure: its techniques, and how they are covered.

use catalogue::{Catalogue, CatalogueSummary, ResourceSummary};
use model::{Kind, Threat, ThreatTechnique};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::align::{Alignment, Row, TechniqueSelection, Totals, totals};
use crate::link::{ResourceLinks, links};
use crate::near::NearMatch;
use crate::stack::{StackArguments, StackInput, StackSummary};
use crate::threat::place;
use crate::{Ask, Error, question};

/// Arguments of `control`.
#[derive(clap::Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "a comment here would replace the help of the flattened arguments"
)]
pub struct Arguments {
    /// Its id or title: AC-2, M1032, D3-NTA, "Multi-factor Authentication"
    pub name: String,
    /// Only of this framework: mapex-nist-800-53-r5, attack, d3fend
    #[arg(long, value_name = "SOURCE")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub framework: Option<String>,
    #[command(flatten)]
    #[serde(flatten)]
    pub stack: StackArguments,
    #[command(flatten)]
    #[serde(flatten)]
    pub shown: TechniqueSelection,
}

/// One control.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Control {
    /// The control.
    #[serde(flatten)]
    pub resource: ResourceSummary,
    /// What it asks for, in the words of its framework; absent in a catalogue of facts only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether it counts: not where its framework was replaced by a newer one.
    pub counts: bool,
    /// Where it can be seen.
    pub links: ResourceLinks,
    /// The techniques that its framework maps it to, each with how it is met.
    pub techniques: Vec<Row>,
    /// All of them together.
    pub totals: Totals,
}

/// Answer of `control`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Answer {
    /// The controls of this name: one per framework that has it.
    pub controls: Vec<Control>,
    /// The stack, as far as it was considered.
    pub stack: StackSummary,
    /// The catalogue that the answer was taken from.
    pub catalogue: CatalogueSummary,
}

impl Ask for question::Control {
    type Arguments = Arguments;
    type Answer = Answer;

    const NAME: &'static str = "control";
    const ABOUT: &'static str =
        "A control of a framework: its techniques, and how they are covered";

    fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
        ask(catalogue, arguments)
    }

    fn example() -> Value {
        json!({ "name": "M1032" })
    }

    fn catalogue(answer: &Answer) -> &CatalogueSummary {
        &answer.catalogue
    }

    fn stacks(arguments: &mut Arguments) -> &mut [StackInput] {
        arguments.stack.stack.as_mut_slice()
    }
}

/// Asks it.
pub fn ask(catalogue: &Catalogue, arguments: &Arguments) -> Result<Answer, Error> {
    if let Some(framework) = &arguments.framework {
        crate::filter::known_source(catalogue, framework)?;
    }
    let found = find(catalogue, arguments)?;
    if found.is_empty() {
        return Err(unknown(catalogue, &arguments.name)?);
    }
    let sources = catalogue.sources()?;
    let (mut controls, mut stack) = (Vec::new(), StackSummary::default());
    for resource in found {
        let Some(source) = sources
            .iter()
            .find(|source| source.provenance.source == resource.source)
        else {
            continue;
        };
        let aligned = Alignment::new(
            catalogue,
            place(catalogue, &[techniques_as_threat(catalogue, &resource)?])?,
            arguments.stack.in_catalogue(catalogue)?,
            &arguments.shown,
        )?;
        stack = aligned.stack.summary;
        let details = catalogue.resource_details(resource)?;
        controls.push(Control {
            counts: details.resource.status.counts(),
            links: links(&source.provenance, &details.resource),
            description: details.description,
            resource: details.resource,
            totals: totals(&aligned.rows),
            techniques: aligned.rows,
        });
    }
    Ok(Answer {
        controls,
        stack,
        catalogue: catalogue.about().clone(),
    })
}

/// The controls of this id, else of this title, in the framework that is asked for.
fn find(catalogue: &Catalogue, arguments: &Arguments) -> Result<Vec<ResourceSummary>, Error> {
    let wanted = |resource: &ResourceSummary| {
        let framework = arguments.framework.as_ref();
        let of = framework.is_none_or(|name| {
            resource.source.eq_ignore_ascii_case(name) || resource.part.eq_ignore_ascii_case(name)
        });
        resource.kind == Kind::Control && of
    };
    let name = &arguments.name;
    // Frameworks write AC-2 or AC-02; people do not care.
    for id in [name.clone(), numbered(name, 1), numbered(name, 2)] {
        let controls: Vec<ResourceSummary> = catalogue
            .by_key_or_id(&id)?
            .into_iter()
            .filter(wanted)
            .collect();
        if !controls.is_empty() {
            return Ok(controls);
        }
    }
    let titled = catalogue.by_title(name)?;
    Ok(titled.into_iter().filter(wanted).collect())
}

/// The techniques of a control, as a threat of its name: so they are aligned like any other.
fn techniques_as_threat(catalogue: &Catalogue, control: &ResourceSummary) -> Result<Threat, Error> {
    let techniques = catalogue
        .techniques_of(&[control.row])?
        .remove(&control.row)
        .unwrap_or_default();
    Ok(Threat {
        techniques: techniques
            .iter()
            .map(|id| ThreatTechnique::plain(id.to_string()))
            .collect(),
        ..Threat::named(&control.title)
    })
}

/// The text with each of its numbers written with so many digits at least.
fn numbered(text: &str, digits: usize) -> String {
    let mut all = String::new();
    let mut number = String::new();
    for letter in text.chars().map(Some).chain([None]) {
        match letter {
            Some(digit) if digit.is_ascii_digit() => number.push(digit),
            other => {
                if !number.is_empty() {
                    let plain = number.trim_start_matches('0');
                    all += &format!("{plain:0>digits$}");
                    number.clear();
                }
                all.extend(other);
            }
        }
    }
    all
}

fn unknown(catalogue: &Catalogue, name: &str) -> Result<Error, Error> {
    let near = catalogue
        .neighbours(name, 40)?
        .into_iter()
        .filter(|resource| resource.kind == Kind::Control)
        .take(3);
    Ok(Error::Unknown {
        what: "control",
        name: name.to_owned(),
        near: near
            .map(|resource| NearMatch {
                id: resource.id.unwrap_or(resource.key),
                name: resource.title,
            })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::numbered;

    #[test]
    fn numbers_are_written_with_one_digit_or_two() {
        assert_eq!(numbered("AC-2(1)", 2), "AC-02(01)");
        assert_eq!(numbered("AC-02(01)", 1), "AC-2(1)");
        assert_eq!(numbered("M1032", 2), "M1032");
        assert_eq!(numbered("8.0", 1), "8.0");
    }
}
