//! Diagnostics as data: a coded rule, a place, a message and a help line. Printing them is the work of `report`.

use super::path::RelPath;
use super::span::{LineIndex, Position, Span};

/// How much a diagnostic matters. `check` and `--strict` fail on errors and, under `--strict`, on warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Probably a mistake.
    Warning,
    /// A mistake.
    Error,
}

impl Severity {
    /// The word used in output: `note`, `warning` or `error`.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

macro_rules! rules {
    ($($variant:ident $code:literal $name:literal $severity:ident $explain:literal)*) => {
        /// Every kind of diagnostic. Codes never change their meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!($code, " ", $name)] $variant,)*
        }

        impl Code {
            /// All codes in the order of their numbers.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The stable code, such as `PF201`.
            pub fn code(self) -> &'static str {
                match self { $(Code::$variant => $code),* }
            }

            /// The name that reads after "allow", such as `dangling-reference`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name),* }
            }

            /// The severity unless the configuration says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),* }
            }

            /// The text of `planfolio explain`.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$variant => $explain),* }
            }
        }
    };
}

rules! {
    InvalidEncoding "PF101" "invalid-encoding" Warning
        "The file is not valid UTF-8 (nor UTF-16 with a byte order mark). Each invalid byte is shown as U+FFFD and the page is built from the rest.\n\nSave the file as UTF-8. In most editors: \"Save with encoding\" → \"UTF-8\"."
    ForeignEncoding "PF102" "foreign-encoding" Note
        "The file is UTF-16. It was converted to UTF-8 for the site; the file itself is untouched.\n\nSave it as UTF-8 so that git, GitHub and other tools show it as text."
    NulByte "PF103" "nul-byte" Warning
        "The file holds NUL characters, which no HTML page may contain. They are shown as U+FFFD.\n\nRemove them; they are usually left by a broken tool or a binary file with a text extension."
    UnreadableFile "PF104" "unreadable-file" Error
        "The file could not be read, usually because of missing permissions or because it vanished during the build. Its page says so and holds nothing else."
    SymlinkOutside "PF105" "symlink-outside" Warning
        "A symbolic link leads out of the portfolio or back into itself. It is not followed, so that a portfolio cannot publish files of the machine it is built on.\n\nReplace the link by the file itself."
    AddressCollision "PF106" "address-collision" Note
        "Two documents would get the same page address (addresses are lower case and transliterated). The later one by path gets -2, -3, …\n\nRename one of them to keep its address stable."
    InvalidFrontMatter "PF107" "invalid-front-matter" Warning
        "The front matter between the `---` lines is not valid YAML. It is shown as code at the head of the page and none of its keys is used.\n\nThe message names the place. Common causes: a colon inside an unquoted value, tabs, and unbalanced quotes."
    UnclosedFrontMatter "PF108" "unclosed-front-matter" Warning
        "The document opens front matter with `---` but no second `---` line ends it. The text is read as plain Markdown.\n\nAdd a `---` line after the last key."
    InvalidContract "PF109" "invalid-contract" Warning
        "The contract file does not parse as the format its name claims. Its page shows the source.\n\nThe message names the parser's reason and place."
    FileTooLarge "PF110" "file-too-large" Warning
        "The file is larger than the size up to which planfolio reads documents (16 MB). Its page holds the beginning as plain text and a note.\n\nSplit the document, or list it under `ignore`."
    UnclosedFence "PF111" "unclosed-fence" Warning
        "A code fence is never closed, so that everything after it is code and no fact in it is found.\n\nClose the fence with as many back-ticks or tildes as opened it."
    MalformedContract "PF113" "malformed-contract" Warning
        "A part of a contract is missing or has another form than its format asks for: an OpenAPI file without `info` or `paths`, an operation that is no mapping, `parameters` that are no list. The page shows what can be read.\n\nComplete the part, or correct its form; the message names what was expected."
    UnresolvedRef "PF114" "unresolved-ref" Warning
        "A `$ref` of a contract names something in its own file that is not there. The page shows the name without a link.\n\nDefine it, or correct the reference. References to other files are links when the file belongs to the portfolio; nothing is ever fetched."
    DuplicateOperationId "PF115" "duplicate-operation-id" Warning
        "Two operations of one OpenAPI file have the same `operationId`. Tools that make clients of the file need one name for each operation.\n\nRename one of them."
    NestedTooDeep "PF116" "nested-too-deep" Warning
        "Lists, quotes, emphasis or HTML elements lie inside of each other more than a hundred levels deep. The text of the deeper ones is shown at the level where they begin to be too deep; nothing of it is lost.\n\nUsually a broken tool repeated a sign, or a list lost its line ends."
    DanglingReference "PF201" "dangling-reference" Warning
        "An id is mentioned that no document of its feature defines, although ids of the same family are defined there. Often a typo or a requirement that was renumbered.\n\nDefine the id, or correct the mention. The help line lists the nearest ids that exist."
    DuplicateDefinition "PF202" "duplicate-definition" Warning
        "Two places of one feature define the same id with different texts. The first one in reading order is used.\n\nRenumber one of them."
    StateConflict "PF204" "state-conflict" Note
        "Two places state different things about one task or work package. The front matter wins over the text, the checkbox over the table."
    NotInContract "PF206" "endpoint-not-in-contract" Note
        "A plan states endpoints that no contract has, although its feature has contracts. Paths are compared without the names of their parameters, and with the base path of the servers of an OpenAPI file. A feature without any contract is not compared.\n\nAdd the operation to the contract, or take it out of the plan."
    NotInPlan "PF207" "endpoint-not-in-plan" Note
        "A contract has operations that no plan states, although the plan of its feature states others. A feature whose plan states no endpoint is not compared.\n\nMention the operation in the plan, or take it out of the contract."
    MethodDiffers "PF208" "method-differs" Warning
        "Plan and contract state the same path with different methods.\n\nCorrect one of them."
    NamesDiffer "PF209" "parameter-name-differs" Note
        "Plan and contract give the parameters of one path different names, such as `{id}` and `{gateId}`. They count as the same endpoint.\n\nUse one name, so that readers can search for it."
    LeftoverPlaceholder "PF301" "leftover-placeholder" Note
        "A placeholder of the template, such as `[Feature Name]`, was never filled in. It is shown as a badge.\n\nFill it in, or remove the line."
    OpenClarification "PF302" "open-clarification" Note
        "A `[NEEDS CLARIFICATION: …]` marker is still open. It is listed under the open questions.\n\nAnswer it and remove the marker."
    UnknownLevel "PF303" "unknown-level" Note
        "The likelihood or impact of a risk is not one of the known words (very low, low, medium, high, very high, critical and their translations) nor a single number from 1 to 5. The text is kept and the risk counts as not rated on that axis.\n\nRanges such as Low-Medium and percentages are kept as text on purpose: planfolio does not guess."
    NoResponse "PF304" "no-response" Note
        "An operation of an OpenAPI file states no response, so that nobody can tell what it gives when it works or fails.\n\nState at least the response of success."
    BrokenLink "PF401" "broken-link" Warning
        "A relative link points to a file inside the portfolio that does not exist. It is shown as plain text.\n\nThe help line lists the nearest documents."
    MissingAnchor "PF402" "missing-anchor" Warning
        "A link names a heading that its document does not have. The link leads to the document itself.\n\nThe help line lists the nearest headings. Anchors are made as GitHub makes them."
    AbsoluteLink "PF403" "absolute-link" Note
        "A link is an absolute path or a file: address of one machine. It is shown as plain text, since it leads nowhere for other readers.\n\nUse a path relative to the document."
    UnsafeLink "PF404" "unsafe-link" Warning
        "A link uses a scheme other than http, https and mailto. It is shown as plain text."
    DependencyCycle "PF205" "dependency-cycle" Warning
        "Features declare that they depend on each other in a circle, so that none of them can be finished first."
    UnreadDiagram "PF601" "unread-diagram" Warning
        "A mermaid diagram could not be read at the line that is shown. Its source is shown on the page instead of a picture.\n\nMermaid blocks are read while the site is built, without a browser. Kinds that planfolio does not know, and faults in the notation, end here."
    LargeDiagram "PF602" "large-diagram" Note
        "A diagram has more than 400 nodes or 1,000 edges, or a source of more than 60,000 bytes. Its source is shown instead of a picture.\n\nNobody can read a picture of that size. Divide it, or show a part of it."
    UnknownOption "PF901" "unknown-option" Error
        "The configuration file holds a key that planfolio does not know.\n\nThe help line names the nearest known key."
    InvalidConfiguration "PF902" "invalid-configuration" Error
        "The configuration file is not valid YAML, or a value has the wrong type."
    PageFailed "PF903" "page-failed" Error
        "A template failed for one page. The other pages are built.\n\nThis is a fault of the theme or of planfolio; the message names the template and the line."
    UnknownDirective "PF904" "unknown-directive" Warning
        "A comment `<!-- planfolio: … -->` says something that planfolio does not know, so that it has no effect. Known are `ignore` with the codes or names of diagnostics and a reason behind them, and `no-diagram`.\n\n`<!-- planfolio: ignore PF301 reason -->` silences a diagnostic for the next block or, before the first heading, for the whole document."
    ThemeInterface "PF905" "theme-interface" Error
        "The theme is written for another version of what templates see and of the blocks that they have, or does not say for which. With another version its templates would fail on every page.\n\nAdapt the theme and write the version of this planfolio as `interface` in theme.yaml. A theme without theme.yaml is taken as it is."
    UnknownThemeKey "PF906" "unknown-theme-key" Error
        "The theme's theme.yaml holds a key that planfolio does not know, its strings/ a text that neither the default theme nor a template of the theme uses, or a template a value that templates do not see.\n\nThe help line names the nearest known one."
    UnknownBlock "PF907" "unknown-block" Error
        "A template of the theme extends another and fills a block that this one does not have, so that the block would appear nowhere. Or it replaces a template without extending it and leaves out a block that others fill.\n\ndocs/themes.md lists the blocks of every template; the help line names the nearest."
    UnknownThemeFile "PF908" "unknown-theme-file" Error
        "A file of the theme has no effect: a template that no page is made of, a folder that is not one of css, icons, js, strings and templates, or one that should be there is missing: a template that another extends or includes, a style sheet or script that theme.yaml names.\n\n`planfolio theme eject` writes all files of the default theme, with the names that can be replaced."
    InvalidTheme "PF909" "invalid-theme" Error
        "A file of the theme is not what its name says: no UTF-8, no valid YAML, or a template that does not compile.\n\nThe message names the place."
    NothingFound "PF112" "nothing-found" Warning
        "No document was found below SOURCE. An empty site was built.\n\nplanfolio looks for specs/, .specify/specs/, docs/specs/, .kiro/specs/, openspec/, kitty-specs/, .shipkit/ and ADR folders at any depth, and takes SOURCE itself when there is none."
}

