//! Hovers in the protocol's terms.

use super::convert::Here;
use super::server::Server;
use crate::lsp::hover;
use crate::lsp::session::Need;
use crate::model::Place;
use jiff::Timestamp;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

impl Server {
    /// What is shown over the token at a position.
    pub(super) async fn hover_at(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        let markdown = self.abilities().hover_markdown;
        let answer = self.here(&at.text_document.uri, Need::Findings, move |here| {
            let found = hover::hover(&here.view, here.offset(at.position), Timestamp::now())?;
            let content = match markdown {
                true => {
                    let value = found.text.markdown(|place| address(here, place));
                    MarkupContent { kind: MarkupKind::Markdown, value }
                }
                false => MarkupContent { kind: MarkupKind::PlainText, value: found.text.plain() },
            };
            Some(Hover { contents: HoverContents::Markup(content), range: Some(here.range(found.span)) })
        });
        Ok(answer.await?.flatten())
    }
}

/// The address of a place, with the line as editors read it from a link: `file:///dags/a.py#L12`.
fn address(here: &Here<'_>, place: Place) -> Option<String> {
    let location = here.location(place)?;
    Some(format!("{}#L{}", location.uri.as_str(), location.range.start.line + 1))
}
