//! Definitions, references, highlights.

use super::convert::Here;
use super::server::Server;
use crate::lsp::navigation::{self, Declarations, Definition, HighlightKind};
use crate::lsp::session::Need;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, GotoDefinitionParams, GotoDefinitionResponse,
    Location, LocationLink, ReferenceParams,
};

impl Server {
    pub(super) async fn definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let asked = params.text_document_position_params;
        let links = self.abilities().definition_links;
        let answer = self.here(&asked.text_document.uri, Need::Facts, move |here| {
            let definition = navigation::definition(&here.view, here.offset(asked.position))?;
            Some(if links {
                GotoDefinitionResponse::Link(definition_links(here, &definition))
            } else {
                let selections = definition.targets.iter().map(|target| target.selection);
                GotoDefinitionResponse::Array(selections.filter_map(|place| here.location(place)).collect())
            })
        });
        Ok(answer.await?.flatten())
    }

    pub(super) async fn references_to(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let asked = params.text_document_position;
        let declarations = if params.context.include_declaration { Declarations::Included } else { Declarations::Left };
        let answer = self.here(&asked.text_document.uri, Need::Facts, move |here| {
            let places = navigation::references(&here.view, here.offset(asked.position), declarations);
            places.into_iter().filter_map(|place| here.location(place)).collect()
        });
        answer.await
    }

    pub(super) async fn highlights(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let asked = params.text_document_position_params;
        let answer = self.here(&asked.text_document.uri, Need::Facts, move |here| {
            let highlights = navigation::highlights(&here.view, here.offset(asked.position)).into_iter();
            highlights
                .map(|highlight| DocumentHighlight {
                    range: here.range(highlight.span),
                    kind: Some(match highlight.kind {
                        HighlightKind::Read => DocumentHighlightKind::READ,
                        HighlightKind::Write => DocumentHighlightKind::WRITE,
                    }),
                })
                .collect()
        });
        answer.await
    }
}

fn definition_links(here: &Here<'_>, definition: &Definition) -> Vec<LocationLink> {
    let targets = definition.targets.iter();
    let link = |target: &navigation::Target| {
        let whole = here.location(target.place)?;
        let selection = here.location(target.selection)?;
        Some(LocationLink {
            origin_selection_range: Some(here.range(definition.origin)),
            target_uri: whole.uri,
            target_range: whole.range,
            target_selection_range: selection.range,
        })
    };
    targets.filter_map(link).collect()
}
