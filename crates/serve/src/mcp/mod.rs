//! The Model Context Protocol: the same questions for assistants, as few tools whose answers fit into a conversation.
//!
//! A tool (`tools`) asks one question (`ask`); its answer becomes items, each with where it comes from (`provenance`),
//! is shortened to what was asked for (`detail`) and cut to fit (`answer`). Resources (`resources`) are answers by
//! address, completions (`complete`) the names in these addresses.

mod answer;
mod ask;
mod compact_schema;
mod complete;
mod detail;
mod prompts;
mod provenance;
mod resources;
mod tools;

use std::sync::{Arc, Mutex};

use questions::names::KnownNames;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, CompleteRequestParams, CompleteResult,
    ContentBlock, ErrorData, GetPromptRequestParams, GetPromptResponse, Implementation,
    ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult, ListToolsResult,
    PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse, ServerCapabilities,
    ServerConfig,
};
use rmcp::service::{RequestContext, RoleServer};
use rmcp::transport::streamable_http_server::session::local::LocalSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use rmcp::{ServerHandler, ServiceExt};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::api::ServedQuestion;
use crate::error::Error;
use crate::pool::Catalogues;
use crate::problem::Problem;
use crate::settings::Fetch;
use crate::state::ServerState;

pub use answer::MAX_ANSWER_BYTES;

const INSTRUCTIONS: &str = "Which security controls, detection rules and offensive tests exist for MITRE ATT&CK techniques in the public repositories of \
    threat-informed defence, who uses a technique, and what is missing against a threat. Begin with `search` when you do not know an id. Answers are \
    pages of at most 25 KB: `total` says how many items there are, give `cursor` for the next page, and `detail` (brief, normal, full) for less or more \
    of each item. Cite the `provenance` of items. A technique with detections is not thereby covered: say the rung that is proven.";

/// The server's end of a conversation with an assistant.
#[derive(Clone)]
pub struct Assistant(Arc<Inner>);

struct Inner {
    catalogues: Arc<Catalogues>,
    questions: Vec<ServedQuestion>,
    fetch: Option<Fetch>,
    /// Whether the server watches the file of the catalogue.
    watched: bool,
    /// Of a state of the catalogue.
    names: Mutex<Option<(u64, Arc<KnownNames>)>>,
}

impl Assistant {
    fn new(catalogues: Arc<Catalogues>, fetch: Option<Fetch>, watched: bool) -> Self {
        Self(Arc::new(Inner {
            catalogues,
            questions: crate::api::served_questions(),
            fetch,
            watched,
            names: Mutex::new(None),
        }))
    }
}

/// Serves an assistant over standard input and output until it disconnects.
pub async fn stdio(catalogues: Arc<Catalogues>) -> Result<(), Error> {
    let ended = |error: String| Error::Setting(format!("the conversation ended: {error}"));
    let running = Assistant::new(catalogues, None, false)
        .serve(rmcp::transport::stdio())
        .await
        .map_err(|error| ended(error.to_string()))?;
    running
        .waiting()
        .await
        .map_err(|error| ended(error.to_string()))?;
    Ok(())
}

/// The same over HTTP. The middleware checks hosts and origins.
pub(crate) fn http(
    state: &ServerState,
    shutdown: CancellationToken,
) -> StreamableHttpService<Assistant, LocalSessionManager> {
    let (catalogues, fetch) = (Arc::clone(&state.catalogues), state.settings.fetch.clone());
    let assistant = Assistant::new(catalogues, fetch, true);
    let settings = StreamableHttpServerConfig::default()
        .disable_allowed_hosts()
        .with_cancellation_token(shutdown);
    StreamableHttpService::new(move || Ok(assistant.clone()), Arc::default(), settings)
}

impl ServerHandler for Assistant {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_prompts()
            .enable_completions()
            .build();
        let mut info = ServerConfig::new(capabilities);
        info.server_info = Implementation::new("rhumb", env!("CARGO_PKG_VERSION"));
        info.server_info.title = Some("Rhumb, a control validation compass".to_owned());
        info.instructions = Some(INSTRUCTIONS.to_owned());
        info
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::list(
            &self.0.questions,
        )))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let tool = tools::find(&request.name)?;
        let asked = self.ask(tool, request.arguments.unwrap_or_default());
        let answered = tokio::select! {
            () = context.ct.cancelled() => return Err(ErrorData::internal_error("cancelled", None)),
            answered = asked => answered,
        };
        // What an assistant can mend is an answer for it to read, not an error of the protocol.
        Ok(match answered {
            Ok(answer) => CallToolResult::structured(answer),
            // It has not the form of an answer, so it goes as text alone: clients hold what is structured against the schema.
            Err(problem) => {
                let text = to_json(&problem).to_string();
                CallToolResult::error(vec![ContentBlock::text(text)])
            }
        }
        .into())
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        resources::list(
            &*self.names().await.map_err(protocol_error)?,
            request.and_then(|request| request.cursor),
        )
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        Ok(ListResourceTemplatesResult::with_all_items(
            resources::templates(),
        ))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        self.read(&request.uri)
            .await
            .map(ReadResourceResponse::from)
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(ListPromptsResult::with_all_items(prompts::list()))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let given = request.arguments.unwrap_or_default();
        prompts::get(&request.name, &given).map(GetPromptResponse::from)
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let names = self.names().await.map_err(protocol_error)?;
        Ok(complete::complete(&names, &request))
    }
}

fn to_json(problem: &Problem) -> Value {
    serde_json::to_value(problem).unwrap_or_default()
}

/// A problem as an error of the protocol.
fn protocol_error(problem: Problem) -> ErrorData {
    let data = to_json(&problem);
    if problem.status == 404 {
        return ErrorData::resource_not_found(problem.detail, Some(data));
    }
    ErrorData::invalid_params(problem.detail, Some(data))
}
