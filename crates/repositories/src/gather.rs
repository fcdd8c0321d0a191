//! Reads all trees, several at a time.

#![expect(
    clippy::disallowed_methods,
    reason = "progress shows how long reading took"
)]

use std::cmp::Reverse;
use std::time::Instant;

use catalogue::SourceHarvest;
use model::Problem;
use sources::Origin;

use crate::harvest_cache::{HarvestCache, Reading};
use crate::job::Job;
use crate::parallel;
use crate::progress::{Event, Progress};

/// Reads all trees, this many at a time, the largest first. A tree that cannot be opened at all is a problem of its source; the
/// others go on. What was read comes in the order of the jobs, whichever was done first.
pub fn gather(
    jobs: &[Job],
    harvests: Option<&HarvestCache>,
    at_a_time: usize,
    progress: &dyn Progress,
) -> Vec<SourceHarvest> {
    let mut queue: Vec<(usize, &Job)> = jobs.iter().enumerate().collect();
    queue.sort_by_cached_key(|(_, job)| Reverse(job.size()));
    let read = |&(place, job): &(usize, &Job)| (place, read(job, harvests, progress));
    let mut gathered = parallel::map(&queue, at_a_time, read);
    gathered.sort_by_key(|&(place, _)| place);
    gathered.into_iter().map(|(_, gathered)| gathered).collect()
}

fn read(job: &Job, harvests: Option<&HarvestCache>, progress: &dyn Progress) -> SourceHarvest {
    progress.report(&job.name, &Event::Started);
    let start = Instant::now();
    let (reading, origin) = job.read(harvests).unwrap_or_else(|error| {
        let problem = Problem {
            path: String::new(),
            line: None,
            what: format!("cannot be read at all: {error}"),
        };
        let mut reading = Reading::default();
        reading.harvest.problems.push(problem);
        (reading, Origin::default())
    });
    let event = Event::Read {
        files: reading.files,
        bytes: reading.bytes,
        resources: reading.harvest.resources.len(),
        problems: reading.harvest.problems.len(),
        took: start.elapsed(),
    };
    progress.report(&job.name, &event);
    SourceHarvest {
        provenance: job.reader.provenance(&origin),
        harvest: reading.harvest,
        prepared: reading.prepared,
    }
}