impl Code {
    /// The code written as `PF201`, `pf201`, `201` or `dangling-reference`.
    pub fn find(text: &str) -> Option<Code> {
        let wanted = text.trim();
        let bare = wanted
            .strip_prefix("PF")
            .or_else(|| wanted.strip_prefix("pf"))
            .unwrap_or(wanted);
        Code::ALL
            .iter()
            .copied()
            .find(|code| code.name() == wanted || &code.code()[2..] == bare)
    }
}

/// One finding in one document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule.
    pub code: Code,
    /// The severity in force.
    pub severity: Severity,
    /// The document, or the folder or file the finding is about.
    pub path: RelPath,
    /// The place, when the finding has one.
    pub place: Option<(Span, Position)>,
    /// What was found and what was expected: short, lower case, no full stop.
    pub message: String,
    /// What to do about it; empty when the message says it all.
    pub help: String,
}

impl Diagnostic {
    /// A finding about a whole file.
    pub fn of_file(
        code: Code,
        path: &RelPath,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity: code.severity(),
            path: path.clone(),
            place: None,
            message: message.into(),
            help: help.into(),
        }
    }

    /// A finding at a span of a document's text.
    pub fn at(
        code: Code,
        path: &RelPath,
        (text, lines): (&str, &LineIndex),
        span: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            place: Some((span, lines.position(text, span.start as usize))),
            ..Self::of_file(code, path, message, help)
        }
    }

    /// The line, from 1; 1 when the finding is about the whole file.
    pub fn line(&self) -> u32 {
        self.place.map_or(1, |(_, position)| position.line)
    }

    /// The column in characters, from 1.
    pub fn column(&self) -> u32 {
        self.place.map_or(1, |(_, position)| position.column)
    }

    /// The order of diagnostics in every list: by path, place, code and message.
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        let key = |diagnostic: &Self| {
            (
                diagnostic.path.clone(),
                diagnostic.line(),
                diagnostic.column(),
                diagnostic.code,
            )
        };
        key(self)
            .cmp(&key(other))
            .then_with(|| self.message.cmp(&other.message))
    }
}

