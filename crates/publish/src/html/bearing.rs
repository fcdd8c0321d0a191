//! The Bearing: three meridians, a node on each as high as the volume of its pillar, and the course through them.

use std::fmt::Write;

use model::Volume;
use questions::technique::Pillar;

use super::face::Face;

/// The picture, in tenths of a pixel: 200 by 40 pixels.
pub(super) struct Bearing {
    /// The picture in words.
    pub(super) words: String,
    pub(super) nodes: Vec<Node>,
    /// The path through the nodes.
    pub(super) course: String,
}

/// The volume of one pillar.
pub(super) struct Node {
    pub(super) class: &'static str,
    pub(super) x: usize,
    pub(super) y: usize,
    /// Nothing exists.
    pub(super) hollow: bool,
}

const RADIUS: usize = 45;
const WIDTH: usize = 2000;
const HEIGHT: usize = 400;

impl Bearing {
    pub(super) fn of(pillars: &[Pillar]) -> Self {
        let last = pillars.len().saturating_sub(1).max(1);
        let node = |(at, pillar): (usize, &Pillar)| Node {
            class: Face::of(pillar.kind).class,
            x: RADIUS + 10 + (WIDTH - 2 * RADIUS - 20) * at / last,
            y: HEIGHT
                - RADIUS
                - 10
                - (HEIGHT - 2 * RADIUS - 20) * usize::from(steps(pillar.volume)) / 3,
            hollow: pillar.volume == Volume::None,
        };
        let nodes: Vec<Node> = pillars.iter().enumerate().map(node).collect();
        let mut course = String::new();
        for (at, node) in nodes.iter().enumerate() {
            let command = if at == 0 { 'M' } else { 'L' };
            let _ = write!(course, "{command}{} {}", node.x, node.y);
        }
        let volumes: Vec<String> = pillars
            .iter()
            .map(|pillar| {
                format!(
                    "{} {}",
                    Face::of(pillar.kind).name.to_lowercase(),
                    pillar.volume
                )
            })
            .collect();
        Self {
            words: format!("Volumes: {}", volumes.join(", ")),
            nodes,
            course,
        }
    }
}

/// How many of three steps a volume fills.
pub(super) fn steps(volume: Volume) -> u8 {
    match volume {
        Volume::None => 0,
        Volume::Low => 1,
        Volume::Medium => 2,
        Volume::High => 3,
    }
}
