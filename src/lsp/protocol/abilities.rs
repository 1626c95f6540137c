//! What the client can do, as far as it matters here.

use super::completion::Takes;
use super::figures::SHOW_REFERENCES;
use crate::lsp::text::Encoding;
use tower_lsp::ls_types::{ClientCapabilities, DiagnosticTag, MarkupKind, TagSupport};

/// What the client can do. Nothing is assumed of one that does not say.
#[derive(Debug, Clone, Default)]
pub(super) struct Abilities {
    /// What positions count.
    pub(super) encoding: Encoding,
    /// It asks for diagnostics itself, and can be told to ask again.
    pub(super) pulls_diagnostics: bool,
    /// Diagnostics may point at other places.
    pub(super) related_information: bool,
    /// Diagnostics may have a link.
    pub(super) code_description: bool,
    /// Diagnostics may carry data.
    pub(super) diagnostic_data: bool,
    /// Hovers are best in Markdown.
    pub(super) hover_markdown: bool,
    /// How it takes completions.
    pub(super) completion: Takes,
    /// Tags that diagnostics may have.
    pub(super) tags: Vec<DiagnosticTag>,
    /// It can be asked for settings.
    pub(super) configuration: bool,
    /// It can be told at run time to say when settings change.
    pub(super) registers_configuration: bool,
    /// It can be told at run time which files to watch.
    pub(super) registers_watchers: bool,
    /// It shows how far a long piece of work is.
    pub(super) work_done_progress: bool,
    /// It takes code actions; others get commands in their place.
    pub(super) code_actions: bool,
    /// It applies edits that it is sent.
    pub(super) applies_edits: bool,
    /// It asks for the edits of a code action once it is chosen.
    pub(super) resolves_edits: bool,
    /// Edits may name the version of the text that they are for.
    pub(super) document_changes: bool,
    /// Edits may say that they need a look first, and why.
    pub(super) annotates_edits: bool,
    /// It asks what would be renamed before it renames.
    pub(super) prepares_rename: bool,
    /// Definitions may say what they are asked for, and what is all of them.
    pub(super) definition_links: bool,
    /// The symbols of a document may stand in each other.
    pub(super) nested_symbols: bool,
    /// It folds whole lines.
    pub(super) folds_lines_only: bool,
    /// It has the command that shows places.
    pub(super) shows_references: bool,
    /// It can be told to ask for lenses again.
    pub(super) refreshes_lenses: bool,
    /// It can be told to ask for hints again.
    pub(super) refreshes_hints: bool,
}

impl Abilities {
    pub(super) fn new(capabilities: &ClientCapabilities) -> Self {
        let document = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_ref());
        let offered = offered.into_iter().flatten().map(|kind| kind.as_str());
        let publish = document.and_then(|document| document.publish_diagnostics.as_ref());
        let can_refresh = workspace
            .and_then(|workspace| workspace.diagnostics.as_ref())
            .is_some_and(|diagnostics| diagnostics.refresh_support == Some(true));
        let can_pull = document.is_some_and(|document| document.diagnostic.is_some());
        let tags = publish.and_then(|it| it.tag_support.clone());
        let action = document.and_then(|document| document.code_action.as_ref());
        let resolved = action.and_then(|action| action.resolve_support.as_ref());
        let edits = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        Self {
            encoding: Encoding::agreed(offered),
            pulls_diagnostics: can_pull && can_refresh,
            related_information: publish.is_some_and(|it| it.related_information == Some(true)),
            code_description: publish.is_some_and(|it| it.code_description_support == Some(true)),
            diagnostic_data: publish.is_some_and(|it| it.data_support == Some(true)),
            configuration: workspace.is_some_and(|it| it.configuration == Some(true)),
            registers_configuration: workspace
                .and_then(|it| it.did_change_configuration.as_ref())
                .is_some_and(|it| it.dynamic_registration == Some(true)),
            registers_watchers: workspace
                .and_then(|it| it.did_change_watched_files.as_ref())
                .is_some_and(|it| it.dynamic_registration == Some(true)),
            work_done_progress: capabilities.window.as_ref().is_some_and(|it| it.work_done_progress == Some(true)),
            hover_markdown: document
                .and_then(|document| document.hover.as_ref()?.content_format.as_ref())
                .is_some_and(|formats| formats.first() == Some(&MarkupKind::Markdown)),
            completion: Takes::new(document),
            prepares_rename: document
                .and_then(|it| it.rename.as_ref())
                .is_some_and(|it| it.prepare_support == Some(true)),
            definition_links: document
                .and_then(|it| it.definition.as_ref())
                .is_some_and(|it| it.link_support == Some(true)),
            nested_symbols: document
                .and_then(|it| it.document_symbol.as_ref())
                .is_some_and(|it| it.hierarchical_document_symbol_support == Some(true)),
            folds_lines_only: document
                .and_then(|it| it.folding_range.as_ref())
                .is_some_and(|it| it.line_folding_only == Some(true)),
            shows_references: has_command(capabilities, SHOW_REFERENCES),
            refreshes_lenses: workspace
                .and_then(|it| it.code_lens.as_ref())
                .is_some_and(|it| it.refresh_support == Some(true)),
            refreshes_hints: workspace
                .and_then(|it| it.inlay_hint.as_ref())
                .is_some_and(|it| it.refresh_support == Some(true)),
            tags: tags.map(|TagSupport { value_set }| value_set).unwrap_or_default(),
            code_actions: action.is_some_and(|it| it.code_action_literal_support.is_some()),
            applies_edits: workspace.is_some_and(|it| it.apply_edit == Some(true)),
            resolves_edits: action.is_some_and(|it| it.data_support == Some(true))
                && resolved.is_some_and(|it| it.properties.iter().any(|property| property == "edit")),
            document_changes: edits.is_some_and(|it| it.document_changes == Some(true)),
            annotates_edits: edits.is_some_and(|it| it.change_annotation_support.is_some()),
        }
    }
}

/// Whether the client says that it has a command of its own: `{"experimental": {"commands": {"commands": [...]}}}`, as
/// clients do for other servers.
fn has_command(capabilities: &ClientCapabilities, name: &str) -> bool {
    let commands = capabilities.experimental.as_ref().and_then(|it| it.pointer("/commands/commands"));
    commands.and_then(|it| it.as_array()).is_some_and(|it| it.iter().any(|command| command.as_str() == Some(name)))
}
