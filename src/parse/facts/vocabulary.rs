//! Technologies that everybody knows by name, and what they are.

use crate::model::fact::TechnologyKind;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A technology that everybody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// The name as its makers write it.
    pub(super) name: &'static str,
    pub(super) kind: TechnologyKind,
    /// Whether it is an ordinary word, so that it must begin with a capital as its name does.
    is_word: bool,
}

/// Languages and formats that programs are written in.
const LANGUAGE: &str = "Ada, Bash, Bicep, C, C#, C++, Clojure, COBOL, Common Lisp, Crystal, CSS, CUDA, Dart, Elixir, Elm, Erlang, F#, \
    Fortran, Go, GraphQL, Groovy, Haskell, HCL, HTML, Java, JavaScript, Julia, Kotlin, Lua, Markdown, MATLAB, \
    MicroPython, Nim, Nix, Objective-C, OCaml, Perl, PHP, PL/pgSQL, PowerShell, Python, R, Ruby, Rust, Scala, \
    Solidity, SQL, Swift, TypeScript, Vala, VBA, Visual Basic, WebAssembly, YAML, Zig";

/// Libraries, frameworks and tools of the build.
const LIBRARY: &str = "Actix Web, Angular, Angular Material, ASP.NET, ASP.NET Core, ASP.NET Core Identity, Astro, AutoMapper, Axios, \
    axum, Babel, bcrypt, BeautifulSoup, Bevy, Blazor, Blockly, Boost, Bootstrap, Boto3, Cargo, Celery, Chai, \
    Chart.js, Cheerio, clap, Click, CMake, Cobra, CommunityToolkit.Mvvm, Core Data, coverage.py, Cypress, D3, \
    Dapper, date-fns, Day.js, Detox, Django, Django REST Framework, Drizzle, EF Core, Electron, Entity Framework, \
    esbuild, ESLint, Espresso, Expo, Express, FastAPI, Fastify, Flask, FluentAssertions, FluentValidation, Flutter, \
    Framer Motion, ggml, Gin, go test, GoogleTest, GORM, Gradle, gRPC, Hibernate, Hono, HTMX, httpx, Hypothesis, \
    i18next, Immer, Jest, Jetpack Compose, jQuery, JUnit, Keras, Knex, Ktor, LangChain, LangGraph, Laravel, Leaflet, \
    LINQ, Lit, Lodash, MailKit, Mapster, Maven, MediatR, Mermaid, MMKV, Mocha, Mockito, Moment.js, Mongoose, Moq, \
    MSTest, MUI, NestJS, Next.js, NextAuth, NextAuth.js, Ninja, Npgsql, NumPy, NUnit, Nuxt, Nx, ONNX Runtime, \
    OpenCV, OpenTelemetry, Pandas, PGlite, pgx, Phoenix LiveView, Pillow, Pinia, Playwright, pnpm, Polly, Preact, \
    Prettier, Prisma, proptest, psycopg, psycopg2, Puppeteer, pybind11, Pydantic, pytest, pytest-asyncio, PyTorch, \
    Qt, Radix UI, Rails, React, React Hook Form, React Native, React Query, React Router, React Testing Library, \
    ReactiveUI, Redux, Redux Toolkit, Remix, Requests, Room Database, RSpec, RxJS, scikit-learn, Selenium, \
    Sequelize, serde, Serilog, shadcn/ui, SignalR, Sinon, Solid.js, Spring, Spring Boot, Spring Security, \
    SQLAlchemy, sqlx, Starlette, Storybook, Stripe SDK, Style Dictionary, Supertest, Svelte, SvelteKit, Swashbuckle, \
    SwiftUI, Symfony, Tailwind CSS, TanStack Query, TanStack Router, Tauri, TensorFlow, Testcontainers, testify, \
    Three.js, tokio, Transloco, tRPC, ts-jest, TypeORM, Typer, UIKit, Uvicorn, Vite, Vitest, vLLM, Vue, Vue Router, \
    Vuetify, Webpack, WebView2, wgpu, Whisper, winston, workbox, XCTest, xUnit, Zod, Zustand";

/// Programs that run beside the product.
const SERVICE: &str = "Algolia, RDS, S3, Kafka, Application Insights, Auth0, AWS Lambda, SQS, Azure Blob Storage, Azure Cosmos DB, \
    Azure Front Door, Azure Functions, Azure Key Vault, Azure Monitor, Azure OpenAI, Azure Service Bus, Azure SQL \
    Database, Azurite, BigQuery, Cassandra, ChromaDB, ClickHouse, Cloudflare R2, Cloudflare Workers, CockroachDB, \
    CouchDB, Datadog, DuckDB, DynamoDB, Elasticache, Elasticsearch, etcd, Firebase, Firestore, GitHub Actions, \
    GitHub Pages, Grafana, HAProxy, HashiCorp Vault, IndexedDB, InfluxDB, Jaeger, Keycloak, LanceDB, Loki, Mailgun, \
    Mailpit, MariaDB, Meilisearch, Memcached, SQL Server, Milvus, MinIO, MongoDB, MQTT, MySQL, NATS, Neo4j, Neon, \
    Nginx, OpenAI API, OpenSearch, Oracle Database, pgvector, Photon, Pinecone, PostGIS, PostgreSQL, Prometheus, \
    Qdrant, RabbitMQ, Redis, Redis Streams, Resend, SendGrid, Sentry, Sidekiq, Solr, SQLite, Stripe, Supabase, \
    Temporal, TimescaleDB, Traefik, Twilio, Umami, Valkey, Weaviate, ZooKeeper";

