//! What a heading or label is about, in all the languages of the known portfolios.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A subject that a heading announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Topic {
    FunctionalRequirements,
    NonFunctionalRequirements,
    SuccessCriteria,
    Constraints,
    AcceptanceCriteria,
    Requirements,
    Stories,
    Risks,
    OpenQuestions,
    AnsweredQuestions,
    Clarifications,
    Components,
    Entities,
    /// Headings below may be entities, lists are none.
    DataModels,
    Relationships,
    Decisions,
    Alternatives,
    Dependencies,
    Estimate,
    Checklist,
    /// A heading that ends the topic around it: its lists are of another sort.
    Aside,
}

/// The names of topics. Earlier rows win, so that "non-functional requirements" is found before "functional
/// requirements".
const NAMES: &[(Topic, &[&str])] = &[
    (
        Topic::Aside,
        &[
            "risk mitigation",
            "risk monitoring",
            "risk metrics",
            "risk escalation",
            "mitigation strategies",
            "contingency plan",
            "risk response",
            "out of scope",
            "non-goals",
            "scope",
            "edge cases",
            "edge cases & error handling",
            "エッジケース",
            "邊界情況",
            "边界情况",
            "엣지 케이스",
            "assumptions",
            "前提条件",
            "假設",
            "假设",
            "가정",
            "references",
            "validation rules",
            "testing",
            "test strategy",
            "testing strategy",
            "business rules",
            "data requirements",
            "ui requirements",
            "user experience",
            "requirement completeness",
            "glossary",
            "notes",
            "備註",
            "用語",
            "randfälle",
            "annahmen",
            "nicht-ziele",
            "nicht im umfang",
            "außerhalb des umfangs",
            "casos límite",
            "casos extremos",
            "supuestos",
            "fuera de alcance",
            "casos de borda",
            "premissas",
            "suposições",
            "fora do escopo",
            "fora de escopo",
            "الحالات الحدية",
            "الافتراضات",
            "خارج النطاق",
            "范围外",
            "スコープ外",
            "범위 외",
        ],
    ),
    (
        Topic::AnsweredQuestions,
        &[
            "open questions resolved",
            "resolved questions",
            "resolved open questions",
            "answered questions",
            "questions resolved",
            "closed questions",
            "resolved clarifications",
            "beantwortete fragen",
            "geklärte fragen",
            "preguntas resueltas",
            "preguntas respondidas",
            "perguntas resolvidas",
            "perguntas respondidas",
            "questões resolvidas",
            "已解決的問題",
            "已解决的问题",
            "已解決問題",
            "已解决问题",
            "解決済みの質問",
            "해결된 질문",
            "أسئلة محلولة",
        ],
    ),
    (
        Topic::OpenQuestions,
        &[
            "open questions",
            "open question",
            "unresolved questions",
            "outstanding questions",
            "questions for clarification",
            "open issues",
            "pending questions",
            "未決事項",
            "未解決の質問",
            "未解決事項",
            "オープンクエスチョン",
            "開放問題",
            "待解決問題",
            "待釐清",
            "待澄清",
            "未解問題",
            "未解决问题",
            "未解决的问题",
            "未決問題",
            "未决问题",
            "待解决问题",
            "待解决的问题",
            "开放问题",
            "待确认问题",
            "미해결 질문",
            "열린 질문",
            "offene fragen",
            "preguntas abiertas",
            "questões em aberto",
            "questions en suspens",
            "أسئلة مفتوحة",
            "perguntas em aberto",
            "perguntas abertas",
            "questões abertas",
            "preguntas pendientes",
            "ungeklärte fragen",
            "الأسئلة المفتوحة",
        ],
    ),
    (
        Topic::Clarifications,
        &[
            "clarifications",
            "clarification",
            "澄清",
            "釐清",
            "明確化",
            "確認事項",
            "クラリフィケーション",
            "명확화",
            "klärungen",
            "aclaraciones",
            "esclarecimentos",
            "توضيحات",
        ],
    ),
    (
        Topic::NonFunctionalRequirements,
        &[
            "non-functional requirements",
            "nonfunctional requirements",
            "non functional requirements",
            "quality attributes",
            "非機能要件",
            "非功能性需求",
            "非功能需求",
            "非功能要求",
            "비기능 요구사항",
            "비기능적 요구사항",
            "nicht-funktionale anforderungen",
            "nichtfunktionale anforderungen",
            "requisitos no funcionales",
            "requisitos não funcionais",
            "المتطلبات غير الوظيفية",
        ],
    ),
    (
        Topic::FunctionalRequirements,
        &[
            "functional requirements",
            "機能要件",
            "功能性需求",
            "功能需求",
            "功能要求",
            "기능 요구사항",
            "기능적 요구사항",
            "funktionale anforderungen",
            "requisitos funcionales",
            "requisitos funcionais",
            "المتطلبات الوظيفية",
        ],
    ),
    (
        Topic::SuccessCriteria,
        &[
            "success criteria",
            "measurable outcomes",
            "成功基準",
            "成功標準",
            "成功标准",
            "成功準則",
            "測定可能な成果",
            "可衡量成果",
            "可衡量的成果",
            "可量化成果",
            "성공 기준",
            "erfolgskriterien",
            "criterios de éxito",
            "critérios de sucesso",
            "معايير النجاح",
        ],
    ),
    (
        Topic::AcceptanceCriteria,
        &[
            "acceptance criteria",
            "acceptance scenarios",
            "受け入れ基準",
            "受け入れシナリオ",
            "驗收標準",
            "驗收情境",
            "验收标准",
            "수용 기준",
            "인수 기준",
            "akzeptanzkriterien",
            "criterios de aceptación",
            "critérios de aceitação",
            "abnahmekriterien",
            "escenarios de aceptación",
            "cenários de aceitação",
            "cenários de aceite",
            "critérios de aceite",
            "معايير القبول",
            "سيناريوهات القبول",
            "验收场景",
            "수용 시나리오",
            "인수 시나리오",
        ],
    ),
    (
        Topic::Constraints,
        &[
            "constraints",
            "technical constraints",
            "verbatim constraints",
            "制約",
            "制約事項",
            "限制",
            "約束",
            "约束",
            "제약 조건",
            "제약사항",
            "randbedingungen",
            "restricciones",
            "restrições",
            "einschränkungen",
            "limitaciones",
            "limitações",
            "القيود",
            "制約条件",
            "限制條件",
            "限制条件",
        ],
    ),
    (
        Topic::Alternatives,
        &[
            "alternatives",
            "alternatives considered",
            "alternatives rejected",
            "rejected alternatives",
            "代替案",
            "検討した代替案",
            "替代方案",
            "曾考慮的替代方案",
            "대안",
            "고려한 대안",
            "alternativen",
            "geprüfte alternativen",
            "alternativas",
            "alternativas consideradas",
            "alternativas evaluadas",
            "alternativas avaliadas",
            "البدائل",
            "考虑的替代方案",
            "被拒绝的替代方案",
        ],
    ),
    (
        Topic::Decisions,
        &[
            "architecture decisions",
            "architectural decisions",
            "key decisions",
            "key decisions summary",
            "design decisions",
            "key design decisions",
            "technical decisions",
            "decision log",
            "decisions",
            "決定事項",
            "設計決策",
            "關鍵決策",
            "技術決策",
            "关键决策",
            "技術的決定",
            "設計判断",
            "주요 결정",
            "결정 사항",
            "entscheidungen",
            "decisiones",
            "decisões",
            "technische entscheidungen",
            "architekturentscheidungen",
            "decisiones técnicas",
            "decisiones de diseño",
            "decisiones de arquitectura",
            "decisões técnicas",
            "decisões de projeto",
            "decisões de arquitetura",
            "القرارات",
            "技术决策",
            "设计决策",
            "기술 결정",
            "설계 결정",
        ],
    ),
    (
        Topic::Estimate,
        &[
            "timeline estimate",
            "timeline & estimate",
            "time estimate",
            "effort estimate",
            "estimate",
            "estimates",
            "estimated effort",
            "工数見積もり",
            "見積もり",
            "時程估算",
            "工時估算",
            "예상 일정",
            "aufwandsschätzung",
            "schätzung",
            "estimación",
            "estimaciones",
            "estimativa",
            "estimativas",
            "estimativa de esforço",
            "التقدير",
            "工作量估算",
            "工期估算",
            "일정 추정",
            "공수 산정",
        ],
    ),
    (
        Topic::Relationships,
        &[
            "relationships",
            "entity relationships",
            "relations",
            "リレーション",
            "関係",
            "關係",
            "关系",
            "관계",
            "beziehungen",
            "relaciones",
            "relacionamentos",
            "العلاقات",
        ],
    ),
    (
        Topic::Entities,
        &[
            "key entities",
            "entities",
            "core entities",
            "data entities",
            "主要エンティティ",
            "エンティティ",
            "關鍵實體",
            "主要實體",
            "關鍵實體",
            "實體",
            "实体",
            "关键实体",
            "핵심 엔티티",
            "주요 엔티티",
            "엔티티",
            "entitäten",
            "entidades",
            "entidades clave",
            "entidades-chave",
            "الكيانات الرئيسية",
            "zentrale entitäten",
            "entidades principais",
            "entidades principales",
            "الكيانات",
        ],
    ),
    (
        Topic::DataModels,
        &[
            "data models",
            "data model",
            "core data models",
            "core data structures",
            "データモデル",
            "資料模型",
            "数据模型",
            "데이터 모델",
            "datenmodell",
            "modelo de datos",
            "modelo de dados",
            "modelos de datos",
            "modelos de dados",
            "نموذج البيانات",
        ],
    ),
    (
        Topic::Components,
        &[
            "system components",
            "components",
            "core components",
            "components and interfaces",
            "key components",
            "component overview",
            "コンポーネント",
            "主要コンポーネント",
            "組件",
            "元件",
            "组件",
            "시스템 구성 요소",
            "구성 요소",
            "컴포넌트",
            "komponenten",
            "componentes",
            "componentes del sistema",
            "componentes do sistema",
            "systemkomponenten",
            "المكونات",
            "مكونات النظام",
            "系統元件",
            "系统组件",
        ],
    ),
    (
        Topic::Dependencies,
        &[
            "dependencies",
            "internal dependencies",
            "feature dependencies",
            "cross-spec dependencies",
            "spec dependencies",
            "depends on",
            "dependency",
            "prerequisites",
            "依存関係",
            "依賴",
            "相依性",
            "依赖",
            "依赖关系",
            "의존성",
            "abhängigkeiten",
            "dependencias",
            "dependências",
            "voraussetzungen",
            "dependencias entre features",
            "الاعتماديات",
            "التبعيات",
        ],
    ),
    (
        Topic::Checklist,
        &[
            "constitution check",
            "憲章チェック",
            "憲法檢查",
            "self-check",
            "self check",
            "definition of done",
            "完了の定義",
            "validation checklist",
            "review checklist",
            "review & acceptance checklist",
            "execution status",
            "checklist",
            "checkpoint",
            "checkliste",
            "definition von fertig",
            "lista de verificación",
            "lista de verificação",
            "قائمة التحقق",
        ],
    ),
    (
        Topic::Risks,
        &[
            "risks",
            "risk register",
            "risk assessment",
            "risk analysis",
            "risk matrix",
            "risks & mitigations",
            "リスク",
            "風險",
            "风险",
            "위험",
            "위험 요소",
            "리스크",
            "risiken",
            "riesgos",
            "riscos",
            "المخاطر",
            "risiken & gegenmaßnahmen",
            "riscos & mitigações",
            "riesgos & mitigaciones",
            "風險評估",
            "风险评估",
        ],
    ),
    (
        Topic::Stories,
        &[
            "user stories",
            "user scenarios",
            "user scenarios & testing",
            "ユーザーシナリオとテスト",
            "使用者情境與測試",
            "사용자 시나리오",
            "nutzergeschichten",
            "benutzergeschichten",
            "historias de usuario",
            "escenarios de usuario",
            "histórias de usuário",
            "histórias do usuário",
            "cenários de usuário",
            "cenários do usuário",
            "قصص المستخدم",
            "سيناريوهات المستخدم",
            "用户场景",
        ],
    ),
    (
        Topic::Requirements,
        &[
            "requirements",
            "requirement",
            "要件",
            "需求",
            "要求",
            "요구사항",
            "anforderungen",
            "requisitos",
            "المتطلبات",
        ],
    ),
];