/// Up to three of `candidates` that are nearest to `wanted` by edit distance, nearest first; only near ones
/// (a third of the length at most) count.
pub fn nearest<'a>(wanted: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let limit = (wanted.chars().count() / 3).max(1);
    let mut ranked: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let distance = edit_distance(wanted, candidate, limit)?;
            Some((distance, candidate))
        })
        .collect();
    ranked.sort_unstable();
    ranked.dedup();
    ranked.truncate(3);
    ranked.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The edit distance over characters, case aside, `None` above `limit`: insertions, deletions, replacements and
/// exchanges of neighbours count one each.
fn edit_distance(left: &str, right: &str, limit: usize) -> Option<usize> {
    let left: Vec<char> = left.chars().flat_map(char::to_lowercase).collect();
    let right: Vec<char> = right.chars().flat_map(char::to_lowercase).collect();
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, from) in left.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, to) in right.iter().enumerate() {
            let mut distance = (row[j] + usize::from(from != to))
                .min(row[j + 1] + 1)
                .min(next[j] + 1);
            if i > 0 && j > 0 && *from == right[j - 1] && left[i - 1] == *to {
                distance = distance.min(before[j - 1] + 1);
            }
            next.push(distance);
        }
        before = std::mem::replace(&mut row, next);
    }
    Some(row[right.len()]).filter(|&distance| distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::{edit_distance, nearest};

    #[test]
    fn distances() {
        assert_eq!(edit_distance("title", "titel", 2), Some(1));
        assert_eq!(edit_distance("kitten", "sitting", 3), Some(3));
        assert_eq!(edit_distance("kitten", "sitting", 2), None);
        assert_eq!(edit_distance("", "ab", 2), Some(2));
        assert_eq!(nearest("prot", ["port", "host"]), ["port"]);
    }
}
