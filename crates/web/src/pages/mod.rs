//! The pages, one file each, and the table that says where each is.
//!
//! To add a page: a file here that asks its questions and makes a page of the answers, and its row in the table. Links to
//! it are made of its row: `context.link("Problems", PROBLEMS.at([]))`.

mod actor;
mod adversaries;
mod alignment;
mod changed;
mod control;
mod controls;
mod drift;
mod elements;
mod framework;
mod frameworks;
mod home;
mod log_source;
pub(crate) mod matrix;
pub(crate) mod missing;
mod notices;
mod problems;
mod resource;
pub(crate) mod rows;
mod search;
mod source;
mod sources;
pub(crate) mod technique;
mod templates;
mod threats;

use crate::html::shell::Navigation;
use crate::location::{AddressNames, QuerySplit};
use crate::query::Query;
use crate::route::Route;

/// A static for each row, and all of them in a list.
macro_rules! table {
    ($($name:ident = $route:expr,)+) => {
        $(pub(crate) static $name: Route = $route;)+

        /// Every row of the table. The first that an address fits is taken.
        pub(crate) static ROUTES: &[&Route] = &[$(&$name),+];
    };
}

table! {
    HOME = Route::new("/", "index.html", home::page),
    MATRIX = Route::new("/matrix", "matrix.html", matrix::page)
        .computed_by("matrix", &["site-grid.js", "site-matrix.js"], matrix::templates)
        .split(QuerySplit {
            by: "domain",
            usual: "enterprise",
            others: &["mobile", "ics"],
            file: "matrix-{domain}.html",
        }),
    TECHNIQUE = Route::new("/technique/{id}", "technique/{id}.html", technique::page)
        .with_spelling(technique::id_in_files)
        .pages_for(technique::all_names),
    THREATS = Route::new("/threats", "threats.html", threats::page)
        .computed_by("threats", &["site-grid.js", "site-threats.js"], threats::templates),
    ALIGNMENT = Route::new("/alignment", "alignment.html", alignment::page)
        .computed_by("alignment", &["site-grid.js", "site-alignment.js"], alignment::templates::of_threat),
    CONTROLS = Route::new("/controls", "controls.html", controls::page)
        .computed_by("controls", &["site-grid.js", "site-alignment.js"], alignment::templates::of_controls),
    CONTROL = Route::new("/control/{id}?framework={framework?}", "control/{framework}/{id}.html", control::page)
        .pages_for(control::all_names),
    FRAMEWORKS = Route::new("/framework/", "frameworks.html", frameworks::page),
    FRAMEWORK = Route::new("/framework/{source}", "framework/{source}.html", framework::page).pages_for(framework::all_names),
    SOURCES = Route::new("/sources", "sources.html", sources::page),
    NOTICES = Route::new("/source/notices", "source/notices.html", notices::page),
    SOURCE = Route::new("/source/{id}", "source/{id}.html", source::page).pages_for(source::all_names),
    PROBLEMS = Route::new("/problems", "problems.html", problems::page).anchor_per("source"),
    DRIFT = Route::new("/drift", "drift.html", drift::page).anchor_per("source"),
    CHANGED = Route::new("/changed", "changed.html", changed::page),
    SEARCH = Route::new("/search", "search.html", search::page)
        .computed_by("search", &["site-search.js"], search::templates),
    ADVERSARIES = Route::new("/adversaries", "adversaries.html", adversaries::page),
    GROUP = Route::new("/adversary/{id}", "adversary/{id}.html", actor::group).pages_for(actor::groups),
    SOFTWARE = Route::new("/software/{id}", "software/{id}.html", actor::software).pages_for(actor::all_software),
    CAMPAIGN = Route::new("/campaign/{id}", "campaign/{id}.html", actor::campaign).pages_for(actor::campaigns),
    LOG_SOURCE = Route::new("/log-source?name={name}", "log-source/{name}.html", log_source::page)
        .pages_for(log_source::all_names),
    RESOURCE = Route::new("/resource?key={key}", "resource/{key}.html", resource::page)
        .with_spelling(resource::key_in_files)
        .with_stand_in(resource::source)
        .pages_for(resource::all_names),
}