/// The names of topics, arranged for looking up.
struct Index {
    /// The row of each name; earlier rows win.
    rows: HashMap<&'static str, usize>,
    /// Names in scripts without blanks with their row and length in characters.
    wide: Vec<(&'static str, usize, usize)>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let mut index = Index {
        rows: HashMap::new(),
        wide: Vec::new(),
    };
    for (row, (_, names)) in NAMES.iter().enumerate() {
        for name in *names {
            index.rows.entry(name).or_insert(row);
            if !name.is_ascii() {
                index.wide.push((name, row, name.chars().count()));
            }
        }
    }
    index
});

/// The topic of a heading: the heading equals a name, or starts or ends with it as whole words. Names in scripts
/// without blanks may also stand inside.
pub(super) fn of_title(title: &str) -> Option<Topic> {
    let topic = of_name(title)?;
    // "Open Questions (resolved)": the remark says the opposite of the name.
    let remark = title.find(['(', '（']).map_or("", |at| &title[at..]);
    let is_resolved = || {
        let remark = remark.to_lowercase();
        [
            "resolved",
            "answered",
            "closed",
            "解決済",
            "已解決",
            "已解决",
            "해결",
        ]
        .iter()
        .any(|word| remark.contains(word) && !remark.contains("unresolved"))
    };
    if topic == Topic::OpenQuestions && is_resolved() {
        return Some(Topic::AnsweredQuestions);
    }
    Some(topic)
}

