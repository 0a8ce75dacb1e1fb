//! The chapters that the plan template and Spec Kit ask for, told by their headings as they are written there.

use crate::parse::topic::fold;

macro_rules! chapters {
    ($($(#[$doc:meta])* $variant:ident: $($name:literal)*,)*) => {
        /// A chapter with a heading of its own.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Chapter {
            $($(#[$doc])* $variant,)*
        }

        /// The names in lower case, as [`fold`] leaves them.
        fn of_name(name: &str) -> Option<Chapter> {
            match name {
                $($($name)|* => Some(Chapter::$variant),)*
                _ => None,
            }
        }
    };
}

chapters! {
    /// Spec Kit's block of languages, dependencies and goals.
    TechnicalContext: "technical context" "技術コンテキスト" "技術背景" "技術脈絡" "技术背景" "技术上下文" "기술 컨텍스트"
        "technology stack" "tech stack" "technical stack" "contexto técnico" "technischer kontext",
    /// Libraries of others.
    Libraries: "external libraries" "libraries" "third-party libraries" "external dependencies" "external packages"
        "key libraries" "外部ライブラリ" "外部函式庫" "外部库" "외부 라이브러리" "externe bibliotheken",
    /// The template's second level.
    Overview: "overview",
    Architecture: "architecture",
    DataModel: "data model",
    ApiDesign: "api design",
    TechnicalDecisions: "technical decisions",
    Security: "security considerations" "security",
    Performance: "performance strategy" "performance considerations",
    ErrorHandling: "error handling" "error handling strategy",
    Testing: "testing strategy" "test strategy",
    Deployment: "deployment strategy" "deployment",
    Dependencies: "dependencies",
    Migration: "migration & compatibility",
    Acceptance: "acceptance criteria",
    QuestionsAndRisks: "open questions & risks",
    Timeline: "timeline estimate",
    NextSteps: "next steps",
    /// Its third level.
    SystemComponents: "system components",
    Interactions: "component interactions",
    ArchitectureDecisions: "architecture decisions",
    Endpoints: "endpoints",
    Principles: "design principles" "core design principles",
    KeyDecisions: "key decisions summary",
    Errors: "error taxonomy" "error categories",
    Recovery: "recovery strategies" "error recovery strategies",
    TestLevels: "test levels",
    TestData: "test data strategy" "test data management",
    Environments: "environments",
    Steps: "deployment steps",
    Rollback: "rollback plan",
    Internal: "internal dependencies",
    Questions: "open questions",
    Risks: "technical risks",
    /// How success is measured, with a heading of its own.
    Metrics: "success metrics",
    /// Spec Kit's check of a plan against the constitution, and what it excuses.
    Constitution: "constitution check" "憲章チェック" "憲法檢查" "宪法检查" "헌법 검사",
    Complexity: "complexity tracking" "複雑性トラッキング" "複雜度追蹤",
    /// Services that the product needs.
    Infrastructure: "infrastructure" "external services" "インフラストラクチャ" "基礎設施" "基础设施" "인프라" "infrastruktur",
}

/// The chapter that a heading opens.
pub(super) fn of_title(title: &str) -> Option<Chapter> {
    if title.len() > 60 {
        return None;
    }
    of_name(&fold(title))
}