/// What the bar above every page and the foot below it lead to.
pub(crate) static NAVIGATION: Navigation = Navigation {
    home: &HOME.location,
    bar: [
        ("Matrix", &MATRIX.location),
        ("Threats", &THREATS.location),
        ("Alignment", &ALIGNMENT.location),
        ("Controls", &CONTROLS.location),
        ("Sources", &SOURCES.location),
    ],
    search: &SEARCH.location,
    sources: &SOURCES.location,
    changed: &CHANGED.location,
    notices: &NOTICES.location,
};

/// The row that an address fits, and the names in the address.
pub(crate) fn find(path: &str, query: &Query) -> Option<(&'static Route, AddressNames)> {
    ROUTES
        .iter()
        .find_map(|route| Some((*route, route.location.names(path, query)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::{Deployment, Depth, Links};

    #[test]
    fn addresses_hold_no_letter_that_means_something() {
        let target = RESOURCE.at(["sigma:rules/a b.yml#1&x=\"<>"]);
        let server = Links::of(HOME.at([]), Deployment::Server);
        assert_eq!(
            server.to(target).to_string(),
            "/resource?key=sigma%3Arules%2Fa%20b.yml%231%26x%3D%22%3C%3E"
        );
        let site = Links::of(TECHNIQUE.at(["T1021.002"]), Deployment::Site(Depth::Whole));
        assert_eq!(site.to(MATRIX.at([])).to_string(), "../matrix.html");
        assert_eq!(
            site.to(target).to_string(),
            "../resource/sigma/rules~2fa~20b.yml~231~26x~3d~22~3c~3e.html"
        );
        assert_eq!(
            server.with(SEARCH.at([]), &[("words", "a&b")]).to_string(),
            "/search?words=a%26b"
        );
        assert_eq!(
            site.with(SEARCH.at([]), &[("words", "a&b")]).to_string(),
            "../search.html#words=a%26b"
        );
        let of_domain = site.with(MATRIX.at([]), &[("view", "gap"), ("domain", "ics")]);
        assert_eq!(of_domain.to_string(), "../matrix-ics.html#view=gap");
        let of_source = site.with(DRIFT.at([]), &[("source", "My rules")]);
        assert_eq!(of_source.to_string(), "../drift.html#of-my-rules");
        let all = site.with(ADVERSARIES.at([]), &[("cursor", "500")]);
        assert_eq!(all.to_string(), "../adversaries.html");
    }

    #[test]
    fn the_names_in_an_address_are_those_that_it_was_made_of() {
        let names = |target: crate::location::Target<'_>| {
            let address = target.address();
            let (path, query) = address.split_once('?').unwrap_or((&address, ""));
            find(path, &Query::parse(query)).map(|(route, names)| (route.location.address, names))
        };
        for (target, expected) in [
            (HOME.at([]), ["", ""]),
            (FRAMEWORKS.at([]), ["", ""]),
            (NOTICES.at([]), ["", ""]),
            (SOURCE.at(["my rules/a"]), ["my rules/a", ""]),
            (
                CONTROL.at(["AC-2(3)", "nist & co"]),
                ["AC-2(3)", "nist & co"],
            ),
            (RESOURCE.at(["sigma:a?b=c#d"]), ["sigma:a?b=c#d", ""]),
        ] {
            let expected = expected.map(str::to_owned);
            assert_eq!(names(target), Some((target.location.address, expected)));
        }
        assert!(find("/control/AC-2", &Query::default()).is_some());
        assert!(find("/resource", &Query::default()).is_none());
        assert!(find("/matrix/x", &Query::default()).is_none());
        assert!(find("/technique/", &Query::default()).is_none());
    }
}
