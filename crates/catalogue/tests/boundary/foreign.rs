//! What is no catalogue is said to be none, and what is damaged is an error: nothing outside makes the program panic.

use std::path::Path;
use std::sync::OnceLock;

use catalogue::{Catalogue, Error, Filter};
use proptest::prelude::*;

use crate::{harvests, snapshot};

#[test]
fn a_file_that_is_no_catalogue_is_said_to_be_none() {
    let whole = whole();
    let with = |at: usize, number: i32| {
        let mut bytes = whole.to_vec();
        bytes[at..at + 4].copy_from_slice(&number.to_be_bytes());
        bytes
    };
    let cases: &[(&str, Vec<u8>)] = &[
        ("empty file", Vec::new()),
        ("a text", b"title: Lamp Switched On\n".repeat(100)),
        ("another SQLite file", with(68, 0)),
        ("another program's SQLite file", with(68, 0x0f05_5112)),
        ("an older format", with(60, 0)),
        ("a newer format", with(60, 1_000)),
        ("the first page alone", whole[..4096].to_vec()),
        ("half of it", whole[..whole.len() / 2].to_vec()),
        ("all but one byte", whole[..whole.len() - 1].to_vec()),
    ];
    let mut said = String::new();
    for (name, bytes) in cases {
        said += &format!("{name}: {}\n", check(bytes));
    }
    let folder = tempfile::tempdir().unwrap();
    said += &format!(
        "missing: {}\n",
        opened(&folder.path().join("none.rhumb"), folder.path())
    );
    said += &format!("a folder: {}\n", opened(folder.path(), folder.path()));
    snapshot("foreign", &said);
}

#[test]
fn a_catalogue_of_no_release_opens_and_has_no_techniques() {
    let catalogue = harvests::catalogue(vec![harvests::sigma()]);
    assert_eq!(catalogue.about().attack, "");
    assert!(catalogue.all_techniques().unwrap().is_empty());
    read_all(&catalogue).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn flipped_bytes_never_panic(flips in proptest::collection::vec((any::<prop::sample::Index>(), 1u8..), 1..20)) {
        let mut bytes = whole().to_vec();
        for (at, with) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= with;
        }
        if let Ok(catalogue) = Catalogue::from_bytes(&bytes) {
            let _ = read_all(&catalogue);
        }
    }

    #[test]
    fn a_cut_is_always_noticed(at in any::<prop::sample::Index>()) {
        let whole = whole();
        prop_assert!(Catalogue::from_bytes(&whole[..at.index(whole.len())]).is_err());
    }
}

/// What opening a file of these bytes says.
fn check(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.rhumb");
    std::fs::write(&path, bytes).unwrap();
    opened(&path, folder.path())
}

fn opened(path: &Path, folder: &Path) -> String {
    let said = match Catalogue::open(path) {
        Ok(catalogue) => format!("opened: {:?}", read_all(&catalogue)),
        Err(error) => error.to_string(),
    };
    said.replace(&folder.display().to_string(), "FOLDER")
}

fn whole() -> &'static [u8] {
    static WHOLE: OnceLock<Vec<u8>> = OnceLock::new();
    WHOLE.get_or_init(|| harvests::build_catalogue(harvests::all()).bytes().unwrap())
}

/// Everything that a question could look at.
fn read_all(catalogue: &Catalogue) -> Result<(), Error> {
    for technique in catalogue.all_techniques()? {
        catalogue.technique(technique.id)?;
        catalogue.sub_techniques(technique.id)?;
        let mapped = catalogue.mapped_resources(&[technique.id])?;
        let resources: Vec<_> = mapped.into_iter().map(|mapping| mapping.resource).collect();
        catalogue.technique_counts(&resources)?;
    }
    for resource in catalogue.resources(&Filter::default(), None, 1_000)?.0 {
        catalogue.by_key_or_id(&resource.key)?;
        catalogue.excerpt(&resource, "words")?;
        catalogue.resource_details(resource)?;
    }
    for source in catalogue.sources()? {
        catalogue.part_counts(&source.provenance.source)?;
    }
    catalogue.problems(None)?;
    catalogue.search("powershell", 0, 50)?;
    catalogue.corrected("powershall")?;
    Ok(())
}