/// What products run on.
const PLATFORM: &str = ".NET, .NET Core, .NET Framework, AKS, Alpine Linux, Android, Apple Silicon, Arduino, ARM64, AWS, Azure, Azure \
    App Service, Azure Container Apps, Bun, Chrome, Chrome OS, Chromium, Cloud Run, CyberBrick, Debian, Deno, \
    Docker, Docker Compose, ECS, Edge, EKS, ESP32, Firefox, Fly.io, FreeBSD, GCP, GKE, Google Cloud, Google Cloud \
    Run, Helm, Heroku, iOS, iPadOS, JVM, Kubernetes, Linux, macOS, Netlify, Node.js, OpenShift, Raspberry Pi, \
    Safari, Terraform, tvOS, Ubuntu, Vercel, visionOS, Visual Studio, VS Code, watchOS, Windows, WSL, WSL2";

/// Those of the names above that are also ordinary words.
const WORDS: &str = "Ada, Bash, Boost, C, Chrome, Click, Cobra, Crystal, Dart, Detox, Edge, Elixir, Elm, Erlang, Espresso, Gin, Go, \
    Hypothesis, Immer, Julia, Laravel, Lit, Loki, Mermaid, Neon, Next.js, Nim, Ninja, Nix, Perl, Photon, Polly, R, \
    Remix, Requests, Resend, Ruby, Rust, Scala, Spring, Spring Boot, Starlette, Swashbuckle, Swift, Temporal, \
    Transloco, Whisper, Windows, Zig, winston";

/// Other ways to write a name, in lower case, with the name.
const ALIASES: &str = "amazon rds = RDS, amazon s3 = S3, apache kafka = Kafka, asp.net core web api = ASP.NET Core, aws s3 = S3, aws \
    sqs = SQS, azure app services = Azure App Service, azure kubernetes service = AKS, azure sql = Azure SQL \
    Database, d3.js = D3, djangorestframework = Django REST Framework, docker-compose = Docker Compose, drf = Django \
    REST Framework, drizzle orm = Drizzle, entity framework core = EF Core, expo sdk = Expo, express.js = Express, \
    golang = Go, gtest = GoogleTest, html5 = HTML, junit 5 = JUnit, microsoft azure = Azure, microsoft sql server = \
    SQL Server, node = Node.js, nodejs = Node.js, nuxt.js = Nuxt, postgres = PostgreSQL, prisma orm = Prisma, \
    psycopg2-binary = psycopg2, python3 = Python, ruby on rails = Rails, sqlite3 = SQLite, tailwind = Tailwind CSS, \
    tailwindcss = Tailwind CSS, visual studio code = VS Code, vscode = VS Code, vue.js = Vue, wasm = WebAssembly, \
    xunit.net = xUnit";

/// The names in lower case.
static INDEX: LazyLock<HashMap<String, Known>> = LazyLock::new(|| {
    let kinds = [
        (TechnologyKind::Language, LANGUAGE),
        (TechnologyKind::Library, LIBRARY),
        (TechnologyKind::Service, SERVICE),
        (TechnologyKind::Platform, PLATFORM),
    ];
    let mut index = HashMap::new();
    for (kind, names) in kinds {
        for name in names.split(", ") {
            let is_word = WORDS.split(", ").any(|word| word == name);
            let known = Known {
                name,
                kind,
                is_word,
            };
            index.insert(name.to_lowercase(), known);
        }
    }
    for alias in ALIASES.split(", ") {
        if let Some((alias, name)) = alias.split_once(" = ")
            && let Some(&known) = index.get(&name.to_lowercase())
        {
            let known = Known {
                is_word: false,
                ..known
            };
            index.insert(alias.to_owned(), known);
        }
    }
    index
});

/// The longest known name with which a text begins, and its length in bytes.
pub(super) fn at_start(text: &str) -> Option<(Known, usize)> {
    let head = text
        .char_indices()
        .map(|(at, sign)| at + sign.len_utf8())
        .take(32)
        .last()
        .unwrap_or(0);
    let folded = text[..head].to_ascii_lowercase();
    let mut best = None;
    for (at, sign) in text[..head].char_indices() {
        let end = at + sign.len_utf8();
        let rest = &text[end..];
        let goes_on = rest.starts_with(|next: char| next.is_ascii_alphanumeric())
            || rest.starts_with(['#', '-', '_'])
            || rest.starts_with("++");
        if goes_on {
            continue;
        }
        if let Some(&known) = INDEX.get(&folded[..end])
            && (!known.is_word || !text.starts_with(|first: char| first.is_ascii_lowercase()))
        {
            best = Some((known, end));
        }
    }
    best
}