fn of_name(title: &str) -> Option<Topic> {
    let folded = fold(title);
    if folded.is_empty() || folded.len() > 160 {
        return None;
    }
    let length = folded.chars().count();
    let mut best: Option<usize> = INDEX.rows.get(folded.as_str()).copied();
    let mut consider = |row: usize| best = Some(best.map_or(row, |known| known.min(row)));
    for (at, sign) in folded.char_indices() {
        let (head, tail) = (&folded[..at], &folded[at + sign.len_utf8()..]);
        if matches!(sign, ' ' | ',' | '/' | ':' | '&' | '-' | '—' | '–')
            && let Some(row) = partial(head, &folded[at..], length)
        {
            consider(row);
        }
        if matches!(sign, ' ' | '/')
            && let Some(row) = partial(tail, &folded[..at], length)
        {
            consider(row);
        }
    }
    if let Some(&row) = INDEX.rows.get("risks")
        && length <= 37
        && folded
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == "risks")
    {
        consider(row);
    }
    if !folded.is_ascii() {
        for &(name, row, characters) in &INDEX.wide {
            if characters >= 2 && length <= characters + 12 && folded.contains(name) {
                consider(row);
            }
        }
    }
    best.map(|row| NAMES[row].0)
}

/// The row of an ASCII name that is the head or tail of a title; `rest` is what stands beside it.
fn partial(name: &str, rest: &str, length: usize) -> Option<usize> {
    let &row = INDEX.rows.get(name)?;
    // A one-word name may have few words beside it: "Technical Risks", not "Requirements to start the work".
    let fits = name.contains(' ') || rest.split_whitespace().count() <= 3;
    (name.is_ascii() && fits && length <= name.len() + 32).then_some(row)
}

/// A title in lower case without numbering, marks and remarks in parentheses.
pub(super) fn fold(title: &str) -> String {
    let lower = title.to_lowercase();
    let without_remark = lower
        .find(['(', '（', '*'])
        .filter(|&at| at > 0)
        .map_or(lower.as_str(), |at| &lower[..at]);
    let trimmed = without_remark.trim_matches(|c: char| !c.is_alphanumeric());
    let numbered = trimmed.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, '.' | ')' | ' ' | '-' | '—' | '–' | ':' | '、')
    });
    numbered.replace(" and ", " & ").trim().to_owned()
}
