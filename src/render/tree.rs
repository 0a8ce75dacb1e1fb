//! The tree of the portfolio: all features with their documents, in one script that all pages share and load when a
//! reader asks for it.

use super::scene::Scene;
use crate::base::json::push_text;
use crate::model::source::DocId;

/// The address of the script.
pub const URL: &str = "assets/features.js";

/// The script: a call with a list for each feature, its folder, number and title, then the label of each document and its
/// address in the folder. The documents of the portfolio itself come last.
pub fn script(scene: &Scene<'_>) -> String {
    let mut out = String::from("planfolioTree([");
    let features = scene.portfolio.features.iter().zip(&scene.site.features);
    for (feature, folder) in features {
        let number = feature.folder.number.as_deref().unwrap_or_default();
        push(
            &mut out,
            scene,
            folder,
            number,
            &feature.title,
            &feature.documents,
        );
    }
    let own = &scene.portfolio.own_documents;
    if !own.is_empty() {
        let title = scene.strings().text("own_documents");
        push(&mut out, scene, "_", "", title, own);
    }
    out.push_str("]);\n");
    out
}

fn push(
    out: &mut String,
    scene: &Scene<'_>,
    folder: &str,
    number: &str,
    title: &str,
    documents: &[DocId],
) {
    out.push_str(if out.ends_with('[') { "\n[" } else { ",\n[" });
    push_text(out, folder);
    for text in [number, title] {
        out.push(',');
        push_text(out, text);
    }
    for &id in documents {
        let url = scene.site.documents[id.index()].as_str();
        let inner = url.strip_prefix(folder).unwrap_or(url);
        for text in [scene.shared.label(id), inner.trim_start_matches('/')] {
            out.push(',');
            push_text(out, text);
        }
    }
    out.push(']');
}
