//! Hovers in the protocol's terms.

use super::convert::{Here, point, range};
use super::server::Server;
use crate::lsp::hover;
use crate::lsp::session::Need;
use crate::model::Place;
use jiff::Timestamp;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind, Range};

impl Server {
    /// What is shown over the token at a position.
    pub(super) async fn hover_at(&self, params: HoverParams) -> Result<Option<Hover>> {
        let at = params.text_document_position_params;
        let markdown = self.abilities().hover_markdown;
        if let Some(path) = self.path_of(&at.text_document.uri).filter(|path| hover::is_configuration(path)) {
            let encoding = self.abilities().encoding;
            let answer = self.at_moment(Need::Facts, move |moment, _| {
                let open = moment.open(&path)?;
                let offset = open.lines.offset(point(at.position), encoding);
                let found = hover::configuration(&path, open.document.text(), offset)?;
                Some(shown(&found, range(&open.lines, found.span, encoding), markdown, |_| None))
            });
            return answer.await;
        }
        let answer = self.here(&at.text_document.uri, Need::Findings, move |here| {
            let found = hover::hover(&here.view, here.offset(at.position), Timestamp::now())?;
            Some(shown(&found, here.range(found.span), markdown, |place| address(here, place)))
        });
        Ok(answer.await?.flatten())
    }
}

/// A hover in the protocol's terms.
fn shown(found: &hover::Hover, range: Range, markdown: bool, address: impl Fn(Place) -> Option<String>) -> Hover {
    let content = match markdown {
        true => MarkupContent { kind: MarkupKind::Markdown, value: found.text.markdown(address) },
        false => MarkupContent { kind: MarkupKind::PlainText, value: found.text.plain() },
    };
    Hover { contents: HoverContents::Markup(content), range: Some(range) }
}

/// The address of a place, with the line as editors read it from a link: `file:///dags/a.py#L12`.
fn address(here: &Here<'_>, place: Place) -> Option<String> {
    let location = here.location(place)?;
    Some(format!("{}#L{}", location.uri.as_str(), location.range.start.line + 1))
}
