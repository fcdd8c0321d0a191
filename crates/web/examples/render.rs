//! Writes the page of an address to a file, with what it loads beside it: `render CATALOGUE OUT ADDRESS...`.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "an example reads its arguments and writes files"
)]

use std::path::Path;

use web::{Deployment, Outcome, asset, page};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (catalogue, out) = (
        arguments.next().ok_or("CATALOGUE")?,
        arguments.next().ok_or("OUT")?,
    );
    let catalogue = catalogue::Catalogue::open(Path::new(&catalogue))?;
    let out = Path::new(&out);
    std::fs::create_dir_all(out.join("assets"))?;
    for name in [
        "style.css",
        "home.css",
        "matrix.css",
        "app.js",
        "matrix.js",
        "theme.js",
        "favicon.svg",
    ] {
        let (bytes, _) = asset(name).ok_or(name)?;
        std::fs::write(out.join("assets").join(name), bytes)?;
    }
    for address in arguments {
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        let start = std::time::Instant::now();
        let outcome = page(&catalogue, path, query, Deployment::Server);
        let time = start.elapsed();
        let (what, html) = match outcome {
            Outcome::Page(html) => ("page", html),
            Outcome::Moved(to) => ("moved", to),
            Outcome::Missing(html) => ("missing", html),
            Outcome::Refused(html) => ("refused", html),
        };
        println!("{address}: {what}, {} bytes, {time:?}", html.len());
        let name: String = address
            .chars()
            .map(|letter| {
                if letter.is_alphanumeric() {
                    letter
                } else {
                    '_'
                }
            })
            .collect();
        // Files have no server: the addresses become relative.
        let html = html
            .replace("href=\"/assets/", "href=\"assets/")
            .replace("src=\"/assets/", "src=\"assets/");
        std::fs::write(out.join(format!("{}.html", name.trim_matches('_'))), html)?;
    }
    Ok(())
}
