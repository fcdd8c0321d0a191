//! Reads files side by side and keeps the account: after this, each file has stated something, is a problem, or
//! is known to hold nothing. None is lost silently.

use model::{FileOutcome, Harvest, Problem};
use rayon::prelude::*;

use crate::{File, Tree};

/// Reads each file that matches one of the `patterns` into the harvest, in the order of their paths.
///
/// The reader gets an empty harvest per file; place and ordinal of its resources are filled in here.
pub(crate) fn read_files(
    tree: &Tree,
    patterns: &[&str],
    harvest: &mut Harvest,
    read: impl Fn(&File<'_>, &mut Harvest) -> Result<(), Problem> + Sync,
) {
    let files: Vec<File<'_>> = tree.files(patterns).collect();
    let read_one = |file: &File<'_>| {
        let mut of_file = Harvest::default();
        if let Err(problem) = read(file, &mut of_file) {
            of_file.problems.push(problem);
        }
        number(file.path, &mut of_file);
        close(file.path, &mut of_file);
        of_file
    };
    for of_file in files.par_iter().map(read_one).collect::<Vec<_>>() {
        merge(harvest, of_file);
    }
}

/// Says that the file holds no resources and why.
pub(crate) fn holds_none(file: &File<'_>, reason: &str, harvest: &mut Harvest) {
    harvest.files.insert(
        file.path.to_owned(),
        FileOutcome::HoldsNone(reason.to_owned()),
    );
}

fn number(path: &str, harvest: &mut Harvest) {
    for (ordinal, resource) in (0..).zip(&mut harvest.resources) {
        path.clone_into(&mut resource.place.path);
        resource.place.ordinal = ordinal;
    }
}

fn close(path: &str, harvest: &mut Harvest) {
    let stated =
        !harvest.resources.is_empty() || harvest.release.is_some() || harvest.ontology.is_some();
    if !harvest.problems.is_empty() {
        harvest.files.insert(path.to_owned(), FileOutcome::Problem);
    } else if stated {
        harvest.files.insert(path.to_owned(), FileOutcome::Stated);
    } else if !harvest.files.contains_key(path) {
        harvest.problems.push(Problem {
            path: path.to_owned(),
            line: None,
            what: "nothing in it is what this source holds".to_owned(),
        });
        harvest.files.insert(path.to_owned(), FileOutcome::Problem);
    }
}

fn merge(harvest: &mut Harvest, of_file: Harvest) {
    harvest.resources.extend(of_file.resources);
    harvest.problems.extend(of_file.problems);
    harvest.not_mappable.extend(of_file.not_mappable);
    harvest.files.extend(of_file.files);
    harvest.ontology = harvest.ontology.take().or(of_file.ontology);
    harvest.release = harvest.release.take().or(of_file.release);
}
