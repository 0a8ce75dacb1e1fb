//! Which words name which language.

use super::lexicon::{self, Lexicon};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Who reads a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Our lexer of JSON with comments.
    Json,
    /// Our lexer of YAML.
    Yaml,
    /// Our lexer of terminal sessions.
    Console,
    /// Our lexer of differences.
    Diff,
    /// Our lexer with the words of that language.
    Lexicon(&'static Lexicon),
    /// The grammar of that name.
    Grammar(&'static str),
}

/// The reader of the language that a fence or an extension names, in any case; `None` for plain text and words that
/// are not known. A word such as `rust,ignore` or `{.python}` counts as the name in it.
pub fn reader(word: &str) -> Option<Reader> {
    let name = word
        .trim_start_matches(['{', '.'])
        .split([',', '}', ':', '{', ' '])
        .next()?;
    let name = name.strip_prefix("language-").unwrap_or(name);
    if name.is_empty() || name.len() > LONGEST_NAME {
        return None;
    }
    let name = name.to_ascii_lowercase();
    readers().get(name.as_str()).copied()
}

/// The readers by name.
fn readers() -> &'static HashMap<&'static str, Reader> {
    static READERS: OnceLock<HashMap<&str, Reader>> = OnceLock::new();
    READERS.get_or_init(|| {
        let languages = LANGUAGES.iter();
        languages
            .flat_map(|(names, reader)| names.split(' ').map(|name| (name, *reader)))
            .collect()
    })
}

/// No name of a language is longer, in bytes.
const LONGEST_NAME: usize = 16;

/// Names of languages, those of GitHub and the extensions of their files, and who reads them.
pub const LANGUAGES: &[(&str, Reader)] = &[
    (
        "gherkin feature cucumber",
        Reader::Lexicon(&lexicon::GHERKIN),
    ),
    (
        "json jsonc json5 jsonl ndjson geojson webmanifest har avsc jsonld",
        Reader::Json,
    ),
    ("yaml yml openapi swagger", Reader::Yaml),
    (
        "console shell-session shellsession terminal sh-session",
        Reader::Console,
    ),
    (
        "powershell pwsh ps1 psm1 psd1 posh",
        Reader::Lexicon(&lexicon::POWERSHELL),
    ),
    (
        "bash sh shell zsh ksh ash dash shellscript",
        Reader::Lexicon(&lexicon::SHELL),
    ),
    (
        "python py py3 python3 pyi",
        Reader::Lexicon(&lexicon::PYTHON),
    ),
    (
        "typescript ts mts cts",
        Reader::Lexicon(&lexicon::TYPESCRIPT),
    ),
    ("tsx", Reader::Grammar("TypeScriptReact")),
    (
        "javascript js mjs cjs node",
        Reader::Lexicon(&lexicon::TYPESCRIPT),
    ),
    // The grammar of JavaScript does not know elements.
    ("jsx", Reader::Grammar("TypeScriptReact")),
    (
        "sql mysql postgres postgresql pgsql psql plpgsql tsql sqlite ddl",
        Reader::Lexicon(&lexicon::SQL),
    ),
    ("rust rs", Reader::Lexicon(&lexicon::RUST)),
    ("go golang", Reader::Lexicon(&lexicon::GO)),
    ("go.mod gomod", Reader::Grammar("Gomod")),
    ("java", Reader::Lexicon(&lexicon::JAVA)),
    ("kotlin kt kts", Reader::Lexicon(&lexicon::KOTLIN)),
    ("swift", Reader::Lexicon(&lexicon::SWIFT)),
    ("c h", Reader::Lexicon(&lexicon::C)),
    ("cpp c++ cc cxx hpp hxx", Reader::Lexicon(&lexicon::CPP)),
    ("csharp c# cs", Reader::Lexicon(&lexicon::CSHARP)),
    ("fsharp f# fs fsx", Reader::Grammar("F#")),
    (
        "objective-c objectivec objc",
        Reader::Grammar("Objective-C"),
    ),
    ("php", Reader::Grammar("PHP")),
    ("ruby rb", Reader::Grammar("Ruby")),
    ("perl pl pm", Reader::Grammar("Perl")),
    ("lua", Reader::Grammar("Lua")),
    ("r rscript", Reader::Grammar("R")),
    ("julia jl", Reader::Grammar("Julia")),
    ("dart", Reader::Grammar("Dart")),
    ("scala sbt", Reader::Lexicon(&lexicon::SCALA)),
    ("groovy gradle jenkinsfile", Reader::Grammar("Groovy")),
    ("haskell hs", Reader::Grammar("Haskell")),
    ("ocaml ml mli", Reader::Grammar("OCaml")),
    ("elixir ex exs", Reader::Grammar("Elixir")),
    ("erlang erl", Reader::Grammar("Erlang")),
    ("clojure clj cljs edn", Reader::Grammar("Clojure")),
    ("elm", Reader::Grammar("Elm")),
    ("nim", Reader::Grammar("Nim")),
    ("zig", Reader::Grammar("Zig")),
    ("solidity sol", Reader::Grammar("Solidity")),
    ("matlab", Reader::Grammar("MATLAB")),
    ("html htm xhtml", Reader::Grammar("HTML")),
    ("vue", Reader::Grammar("Vue Component")),
    ("svelte", Reader::Grammar("HTML")),
    ("css", Reader::Grammar("CSS")),
    ("scss", Reader::Grammar("SCSS")),
    ("sass", Reader::Grammar("Sass")),
    ("less", Reader::Grammar("Less")),
    (
        "xml xsd xsl xslt svg wsdl plist csproj xaml pom",
        Reader::Grammar("XML"),
    ),
    ("jinja jinja2 j2", Reader::Grammar("Jinja2")),
    ("twig", Reader::Grammar("HTML (Twig)")),
    ("graphql graphqls gql", Reader::Lexicon(&lexicon::GRAPHQL)),
    (
        "proto protobuf proto3",
        Reader::Lexicon(&lexicon::PROTOCOL_BUFFERS),
    ),
    (
        "http https rest",
        Reader::Grammar("HTTP Request and Response"),
    ),
    ("toml", Reader::Grammar("TOML")),
    ("ini cfg conf editorconfig", Reader::Grammar("INI")),
    ("properties", Reader::Grammar("Java Properties")),
    ("dotenv env .env", Reader::Grammar("DotENV")),
    (
        "dockerfile docker containerfile",
        Reader::Grammar("Dockerfile"),
    ),
    ("makefile make mk", Reader::Grammar("Makefile")),
    ("cmake", Reader::Grammar("CMake")),
    ("nginx", Reader::Grammar("nginx")),
    ("apache apacheconf htaccess", Reader::Grammar("Apache Conf")),
    ("terraform tf hcl tfvars", Reader::Grammar("Terraform")),
    ("rego opa", Reader::Grammar("Rego")),
    ("nix", Reader::Grammar("Nix")),
    ("puppet pp", Reader::Grammar("Puppet")),
    ("batch bat cmd dos", Reader::Grammar("Batch File")),
    ("fish", Reader::Grammar("Fish")),
    ("awk", Reader::Grammar("AWK")),
    ("jq", Reader::Grammar("JQ")),
    ("vim viml", Reader::Grammar("VimL")),
    ("crontab cron", Reader::Grammar("Crontab")),
    ("gitignore dockerignore", Reader::Grammar("Git Ignore")),
    ("diff patch udiff", Reader::Diff),
    ("markdown md mdx", Reader::Grammar("Markdown")),
    ("rst", Reader::Grammar("reStructuredText")),
    ("asciidoc adoc", Reader::Grammar("AsciiDoc (Asciidoctor)")),
    ("latex tex", Reader::Grammar("LaTeX")),
    ("dot graphviz gv", Reader::Grammar("Graphviz (DOT)")),
    ("glsl", Reader::Grammar("GLSL")),
    ("wgsl", Reader::Grammar("WGSL")),
    ("asm nasm assembly", Reader::Grammar("x86_64 Assembly")),
    ("robot robotframework", Reader::Grammar("Robot Framework")),
    ("varlink", Reader::Grammar("varlink")),
    ("ssh_config sshconfig", Reader::Grammar("SSH Config")),
];

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, LONGEST_NAME, Reader, reader};
    use crate::highlight::syntax::grammars;
    use std::collections::BTreeSet;

    #[test]
    fn every_name_stands_once_and_every_grammar_exists() {
        let mut seen = BTreeSet::new();
        for (names, reader) in LANGUAGES {
            for name in names.split(' ') {
                assert!(seen.insert(name), "{name} stands twice");
                assert!(name.len() <= LONGEST_NAME, "{name}");
            }
            if let Reader::Grammar(name) = reader {
                assert!(grammars().find_syntax_by_name(name).is_some(), "{name}");
            }
        }
    }

    #[test]
    fn names_are_found_in_what_writers_put_behind_a_fence() {
        assert_eq!(reader("TSX"), Some(Reader::Grammar("TypeScriptReact")));
        assert_eq!(reader("ruby,ignore"), Some(Reader::Grammar("Ruby")));
        assert_eq!(reader("{.perl}"), Some(Reader::Grammar("Perl")));
        assert_eq!(reader("yaml:openapi.yaml"), Some(Reader::Yaml));
        assert_eq!(reader("language-json"), Some(Reader::Json));
        for plain in [
            "",
            "text",
            "txt",
            "plaintext",
            "mermaid",
            "nonsense",
            "{}",
            "a:",
        ] {
            assert_eq!(reader(plain), None, "{plain}");
        }
    }
}
