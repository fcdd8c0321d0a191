//! What is asked, as the browser takes it and as questions take it.

use model::{Stack, Threat, ThreatTechnique};
use questions::stack::{StackArguments, StackInput};
use questions::threat::{Category, ThreatArguments, ThreatInput};
use questions::{PageRequest, align};
use serde::Serialize;
use serde_json::json;

/// What is chosen on a page.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a box that is ticked or not"
)]
pub(crate) struct Given {
    pub(crate) threat: Vec<String>,
    /// Threats of one's own, as text.
    #[serde(serialize_with = "texts")]
    pub(crate) layer: Vec<Own>,
    pub(crate) name: String,
    #[serde(flatten)]
    pub(crate) category: Lists,
    pub(crate) any_of: bool,
    pub(crate) with_software: bool,
    pub(crate) source: Vec<String>,
    pub(crate) platform: Vec<String>,
    pub(crate) log: Vec<String>,
    pub(crate) tactic: Vec<String>,
    pub(crate) lowest_level: bool,
    pub(crate) sort: String,
    pub(crate) ascending: bool,
    pub(crate) descending: bool,
}

/// What sources say of adversaries.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Lists {
    pub(crate) motive: Vec<String>,
    pub(crate) sector: Vec<String>,
    pub(crate) base: Vec<String>,
    pub(crate) victim: Vec<String>,
}

/// Techniques of one's own.
#[derive(Clone, Debug)]
pub(crate) struct Own {
    pub(crate) techniques: Vec<(String, Option<f64>)>,
    /// Whether it is written as a layer of the Navigator, or as ids with weights.
    pub(crate) is_layer: bool,
}

fn texts<S: serde::Serializer>(own: &[Own], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(own.iter().map(Own::text))
}

impl Own {
    fn text(&self) -> String {
        let all = self.techniques.iter();
        if self.is_layer {
            let techniques = all.enumerate().map(|(at, (id, score))| {
                let mut one = json!({ "techniqueID": id, "enabled": at % 7 != 3 });
                if let Some(score) = score {
                    one["score"] = json!(score);
                }
                if at % 5 == 4 {
                    one["showSubtechniques"] = json!(true);
                }
                one
            });
            let techniques: Vec<serde_json::Value> = techniques.collect();
            let versions = json!({ "layer": "4.5", "attack": "18" });
            return json!({ "name": "Mine", "versions": versions, "domain": "enterprise-attack", "techniques": techniques })
                .to_string();
        }
        let one = |(id, score): &(String, Option<f64>)| match score {
            Some(score) => format!("{id}:{score}"),
            None => id.clone(),
        };
        all.map(one).collect::<Vec<_>>().join(" ")
    }

    /// The same as it is read; nothing where that is refused.
    fn threat(&self, name: &str) -> Option<Threat> {
        if self.is_layer {
            return imports::threat("layer.json", self.text().as_bytes()).ok();
        }
        let techniques = self.techniques.iter().map(|(id, score)| ThreatTechnique {
            score: *score,
            ..ThreatTechnique::plain(id)
        });
        Some(Threat {
            techniques: techniques.collect(),
            ..Threat::named(name)
        })
    }
}

impl Given {
    /// Whom it is about; nothing where one of its layers is refused.
    pub(crate) fn threat(&self) -> Option<ThreatArguments> {
        let mut threat: Vec<ThreatInput> =
            self.threat.iter().cloned().map(ThreatInput::Name).collect();
        for own in &self.layer {
            threat.push(ThreatInput::Threat(Box::new(own.threat(&self.name)?)));
        }
        Some(ThreatArguments {
            threat,
            category: self.category(),
            with_software: self.with_software,
        })
    }

    pub(crate) fn category(&self) -> Category {
        let lists = self.category.clone();
        Category {
            motive: lists.motive,
            sector: lists.sector,
            base: lists.base,
            victim: lists.victim,
            any_of: self.any_of,
        }
    }

    pub(crate) fn stack(&self) -> StackArguments {
        let stack = Stack {
            log_sources: self.log.clone(),
            ..Stack::default()
        };
        StackArguments {
            stack: Some(StackInput::Stack(Box::new(stack))),
            source: self.source.clone(),
            platform: self.platform.clone(),
        }
    }

    pub(crate) fn shown(&self) -> align::TechniqueSelection {
        align::TechniqueSelection {
            tactic: self.tactic.clone(),
            lowest_level: self.lowest_level,
            sort: self.sort.parse().ok(),
            ascending: self.ascending,
            descending: self.descending,
        }
    }
}

/// As many rows as an answer may have.
pub(crate) fn whole() -> PageRequest {
    PageRequest {
        limit: Some(questions::MOST),
        cursor: None,
    }
}
