//! Markup that scripts of a static site clone and fill: `<template>` elements, rendered from the files that finished pages are
//! rendered from.

use askama::Template;

use super::block::{Block, TokenKind};
use super::document::{Menu, PageSection};
use super::pillar_style::Shape;
use super::table::Cell;

/// The `<template>` elements of a page, each with its name.
#[derive(Template)]
#[template(path = "templates.html", whitespace = "minimize")]
pub(crate) struct Templates {
    pub(crate) named: Vec<NamedTemplate>,
}

/// A template with the name by which a script asks for it.
pub(crate) type NamedTemplate = (&'static str, Content);

/// What a `<template>` element holds.
pub(crate) enum Content {
    Block(Block),
    Section(PageSection),
    /// The buttons beside a title.
    Menus(Vec<Menu>),
    /// The field for the address of a layer, which the browser fetches.
    LayerAddress,
}
