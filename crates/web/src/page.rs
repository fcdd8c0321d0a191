//! From an address to its page.

use catalogue::Catalogue;
use model::TextPolicy;

use crate::context::PageContext;
use crate::links::Deployment;
use crate::pages::missing::{error_page, missing};
use crate::pages::{HOME, NAVIGATION, find};
use crate::query::Query;
use crate::route::{Outcome, Request};
use crate::shared_matrix::SharedMatrix;

/// The page at a path (`/technique/T1021`) with a query (`sort=gap&tactic=execution`, as in an address, not decoded).
pub fn page(catalogue: &Catalogue, path: &str, query: &str, deployment: Deployment) -> Outcome {
    page_among(catalogue, path, query, deployment, &SharedMatrix::default())
}

/// Makes one of many pages of the same catalogue.
pub(crate) fn page_among(
    catalogue: &Catalogue,
    path: &str,
    query: &str,
    deployment: Deployment,
    shared_matrix: &SharedMatrix,
) -> Outcome {
    let query = Query::parse(query);
    let about = catalogue.about();
    let Some((route, names)) = find(path, &query) else {
        let context = PageContext::new(deployment, HOME.at([]), Vec::new(), &NAVIGATION);
        let why = "There is no page at this address.";
        return Outcome::Missing(missing(&context, about, "No such page", why, &[]));
    };
    let mut context = PageContext::new(
        deployment,
        route.with_names(&names),
        query.pairs(),
        &NAVIGATION,
    )
    .with_templates(route.templates);
    if deployment.is_site() {
        match withheld(catalogue) {
            Ok(sources) => context = context.withholding(sources),
            Err(error) => return error_page(&error.into(), &context, about),
        }
    }
    let request = Request {
        catalogue,
        names: &names,
        query: &query,
        context: &context,
        shared_matrix,
    };
    route
        .make(&request)
        .unwrap_or_else(|error| error_page(&error, &context, about))
}

/// The sources whose words may not be republished.
fn withheld(catalogue: &Catalogue) -> Result<Vec<String>, catalogue::Error> {
    let sources = catalogue.sources()?.into_iter();
    let withheld = sources.filter(|source| source.provenance.text == TextPolicy::LinkOnly);
    Ok(withheld.map(|source| source.provenance.source).collect())
}
