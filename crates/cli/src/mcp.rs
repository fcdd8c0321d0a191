//! `rhumb mcp`: the questions for an assistant that starts the program itself.

use std::sync::Arc;

use crate::arguments::GlobalArguments;
use crate::serve::catalogues;

/// Speaks with the assistant until it goes.
pub(crate) fn mcp(global: &GlobalArguments) -> anyhow::Result<()> {
    let catalogues = Arc::new(catalogues(global.catalogue.clone(), global.attack.clone())?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let ended = runtime.block_on(serve::mcp::stdio(catalogues));
    // Standard input may still be read from; nothing more will come of it.
    runtime.shutdown_background();
    Ok(ended?)
}
