//! A commented stack.toml to begin with.

use model::Stack;
use questions::stack::StackVocabulary;

/// A stack to be filled in, with the words that can be used in it.
pub(super) fn template(words: &StackVocabulary, stack: &Stack) -> String {
    format!(
        "# What you own. What is left out means \"all\", but for deployed rules and exclusions.\n\
         # Ask with it: rhumb align APT29 --stack stack.toml\n\n\
         # Platforms in use; what is for others alone is left out.\n{platforms}\
         {}platforms = [{}]\n\n\
         # Log sources that arrive where rules run: product/category, product//service, a data component of ATT&CK (DC0032),\n\
         # or a log as ATT&CK names it.\n{logs}\
         # log_sources = []\n\n\
         # Products; each brings the sources and log sources that are written for it.\n{products}\
         {}products = [{}]\n\n\
         # Sources in use, by their ids in `rhumb sources`, your own among them.\n{sources}\
         # sources = []\n\n\
         # Rules that run: ids, keys, titles, or patterns of these with *. Exports of Splunk, Sentinel and Elastic:\n\
         # rhumb stack import FILE\n\
         # deployed = [\"sigma:rules/windows/*\"]\n\n\
         # What is left out on purpose.\n\
         # [[exclusions]]\n\
         # what = \"T1200\"\n\
         # owner = \"Head of Security\"\n\
         # reason = \"no removable hardware on site\"\n\
         # date = \"2026-01-31\"\n",
        if stack.platforms.is_empty() { "# " } else { "" },
        quote_list(&stack.platforms),
        if stack.products.is_empty() { "# " } else { "" },
        quote_list(&stack.products),
        platforms = examples(&words.platforms, 40),
        logs = examples(&words.log_sources, 30),
        products = examples(&words.products, 40),
        sources = examples(&words.sources, 80),
    )
}

/// The first words, as a comment.
fn examples(words: &[String], most: usize) -> String {
    let mut text = quote_list(&words[..words.len().min(most)]);
    if words.len() > most {
        text += &format!(" ... {} more: rhumb stack words", words.len() - most);
    }
    comment(&text)
}

fn quote_list(words: &[String]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    words.join(", ")
}

/// Lines of a comment, as wide as people read.
fn comment(text: &str) -> String {
    let mut lines = String::new();
    let mut line = String::from("#");
    for word in text.split(' ') {
        if line.len() + word.len() > 110 {
            lines += &line;
            lines += "\n";
            line = String::from("#");
        }
        line += " ";
        line += word;
    }
    lines + &line + "\n"
}
