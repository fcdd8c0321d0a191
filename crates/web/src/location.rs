//! Where pages are: their address on a server, and their file on a static site.
//!
//! Both are patterns in which `{name}` stands for what an address names: `/technique/{id}` and `technique/{id}.html`.

use crate::file_name::slug;
use crate::percent::{decode, encode};
use crate::query::Query;

/// Where the pages of one kind are.
#[derive(Debug)]
pub(crate) struct Location {
    /// The address on a server: `/control/{id}?framework={framework?}`. A name with a question mark may be left out.
    pub(crate) address: &'static str,
    /// The file on a static site, with the same names: `control/{framework}/{id}.html`.
    file: &'static str,
    /// How a name is spelt in the file.
    pub(crate) spelling: fn(&str) -> String,
    /// What becomes of a query on a static site.
    pub(crate) query: QueryOnSite,
    /// The values of the query that have files of their own on a static site.
    pub(crate) split: Option<QuerySplit>,
    /// Where links lead on a static site without pages of single resources, where these are such pages.
    pub(crate) stand_in: Option<StandIn>,
}

/// How a query is treated on a static site, where no server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueryOnSite {
    /// It is ignored: the page shows everything.
    Ignored,
    /// A script computes the page from it; it is the fragment of the address.
    Computed(Computation),
    /// Its value of this name is an anchor of the page.
    AnchorPer(&'static str),
}

/// What computes a page in the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Computation {
    /// The name by which scripts know the page.
    pub(crate) page: &'static str,
    /// Its scripts, besides those that all computed pages have.
    pub(crate) scripts: &'static [&'static str],
}

/// Values of a query that have files of their own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QuerySplit {
    /// The name in the query.
    pub(crate) by: &'static str,
    /// The value whose file is that of the location.
    pub(crate) usual: &'static str,
    /// The other values of which a site has files.
    pub(crate) others: &'static [&'static str],
    /// Their files.
    pub(crate) file: &'static str,
}

/// As many names as an address may hold.
const MAX_NAMES: usize = 2;

/// The names in an address, decoded, in the order of its pattern.
pub(crate) type AddressNames = [String; MAX_NAMES];

/// The page that links lead to instead of another one, by the names in the address of that one.
pub(crate) type StandIn = for<'a> fn([&'a str; MAX_NAMES]) -> Target<'a>;

/// One page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    pub(crate) location: &'static Location,
    names: [&'a str; MAX_NAMES],
}

impl Location {
    /// Named in files as `slug` spells, the same whatever is asked.
    pub(crate) const fn new(address: &'static str, file: &'static str) -> Self {
        Self {
            address,
            file,
            spelling: slug,
            query: QueryOnSite::Ignored,
            split: None,
            stand_in: None,
        }
    }

    /// The page of these names.
    pub(crate) fn at<'a, const N: usize>(&'static self, names: [&'a str; N]) -> Target<'a> {
        debug_assert_eq!(N, names_in(self.address).count(), "{}", self.address);
        let mut all = [""; MAX_NAMES];
        all[..N].copy_from_slice(&names);
        Target {
            location: self,
            names: all,
        }
    }

    /// The page of the names of an address.
    pub(crate) fn with_names<'a>(&'static self, names: &'a AddressNames) -> Target<'a> {
        Target {
            location: self,
            names: names.each_ref().map(String::as_str),
        }
    }

    /// The names in an address, where it is that of one of these pages.
    pub(crate) fn names(&self, path: &str, query: &Query) -> Option<AddressNames> {
        let (pattern, fields) = self.address.split_once('?').unwrap_or((self.address, ""));
        let ((first, rest), (asked, named)) = (first_and_rest(pattern), first_and_rest(path));
        let named = decode(named);
        let mut found = Vec::new();
        match rest.starts_with('{') {
            _ if first != asked => return None,
            true if named.is_empty() => return None,
            true => found.push(named),
            false if named != rest => return None,
            false => {}
        }
        for field in fields.split('&').filter_map(|field| field.split_once('=')) {
            let value = query.value(field.0);
            let may_be_missing = field.1.ends_with("?}");
            found.push(value.or(may_be_missing.then_some(""))?.to_owned());
        }
        let mut found = found.into_iter();
        Some(AddressNames::default().map(|_| found.next().unwrap_or_default()))
    }
}

/// The names of an address that holds one.
pub(crate) fn one_name(name: &str) -> AddressNames {
    [name.to_owned(), String::new()]
}

impl<'a> Target<'a> {
    /// The page that links lead to where pages of single resources are left out; this page if it is no such page.
    pub(crate) fn without_resources(self) -> Target<'a> {
        self.location
            .stand_in
            .map_or(self, |stand_in| stand_in(self.names))
    }

