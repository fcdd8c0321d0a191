//! The pages as files: all links lead to one, names can be told apart everywhere, and nothing is republished that may not be.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::Catalogue;
use model::TextPolicy;
use sources::SOURCES;

use web::site::{files, pages};
use web::{Deployment, Depth, Outcome, SharedMatrix, page};

use super::all_sources::all_sources;
use super::fixtures::with;

/// Every page of the site by its file.
fn site(catalogue: &Catalogue, depth: Depth) -> BTreeMap<String, String> {
    let html = |file: &str, html: Result<String, String>| {
        html.unwrap_or_else(|why| panic!("{file}: {why}"))
    };
    pages(catalogue, depth)
        .unwrap()
        .into_iter()
        .map(|page| {
            (
                page.file.clone(),
                html(
                    &page.file,
                    page.html(catalogue, depth, &SharedMatrix::default()),
                ),
            )
        })
        .collect()
}

/// The values of these attributes.
fn values<'a>(html: &'a str, starts: &[&str]) -> BTreeSet<&'a str> {
    let rest = starts.iter().flat_map(|start| html.split(*start).skip(1));
    rest.filter_map(|rest| rest.split('"').next()).collect()
}

/// Where a link on a page leads, without what stands behind `#`.
fn file_of(page: &str, link: &str) -> String {
    let mut folders: Vec<&str> = page.split('/').collect();
    folders.pop();
    for part in link.split('/') {
        match part {
            ".." => assert!(folders.pop().is_some(), "{page}: {link} leaves the site"),
            part => folders.push(part),
        }
    }
    folders.join("/")
}

fn plain(link: &str) -> String {
    link.replace("&#38;", "&")
        .replace("&amp;", "&")
        .replace("&#39;", "'")
}

#[test]
fn every_link_leads_to_a_file_and_a_place_in_it() {
    let catalogue = all_sources();
    for (depth, at_least) in [(Depth::Whole, 3_000), (Depth::WithoutResources, 1_000)] {
        let links = lead_somewhere(&catalogue, depth);
        assert!(links > at_least, "{links}");
    }
}

/// Checks every link of a site, and tells how many there are.
fn lead_somewhere(catalogue: &Catalogue, depth: Depth) -> usize {
    let (site, others) = (site(catalogue, depth), files(catalogue, depth).unwrap());
    let others: BTreeSet<&str> = others.iter().map(|file| file.file.as_str()).collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> = site
        .iter()
        .map(|(file, html)| (file.as_str(), values(html, &[" id=\""])))
        .collect();
    let mut links = 0;
    for (file, html) in &site {
        for link in values(
            html,
            &[" href=\"", " src=\"", " action=\"", "data-suggest=\""],
        ) {
            let link = plain(link);
            if link.contains("://") {
                continue;
            }
            assert!(
                !link.contains('?') && !link.starts_with('/'),
                "{file}: {link}"
            );
            let (to, place) = link.split_once('#').unwrap_or((&link, ""));
            let to = if to.is_empty() {
                file.clone()
            } else {
                file_of(file, to)
            };
            links += 1;
            match ids.get(to.as_str()) {
                Some(ids) => assert!(
                    place.is_empty() || place.contains('=') || ids.contains(place),
                    "{file}: {link} names no place of {to}"
                ),
                None => assert!(
                    others.contains(to.as_str()),
                    "{file}: {link} leads to no file"
                ),
            }
        }
    }
    links
}

#[test]
fn names_of_files_can_be_told_apart_on_every_system() {
    let catalogue = all_sources();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for page in pages(&catalogue, Depth::Whole).unwrap() {
        assert!(names.insert(page.file.to_lowercase()), "{}", page.file);
        for part in page.file.split('/') {
            assert!(part.len() <= 200 && !part.starts_with('.'), "{}", page.file);
            let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
            assert!(part.bytes().all(allowed), "{}", page.file);
        }
    }
}

#[test]
fn the_same_catalogue_gives_the_same_files() {
    with(|catalogue| {
        let whole = || site(catalogue, Depth::Whole);
        assert_eq!(whole(), whole());
        assert_eq!(
            files(catalogue, Depth::Whole).unwrap(),
            files(catalogue, Depth::Whole).unwrap()
        );
    });
}

