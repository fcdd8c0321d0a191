//! The chart of the three volumes, called Bearing on pages: a meridian per pillar, a node on each as high as its volume, and the
//! course through them.

use std::fmt::Write;

use count::Volume;
use model::Kind;
use questions::Numbers;
use questions::technique::Pillar;

use super::pillar_style::PillarStyle;

/// The picture, in tenths of a pixel.
pub(crate) struct VolumeChart {
    /// The picture in words.
    pub(crate) words: String,
    pub(crate) nodes: Vec<Node>,
    /// The path through the nodes.
    pub(crate) path: String,
    pub(crate) radius: usize,
    pub(crate) width: usize,
    pub(crate) height: usize,
}

/// The volume of one pillar.
pub(crate) struct Node {
    pub(crate) class: &'static str,
    pub(crate) x: usize,
    pub(crate) y: usize,
    /// Nothing exists.
    pub(crate) hollow: bool,
}

/// How large it is, in tenths of a pixel.
#[derive(Clone, Copy)]
struct Size {
    radius: usize,
    width: usize,
    height: usize,
}

const PAGE: Size = Size {
    radius: 45,
    width: 2000,
    height: 400,
};

const TABLE: Size = Size {
    radius: 26,
    width: 440,
    height: 180,
};

impl VolumeChart {
    /// Of a page.
    pub(crate) fn of_pillars(pillars: &[Pillar]) -> Self {
        let volumes: Vec<(Kind, Volume)> = pillars
            .iter()
            .map(|pillar| (pillar.kind, pillar.volume))
            .collect();
        Self::draw(&volumes, PAGE)
    }

    /// Of a row of a table.
    pub(crate) fn of_numbers(numbers: &Numbers) -> Self {
        let kinds = [Kind::Control, Kind::Detection, Kind::Test];
        Self::draw(&kinds.map(|kind| (kind, numbers.pillar(kind).1)), TABLE)
    }

    fn draw(volumes: &[(Kind, Volume)], size: Size) -> Self {
        let last = volumes.len().saturating_sub(1).max(1);
        let Size {
            radius,
            width,
            height,
        } = size;
        let node = |(at, &(kind, volume)): (usize, &(Kind, Volume))| Node {
            class: PillarStyle::of(kind).class,
            x: radius + 10 + (width - 2 * radius - 20) * at / last,
            y: height - radius - 10 - (height - 2 * radius - 20) * usize::from(steps(volume)) / 3,
            hollow: volume == Volume::None,
        };
        let nodes: Vec<Node> = volumes.iter().enumerate().map(node).collect();
        let mut path = String::new();
        for (at, node) in nodes.iter().enumerate() {
            let command = if at == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{command}{} {}", node.x, node.y);
        }
        let said: Vec<String> = volumes
            .iter()
            .map(|(kind, volume)| {
                format!("{} {volume}", PillarStyle::of(*kind).name.to_lowercase())
            })
            .collect();
        Self {
            words: format!("Volumes: {}", said.join(", ")),
            nodes,
            path,
            radius,
            width,
            height,
        }
    }
}

/// How many of three steps a volume fills.
pub(crate) fn steps(volume: Volume) -> u8 {
    match volume {
        Volume::None => 0,
        Volume::Low => 1,
        Volume::Medium => 2,
        Volume::High => 3,
    }
}
