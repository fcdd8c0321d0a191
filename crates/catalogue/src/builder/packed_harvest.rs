//! What follows from one harvest alone, whatever else stands in the catalogue. It is made where the harvest is read, and
//! kept with it, so that a build after one changed source packs the words of that source only.

use borsh::{BorshDeserialize, BorshSerialize};
use model::{Harvest, Provenance, Resource};
use rayon::prelude::*;

use crate::builder::order::Order;
use crate::conclusions::cluster::CopyKeys;
use crate::error::Error;
use crate::format::body::Body;
use crate::format::contents::Contents;
use crate::format::packing;

/// What follows from one harvest, in the order of its resources.
#[derive(Clone, Debug, Default, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct PackedHarvest {
    /// What the bodies are packed with.
    pub(crate) dictionary: Vec<u8>,
    /// The words of each resource, packed.
    pub(crate) bodies: Vec<Vec<u8>>,
    /// What each resource shares with its copies.
    pub(crate) copy_keys: Vec<CopyKeys>,
}

/// Sorts a harvest and prepares it for a catalogue with all words.
pub fn prepare(provenance: &Provenance, harvest: &mut Harvest) -> Result<PackedHarvest, Error> {
    sort(provenance, harvest);
    PackedHarvest::of(&harvest.resources, Contents::All)
}

/// Puts the harvest into the order of the catalogue.
pub(crate) fn sort(provenance: &Provenance, harvest: &mut Harvest) {
    let order = Order::new(provenance, harvest.ontology.as_ref());
    let resources = &mut harvest.resources;
    resources.sort_by(|first, second| order.compare(first, second));
    harvest.problems.sort();
}

impl PackedHarvest {
    pub(crate) fn of(resources: &[Resource], contents: Contents) -> Result<Self, Error> {
        let texts: Vec<Vec<u8>> = resources
            .par_iter()
            .map(|resource| {
                serde_json::to_vec(&match contents {
                    Contents::All => Body::whole(resource),
                    Contents::FactsOnly => Body::facts(resource),
                })
            })
            .collect::<Result<_, _>>()?;
        let (dictionary, bodies) = match contents {
            Contents::All => {
                let dictionary = packing::dictionary(&texts);
                let bodies = packing::compress(&texts, &dictionary)?;
                (dictionary, bodies)
            }
            Contents::FactsOnly => (Vec::new(), texts),
        };
        Ok(Self {
            dictionary,
            bodies,
            copy_keys: resources.par_iter().map(CopyKeys::of).collect(),
        })
    }
}