    /// Its address on a server.
    pub(crate) fn address(self) -> String {
        self.fill(self.location.address, encode)
    }

    /// Its file on a static site.
    pub(crate) fn file(self) -> String {
        self.fill(self.location.file, self.location.spelling)
    }

    /// Its file for a query, and what is left of the query then.
    pub(crate) fn file_with<'q>(
        self,
        query: &[(&'q str, &'q str)],
    ) -> (String, Vec<(&'q str, &'q str)>) {
        let mut query = query.to_vec();
        let value = self.location.split.as_ref().and_then(|split| {
            let place = query.iter().position(|(name, _)| *name == split.by)?;
            Some((split, query.remove(place).1))
        });
        let file = match value {
            Some((split, value)) if value != split.usual => fill(split.file, |_| slug(value)),
            Some(_) | None => self.file(),
        };
        (file, query)
    }

    /// The files of values of the query that have one of their own, each with its address on a server.
    pub(crate) fn split(self) -> Vec<(String, String)> {
        let split = self.location.split.iter();
        let values = split.flat_map(|split| split.others.iter().map(|value| (split.by, *value)));
        values
            .map(|(by, value)| {
                let (file, _) = self.file_with(&[(by, value)]);
                (file, format!("{}?{by}={value}", self.address()))
            })
            .collect()
    }

    /// What becomes of its query on a static site.
    pub(crate) fn query_on_site(self) -> QueryOnSite {
        self.location.query
    }

    /// What computes it on a static site, where the browser does.
    pub(crate) fn computation(self) -> Option<Computation> {
        match self.location.query {
            QueryOnSite::Computed(computation) => Some(computation),
            QueryOnSite::Ignored | QueryOnSite::AnchorPer(_) => None,
        }
    }

    fn fill(self, pattern: &str, spell: fn(&str) -> String) -> String {
        fill(pattern, |name| {
            let mut known = names_in(self.location.address).zip(self.names);
            let named = known.find(|(known, _)| *known == name);
            named.map_or_else(String::new, |(_, value)| spell(value))
        })
    }
}

/// The pattern with a text in the place of each `{name}`.
fn fill(pattern: &str, text_of: impl Fn(&str) -> String) -> String {
    let mut parts = pattern.split(['{', '}']);
    let mut text = parts.next().unwrap_or_default().to_owned();
    while let (Some(name), Some(behind)) = (parts.next(), parts.next()) {
        text += &text_of(name.trim_end_matches('?'));
        text += behind;
    }
    text
}

/// The names in a pattern.
fn names_in(pattern: &str) -> impl Iterator<Item = &str> {
    let names = pattern.split(['{', '}']).skip(1).step_by(2);
    names.map(|name| name.trim_end_matches('?'))
}

/// `/technique/T1021` as its first word and all behind it.
fn first_and_rest(path: &str) -> (&str, &str) {
    let path = path.trim_matches('/');
    path.split_once('/').unwrap_or((path, ""))
}

impl PartialEq for Target<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.location.address == other.location.address && self.names == other.names
    }
}