/// Sentences, commands and the like: lines that nobody writes by chance.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines()
        .map(str::trim)
        .filter(|line| line.len() > 12 && line.contains(' '))
}

fn shown(html: &str) -> String {
    html.replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#38;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
        .replace("<b>", "")
        .replace("</b>", "")
        .replace("<i>", "")
        .replace("</i>", "")
        .replace("<s>", "")
        .replace("</s>", "")
}

/// What sources on these terms wrote: (source, line).
fn written(catalogue: &Catalogue, terms: TextPolicy) -> BTreeSet<(String, String)> {
    let mut written = BTreeSet::new();
    for source in SOURCES.iter().filter(|source| source.text == terms) {
        let json = serde_json::json!({ "source": [source.id], "limit": 1000 });
        let arguments = serde_json::from_value(json).unwrap();
        for row in questions::resources::ask(catalogue, &arguments)
            .unwrap()
            .items
        {
            let title = row.resource.title.clone();
            let whole = catalogue.resource_details(row.resource).unwrap();
            let details = whole
                .mappings
                .iter()
                .filter_map(|mapping| mapping.detail.clone());
            let texts = [whole.description, whole.query]
                .into_iter()
                .flatten()
                .chain(details);
            for text in texts {
                // Titles are facts, also where authors repeat them.
                let said = lines(&text).filter(|line| !title.contains(line));
                written.extend(said.map(|line| (source.id.to_owned(), line.to_owned())));
            }
        }
    }
    written
}

#[test]
fn what_may_not_be_republished_stands_on_no_page_of_a_site() {
    let catalogue = all_sources();
    // What free sources write as well may be shown as theirs.
    let free: BTreeSet<String> = written(&catalogue, TextPolicy::Free)
        .into_iter()
        .map(|(_, line)| line)
        .collect();
    let mut withheld = written(&catalogue, TextPolicy::LinkOnly);
    withheld.retain(|(_, line)| !free.contains(line));
    let of: BTreeSet<&str> = withheld.iter().map(|(source, _)| source.as_str()).collect();
    assert!(
        of.len() >= 6,
        "only {of:?} have words that may not be shown"
    );
    let mut said = String::new();
    for html in site(&catalogue, Depth::Whole).values() {
        said += &shown(html);
    }
    for file in files(&catalogue, Depth::Whole).unwrap() {
        said += &String::from_utf8_lossy(&file.bytes);
    }
    for (source, line) in &withheld {
        assert!(!said.contains(line.as_str()), "{source}: {line}");
    }
    // The same words are there for those who serve them to themselves, and free words are there for all.
    let served = |source: &str| {
        let json = serde_json::json!({ "source": [source], "limit": 1000 });
        let arguments = serde_json::from_value(json).unwrap();
        let rows = questions::resources::ask(&catalogue, &arguments)
            .unwrap()
            .items;
        rows.into_iter()
            .map(|row| {
                let query = format!(
                    "key={}",
                    row.resource.key.replace('#', "%23").replace(' ', "%20")
                );
                match page(&catalogue, "/resource", &query, Deployment::Server) {
                    Outcome::Page(html) => shown(&html),
                    other => panic!("{query}: {other:?}"),
                }
            })
            .collect::<String>()
    };
    for source in of {
        let served = served(source);
        let mut lines = withheld.iter().filter(|(of, _)| of == source);
        assert!(
            lines.any(|(_, line)| served.contains(line.as_str())),
            "{source}"
        );
    }
    assert!(
        free.iter()
            .filter(|line| said.contains(line.as_str()))
            .count()
            > 20
    );
}

#[test]
fn licences_that_do_not_let_words_be_republished_are_declared_so() {
    for source in SOURCES {
        let closed = ["GPL", "Elastic", "none stated", "proprietary", "NC"]
            .iter()
            .any(|word| source.licence.contains(word));
        assert_eq!(
            source.text == TextPolicy::LinkOnly,
            closed,
            "{}: {}",
            source.id,
            source.licence
        );
    }
}
