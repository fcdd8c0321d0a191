//! The page of a technique with one text wherever upstream text stands, the same as that of the HTML pages' tests.

#[path = "../../src/html/tests/hostile.rs"]
mod same;

pub(crate) fn of(text: &str) -> questions::page::Answer {
    same::page(text)
}
