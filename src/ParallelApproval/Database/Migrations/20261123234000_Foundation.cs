using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class Foundation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "appraisal_periods",
                columns: table => new
                {
                    period = table.Column<int>(type: "integer", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_by = table.Column<string>(type: "text", nullable: false),
                    report = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_appraisal_periods", x => x.period);
                });

            migrationBuilder.CreateTable(
                name: "appraisal_points",
                columns: table => new
                {
                    source = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    part = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    points = table.Column<int>(type: "integer", nullable: false),
                    case_key = table.Column<long>(type: "bigint", nullable: true),
                    point = table.Column<string>(type: "text", nullable: true),
                    card = table.Column<string>(type: "text", nullable: true),
                    supervision_order = table.Column<string>(type: "text", nullable: true),
                    complaint = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_appraisal_points", x => x.source);
                });

            migrationBuilder.CreateTable(
                name: "blocks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    id_number = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    item_code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    ground = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    added_by = table.Column<string>(type: "text", nullable: false),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lifted_on = table.Column<DateOnly>(type: "date", nullable: true),
                    lifted_by = table.Column<string>(type: "text", nullable: true),
                    lift_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_blocks", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "books",
                columns: table => new
                {
                    title = table.Column<string>(type: "text", nullable: false),
                    edition = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_books", x => x.title);
                });

            migrationBuilder.CreateTable(
                name: "branches",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    result = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    hard = table.Column<int[]>(type: "integer[]", nullable: false),
                    soft = table.Column<int[]>(type: "integer[]", nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    holder = table.Column<string>(type: "text", nullable: true),
                    bookmark = table.Column<string>(type: "text", nullable: true),
                    asks_applicant = table.Column<bool>(type: "boolean", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    excluded = table.Column<string[]>(type: "text[]", nullable: false),
                    recusal_of = table.Column<string>(type: "text", nullable: true),
                    reviewed_by = table.Column<string>(type: "text", nullable: true),
                    corrections = table.Column<int>(type: "integer", nullable: false),
                    awaits = table.Column<int[]>(type: "integer[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_branches", x => new { x.case_key, x.number });
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateTable(
                name: "bulletins",
                columns: table => new
                {
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    issued_by = table.Column<string>(type: "text", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bulletins", x => new { x.kind, x.first_day });
                });

            migrationBuilder.CreateTable(
                name: "calendar_entries",
                columns: table => new
                {
                    year = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "json", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_entries", x => x.year);
                });

            migrationBuilder.CreateTable(
                name: "calendar_local_days",
                columns: table => new
                {
                    area = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    date = table.Column<DateOnly>(type: "date", nullable: false),
                    is_working = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_local_days", x => new { x.area, x.date });
                });

            migrationBuilder.CreateTable(
                name: "calendar_recounts",
                columns: table => new
                {
                    year = table.Column<int>(type: "integer", nullable: false),
                    notice_number = table.Column<string>(type: "text", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_recounts", x => x.year);
                });

            migrationBuilder.CreateTable(
                name: "calendar_years",
                columns: table => new
                {
                    year = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    holidays = table.Column<string>(type: "jsonb", nullable: false),
                    make_up_days = table.Column<DateOnly[]>(type: "date[]", nullable: false),
                    notice_number = table.Column<string>(type: "text", nullable: true),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: true),
                    source = table.Column<string>(type: "text", nullable: true),
                    confirmed_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_years", x => x.year);
                });

            migrationBuilder.CreateTable(
                name: "case_applications",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    id_number = table.Column<string>(type: "text", nullable: false),
                    applicant = table.Column<string>(type: "json", nullable: false),
                    form = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_applications", x => x.case_key);
                });

            migrationBuilder.CreateTable(
                name: "case_events",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    kind = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    branch = table.Column<int>(type: "integer", nullable: true),
                    data = table.Column<string>(type: "json", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_events", x => new { x.case_key, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "case_files",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    event_count = table.Column<int>(type: "integer", nullable: false),
                    last_hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_files", x => x.case_key);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "case_materials",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    form = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    copies = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    problem = table.Column<string>(type: "text", nullable: true),
                    wanted = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_materials", x => new { x.case_key, x.code });
                });

            migrationBuilder.CreateTable(
                name: "case_number_blocks",
                columns: table => new
                {
                    region = table.Column<string>(type: "text", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_number_blocks", x => new { x.region, x.day });
                });

            migrationBuilder.CreateTable(
                name: "cases",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    item_code = table.Column<string>(type: "text", nullable: false),
                    item_version = table.Column<int>(type: "integer", nullable: false),
                    item_name = table.Column<string>(type: "text", nullable: false),
                    applicant_name = table.Column<string>(type: "text", nullable: false),
                    chosen_branches = table.Column<int[]>(type: "integer[]", nullable: false),
                    query_code = table.Column<string>(type: "text", nullable: false),
                    delivery = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    received_by = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    papers_complete_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_deemed_accepted = table.Column<bool>(type: "boolean", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    result = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    station = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    open_key = table.Column<string>(type: "text", nullable: true),
                    may_correct_again = table.Column<bool>(type: "boolean", nullable: false),
                    deferred_papers = table.Column<string[]>(type: "text[]", nullable: false),
                    is_by_commitment = table.Column<bool>(type: "boolean", nullable: false),
                    window_number = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cases", x => x.case_key);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 80);

            migrationBuilder.CreateTable(
                name: "certificates",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    branch = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_certificates", x => new { x.case_key, x.branch });
                });

            migrationBuilder.CreateTable(
                name: "clock_entries",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    branch = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    entry = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    on_day = table.Column<DateOnly>(type: "date", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    ground = table.Column<string>(type: "text", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clock_entries", x => new { x.case_key, x.branch, x.kind, x.round, x.sequence });
                });

            migrationBuilder.CreateTable(
                name: "clocks",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    branch = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    area = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    warnings = table.Column<string>(type: "json", nullable: true),
                    budget_days = table.Column<int>(type: "integer", nullable: false),
                    started_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    blue_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    yellow_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_provisional = table.Column<bool>(type: "boolean", nullable: false),
                    announced = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clocks", x => new { x.case_key, x.branch, x.kind, x.round });
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 70);

            migrationBuilder.CreateTable(
                name: "complaints",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    case_key = table.Column<long>(type: "bigint", nullable: true),
                    subject = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    contact = table.Column<string>(type: "text", nullable: true),
                    code = table.Column<string>(type: "text", nullable: false),
                    lodged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    answer_due = table.Column<DateOnly>(type: "date", nullable: false),
                    yellow_on = table.Column<DateOnly>(type: "date", nullable: false),
                    against = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    is_upheld = table.Column<bool>(type: "boolean", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    announced = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    request_key = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_complaints", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "decisions",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    branch = table.Column<int>(type: "integer", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    verdict = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    opinion = table.Column<string>(type: "text", nullable: false),
                    reasons = table.Column<string>(type: "text", nullable: true),
                    remedies = table.Column<string>(type: "text", nullable: true),
                    department = table.Column<string>(type: "text", nullable: false),
                    signed_by = table.Column<string>(type: "text", nullable: false),
                    signed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    on_behalf_of = table.Column<string>(type: "text", nullable: true),
                    letter = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decisions", x => new { x.case_key, x.branch, x.round });
                });

            migrationBuilder.CreateTable(
                name: "departments",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: false),
                    tier = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    parent_code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    unified_credit_code = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    has_authorised_window = table.Column<bool>(type: "boolean", nullable: false),
                    is_vertical = table.Column<bool>(type: "boolean", nullable: false),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false, defaultValue: 1)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_departments", x => x.code);
                    table.ForeignKey(
                        name: "fk_departments_departments_parent_code",
                        column: x => x.parent_code,
                        principalTable: "departments",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "district_loads",
                columns: table => new
                {
                    seed = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    cases = table.Column<int>(type: "integer", nullable: false),
                    begun_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_district_loads", x => x.seed);
                });

            migrationBuilder.CreateTable(
                name: "document_numbers",
                columns: table => new
                {
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_numbers", x => new { x.kind, x.year });
                });

            migrationBuilder.CreateTable(
                name: "document_templates",
                columns: table => new
                {
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    published_by = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_templates", x => new { x.kind, x.version });
                });

            migrationBuilder.CreateTable(
                name: "documents",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    branch = table.Column<int>(type: "integer", nullable: false),
                    cause = table.Column<int>(type: "integer", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    facts = table.Column<string>(type: "json", nullable: false),
                    template = table.Column<int>(type: "integer", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    seal = table.Column<string>(type: "text", nullable: true),
                    sealed_by = table.Column<string>(type: "text", nullable: false),
                    stamp = table.Column<byte[]>(type: "bytea", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_documents", x => new { x.case_key, x.number });
                });

            migrationBuilder.CreateTable(
                name: "headline_cases",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    closed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    item_code = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    tier = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    departments = table.Column<string[]>(type: "text[]", nullable: false),
                    result = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    is_late = table.Column<bool>(type: "boolean", nullable: true),
                    promised_days = table.Column<int>(type: "integer", nullable: false),
                    legal_days = table.Column<int>(type: "integer", nullable: false),
                    series_days = table.Column<int>(type: "integer", nullable: false),
                    actual_days = table.Column<int>(type: "integer", nullable: false),
                    visits = table.Column<int>(type: "integer", nullable: false),
                    visits_apart = table.Column<int>(type: "integer", nullable: false),
                    is_satisfied = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_headline_cases", x => x.case_key);
                });

            migrationBuilder.CreateTable(
                name: "house_events",
                columns: table => new
                {
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    data = table.Column<string>(type: "json", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_house_events", x => x.sequence);
                });

            migrationBuilder.CreateTable(
                name: "house_trail",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    event_count = table.Column<int>(type: "integer", nullable: false),
                    last_hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_house_trail", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                columns: table => new
                {
                    user_name = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    answer = table.Column<string>(type: "json", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_keys", x => new { x.user_name, x.key });
                });

            migrationBuilder.CreateTable(
                name: "job_runs",
                columns: table => new
                {
                    job = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    ran_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_job_runs", x => x.job);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "listeners",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listeners", x => x.name);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "materials",
                columns: table => new
                {
                    code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: false),
                    form = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    copies = table.Column<int>(type: "integer", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    trust = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    is_shared = table.Column<bool>(type: "boolean", nullable: false),
                    is_deferrable = table.Column<bool>(type: "boolean", nullable: false),
                    valid_months = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_materials", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    branch = table.Column<int>(type: "integer", nullable: false),
                    recipient = table.Column<string>(type: "text", nullable: false),
                    phone = table.Column<string>(type: "text", nullable: true),
                    text = table.Column<string>(type: "text", nullable: false),
                    text_en = table.Column<string>(type: "text", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "office_addresses",
                columns: table => new
                {
                    address = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    user_name = table.Column<string>(type: "text", nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_office_addresses", x => new { x.address, x.user_name });
                });

            migrationBuilder.CreateTable(
                name: "open_applications",
                columns: table => new
                {
                    open_key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    case_key = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_applications", x => x.open_key);
                });

            migrationBuilder.CreateTable(
                name: "phrases",
                columns: table => new
                {
                    department = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_phrases", x => new { x.department, x.kind, x.position });
                });

            migrationBuilder.CreateTable(
                name: "published_results",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    item_code = table.Column<string>(type: "text", nullable: false),
                    item_name = table.Column<string>(type: "text", nullable: false),
                    applicant = table.Column<string>(type: "text", nullable: false),
                    result = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    lead_department = table.Column<string>(type: "text", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    departments = table.Column<string[]>(type: "text[]", nullable: false),
                    certificates = table.Column<string[]>(type: "text[]", nullable: false),
                    outcomes = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_published_results", x => x.case_key);
                });

            migrationBuilder.CreateTable(
                name: "rating_appeals",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    service = table.Column<int>(type: "integer", nullable: false),
                    grounds = table.Column<string>(type: "text", nullable: false),
                    lodged_by = table.Column<string>(type: "text", nullable: false),
                    lodged_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    is_granted = table.Column<bool>(type: "boolean", nullable: true),
                    reasons = table.Column<string>(type: "text", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rating_appeals", x => new { x.case_key, x.service });
                });

            migrationBuilder.CreateTable(
                name: "ratings",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    service = table.Column<int>(type: "integer", nullable: false),
                    grade = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    reasons = table.Column<string[]>(type: "text[]", nullable: false),
                    comment = table.Column<string>(type: "text", nullable: true),
                    department = table.Column<string>(type: "text", nullable: false),
                    rated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    suspicion = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ratings", x => new { x.case_key, x.service });
                });

            migrationBuilder.CreateTable(
                name: "remedies",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    service = table.Column<int>(type: "integer", nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    step = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    calls_in_vain = table.Column<int>(type: "integer", nullable: false),
                    started_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    yellow_on = table.Column<DateOnly>(type: "date", nullable: true),
                    is_extended = table.Column<bool>(type: "boolean", nullable: false),
                    announced = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_remedies", x => new { x.case_key, x.service });
                });

            migrationBuilder.CreateTable(
                name: "saved_views",
                columns: table => new
                {
                    user_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    query = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_views", x => new { x.user_name, x.name });
                });

            migrationBuilder.CreateTable(
                name: "scan_contents",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scan_contents", x => new { x.case_key, x.sha256 });
                });

            migrationBuilder.CreateTable(
                name: "scans",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    paper = table.Column<string>(type: "text", nullable: false),
                    paper_version = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    format = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    filed_by = table.Column<string>(type: "text", nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    filed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    struck_by = table.Column<string>(type: "text", nullable: true),
                    strike_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scans", x => new { x.case_key, x.number });
                });

            migrationBuilder.CreateTable(
                name: "seal_uses",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    seal = table.Column<string>(type: "text", nullable: false),
                    officer = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_seal_uses", x => new { x.case_key, x.document });
                });

            migrationBuilder.CreateTable(
                name: "service_item_versions",
                columns: table => new
                {
                    item_code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    document = table.Column<string>(type: "jsonb", nullable: false),
                    published_by = table.Column<Guid>(type: "uuid", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service_item_versions", x => new { x.item_code, x.version });
                });

            migrationBuilder.CreateTable(
                name: "services_given",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    service = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    officer = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_services_given", x => new { x.case_key, x.service });
                });

            migrationBuilder.CreateTable(
                name: "site_visits",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_site_visits", x => new { x.case_key, x.round });
                });

            migrationBuilder.CreateTable(
                name: "spot_check_results",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    check_key = table.Column<long>(type: "bigint", nullable: false),
                    check_running = table.Column<int>(type: "integer", nullable: false),
                    document = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_spot_check_results", x => new { x.case_key, x.check_key, x.check_running });
                });

            migrationBuilder.CreateTable(
                name: "spot_checks",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    running = table.Column<int>(type: "integer", nullable: false),
                    drawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    document = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_spot_checks", x => new { x.case_key, x.running });
                });

            migrationBuilder.CreateTable(
                name: "supervision_cards",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    running = table.Column<int>(type: "integer", nullable: false),
                    point = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    branch = table.Column<int>(type: "integer", nullable: false),
                    occasion = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    colour = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    raised_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    document = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supervision_cards", x => new { x.case_key, x.running });
                });

            migrationBuilder.CreateTable(
                name: "supervision_orders",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    running = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    status = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    department = table.Column<string>(type: "text", nullable: false),
                    drafted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    document = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supervision_orders", x => new { x.case_key, x.running });
                });

            migrationBuilder.CreateTable(
                name: "uncollected",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    ready_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reminded = table.Column<int>(type: "integer", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_uncollected", x => x.case_key);
                });

            migrationBuilder.CreateTable(
                name: "unheard_events",
                columns: table => new
                {
                    listener = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    fault = table.Column<string>(type: "text", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unheard_events", x => new { x.listener, x.position });
                });

            migrationBuilder.CreateTable(
                name: "withheld_results",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    ground = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    withheld_by = table.Column<string>(type: "text", nullable: false),
                    withheld_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_withheld_results", x => x.case_key);
                });

            migrationBuilder.CreateTable(
                name: "workflow_definitions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    definition_id = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    description = table.Column<string>(type: "text", nullable: true),
                    is_latest = table.Column<bool>(type: "boolean", nullable: false),
                    is_published = table.Column<bool>(type: "boolean", nullable: false),
                    was_published = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    content = table.Column<string>(type: "json", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    edited_by = table.Column<string>(type: "text", nullable: false),
                    edited_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    published_by = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_definitions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "workflow_instances",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    definition_id = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    sub_status = table.Column<string>(type: "text", nullable: false),
                    incidents = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "json", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_instances", x => x.case_key);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "workflow_journal",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    first_sequence = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    events = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_journal", x => new { x.case_key, x.first_sequence });
                });

            migrationBuilder.CreateTable(
                name: "workflow_migrations",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    definition_id = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    case_keys = table.Column<long[]>(type: "bigint[]", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    proposed_by = table.Column<string>(type: "text", nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    approved_by = table.Column<string>(type: "text", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    rejected_by = table.Column<string>(type: "text", nullable: true),
                    rejected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    rejected_because = table.Column<string>(type: "text", nullable: true),
                    moved = table.Column<long[]>(type: "bigint[]", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_migrations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "officers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    name_en = table.Column<string>(type: "text", nullable: false),
                    department_code = table.Column<string>(type: "character varying(16)", nullable: true),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    id_number = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    phone = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    address = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    password_hash = table.Column<string>(type: "text", nullable: false),
                    security_stamp = table.Column<Guid>(type: "uuid", nullable: false),
                    is_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false, defaultValue: 1),
                    failed_sign_ins = table.Column<int>(type: "integer", nullable: false),
                    locked_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_signed_in_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_officers", x => x.id);
                    table.ForeignKey(
                        name: "fk_officers_departments_department_code",
                        column: x => x.department_code,
                        principalTable: "departments",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "service_windows",
                columns: table => new
                {
                    number = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    department_code = table.Column<string>(type: "character varying(16)", nullable: false),
                    tier = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    is_comprehensive = table.Column<bool>(type: "boolean", nullable: false),
                    is_open = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false, defaultValue: 1)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_service_windows", x => x.number);
                    table.ForeignKey(
                        name: "fk_service_windows_departments_department_code",
                        column: x => x.department_code,
                        principalTable: "departments",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "absences",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    officer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    deputy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    ended_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_absences", x => x.id);
                    table.CheckConstraint("ck_absences_deputy_is_another", "deputy_id <> officer_id");
                    table.ForeignKey(
                        name: "fk_absences_officer_deputy_id",
                        column: x => x.deputy_id,
                        principalTable: "officers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_absences_officer_officer_id",
                        column: x => x.officer_id,
                        principalTable: "officers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "authorisations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    department_code = table.Column<string>(type: "character varying(16)", nullable: false),
                    officer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_codes = table.Column<List<string>>(type: "text[]", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: false),
                    limits = table.Column<string>(type: "text", nullable: false),
                    may_refuse = table.Column<bool>(type: "boolean", nullable: false),
                    granted_by = table.Column<Guid>(type: "uuid", nullable: false),
                    revoked_on = table.Column<DateOnly>(type: "date", nullable: true),
                    revoked_by = table.Column<string>(type: "text", nullable: true),
                    revocation_reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_authorisations", x => x.id);
                    table.CheckConstraint("ck_authorisations_not_to_himself", "granted_by <> officer_id");
                    table.ForeignKey(
                        name: "fk_authorisations_departments_department_code",
                        column: x => x.department_code,
                        principalTable: "departments",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_authorisations_officer_granted_by",
                        column: x => x.granted_by,
                        principalTable: "officers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_authorisations_officer_officer_id",
                        column: x => x.officer_id,
                        principalTable: "officers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "seals",
                columns: table => new
                {
                    number = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    department_code = table.Column<string>(type: "character varying(16)", nullable: false),
                    inscription = table.Column<string>(type: "text", nullable: false),
                    keeper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    retired_on = table.Column<DateOnly>(type: "date", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false, defaultValue: 1)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_seals", x => x.number);
                    table.ForeignKey(
                        name: "fk_seals_departments_department_code",
                        column: x => x.department_code,
                        principalTable: "departments",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_seals_officers_keeper_id",
                        column: x => x.keeper_id,
                        principalTable: "officers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_absences_deputy_id",
                table: "absences",
                column: "deputy_id");

            migrationBuilder.CreateIndex(
                name: "ix_absences_officer_id_from",
                table: "absences",
                columns: new[] { "officer_id", "from" });

            migrationBuilder.CreateIndex(
                name: "ix_appraisal_points_card",
                table: "appraisal_points",
                column: "card",
                filter: "card IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_appraisal_points_period_department_at",
                table: "appraisal_points",
                columns: new[] { "period", "department", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_authorisations_department_code_officer_id",
                table: "authorisations",
                columns: new[] { "department_code", "officer_id" });

            migrationBuilder.CreateIndex(
                name: "ix_authorisations_granted_by",
                table: "authorisations",
                column: "granted_by");

            migrationBuilder.CreateIndex(
                name: "ix_authorisations_number",
                table: "authorisations",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_authorisations_officer_id",
                table: "authorisations",
                column: "officer_id");

            migrationBuilder.CreateIndex(
                name: "ix_blocks_id_number",
                table: "blocks",
                column: "id_number");

            migrationBuilder.CreateIndex(
                name: "ix_branches_department_case_key",
                table: "branches",
                columns: new[] { "department", "case_key" });

            migrationBuilder.CreateIndex(
                name: "ix_branches_department_case_key1",
                table: "branches",
                columns: new[] { "department", "case_key" },
                filter: "status IN ('InReview', 'ReadyToSign', 'Stopped', 'CorrectionRequested')");

            migrationBuilder.CreateIndex(
                name: "ix_case_applications_id_number",
                table: "case_applications",
                column: "id_number");

            migrationBuilder.CreateIndex(
                name: "ix_case_events_position",
                table: "case_events",
                column: "position");

            migrationBuilder.CreateIndex(
                name: "ix_cases_case_key",
                table: "cases",
                column: "case_key",
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_closed_at",
                table: "cases",
                column: "closed_at",
                filter: "closed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_station_case_key",
                table: "cases",
                columns: new[] { "station", "case_key" });

            migrationBuilder.CreateIndex(
                name: "ix_clocks_due_on",
                table: "clocks",
                column: "due_on",
                filter: "ended_on IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_clocks_next_at",
                table: "clocks",
                column: "next_at",
                filter: "next_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_complaints_answered_at",
                table: "complaints",
                column: "answered_at",
                filter: "answered_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_complaints_case_key",
                table: "complaints",
                column: "case_key",
                filter: "case_key IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_complaints_next_at",
                table: "complaints",
                column: "next_at",
                filter: "next_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_complaints_request_key",
                table: "complaints",
                column: "request_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_departments_parent_code",
                table: "departments",
                column: "parent_code");

            migrationBuilder.CreateIndex(
                name: "ix_documents_case_key_cause_kind_branch",
                table: "documents",
                columns: new[] { "case_key", "cause", "kind", "branch" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_documents_number",
                table: "documents",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_headline_cases_closed_on_case_key",
                table: "headline_cases",
                columns: new[] { "closed_on", "case_key" });

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_at",
                table: "idempotency_keys",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_notices_case_key_sequence_kind_branch_recipient",
                table: "notices",
                columns: new[] { "case_key", "sequence", "kind", "branch", "recipient" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_notices_id",
                table: "notices",
                column: "id",
                filter: "sent_at IS NULL AND phone IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_notices_recipient_id",
                table: "notices",
                columns: new[] { "recipient", "id" },
                filter: "recipient <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_office_addresses_seen_at",
                table: "office_addresses",
                column: "seen_at");

            migrationBuilder.CreateIndex(
                name: "ix_officers_department_code",
                table: "officers",
                column: "department_code");

            migrationBuilder.CreateIndex(
                name: "ix_officers_user_name",
                table: "officers",
                column: "user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_published_results_applicant_closed_at_case_key",
                table: "published_results",
                columns: new[] { "applicant", "closed_at", "case_key" });

            migrationBuilder.CreateIndex(
                name: "ix_published_results_closed_at_case_key",
                table: "published_results",
                columns: new[] { "closed_at", "case_key" });

            migrationBuilder.CreateIndex(
                name: "ix_published_results_item_code_closed_at_case_key",
                table: "published_results",
                columns: new[] { "item_code", "closed_at", "case_key" });

            migrationBuilder.CreateIndex(
                name: "ix_rating_appeals_decided_at",
                table: "rating_appeals",
                column: "decided_at");

            migrationBuilder.CreateIndex(
                name: "ix_rating_appeals_lodged_at",
                table: "rating_appeals",
                column: "lodged_at",
                filter: "is_granted IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_ratings_rated_at_case_key",
                table: "ratings",
                columns: new[] { "rated_at", "case_key" });

            migrationBuilder.CreateIndex(
                name: "ix_remedies_department_due_on",
                table: "remedies",
                columns: new[] { "department", "due_on" },
                filter: "due_on IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_remedies_next_at",
                table: "remedies",
                column: "next_at",
                filter: "next_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_seal_uses_seal_at",
                table: "seal_uses",
                columns: new[] { "seal", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_seals_department_code",
                table: "seals",
                column: "department_code");

            migrationBuilder.CreateIndex(
                name: "ix_seals_keeper_id",
                table: "seals",
                column: "keeper_id");

            migrationBuilder.CreateIndex(
                name: "ix_service_windows_department_code",
                table: "service_windows",
                column: "department_code");

            migrationBuilder.CreateIndex(
                name: "ix_services_given_at",
                table: "services_given",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_spot_check_results_check_key_check_running",
                table: "spot_check_results",
                columns: new[] { "check_key", "check_running" });

            migrationBuilder.CreateIndex(
                name: "ix_spot_checks_drawn_at_case_key_running",
                table: "spot_checks",
                columns: new[] { "drawn_at", "case_key", "running" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_cards_case_key_point_branch_occasion",
                table: "supervision_cards",
                columns: new[] { "case_key", "point", "branch", "occasion" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_supervision_cards_colour_raised_at",
                table: "supervision_cards",
                columns: new[] { "colour", "raised_at" },
                filter: "status IN ('Told', 'Open', 'Overdue', 'Appealed')");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_cards_department_raised_at",
                table: "supervision_cards",
                columns: new[] { "department", "raised_at" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_cards_next_at",
                table: "supervision_cards",
                column: "next_at",
                filter: "next_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_cards_raised_at_case_key_running",
                table: "supervision_cards",
                columns: new[] { "raised_at", "case_key", "running" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_orders_department_drafted_at",
                table: "supervision_orders",
                columns: new[] { "department", "drafted_at" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_orders_drafted_at_case_key_running",
                table: "supervision_orders",
                columns: new[] { "drafted_at", "case_key", "running" });

            migrationBuilder.CreateIndex(
                name: "ix_supervision_orders_next_at",
                table: "supervision_orders",
                column: "next_at",
                filter: "next_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_supervision_orders_status",
                table: "supervision_orders",
                column: "status",
                filter: "status NOT IN ('Closed', 'Withdrawn')");

            migrationBuilder.CreateIndex(
                name: "ix_uncollected_next_at",
                table: "uncollected",
                column: "next_at",
                filter: "next_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_withheld_results_withheld_at_case_key",
                table: "withheld_results",
                columns: new[] { "withheld_at", "case_key" });

            migrationBuilder.CreateIndex(
                name: "ix_workflow_definitions_definition_id",
                table: "workflow_definitions",
                column: "definition_id",
                unique: true,
                filter: "is_published");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_definitions_definition_id_version",
                table: "workflow_definitions",
                columns: new[] { "definition_id", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_workflow_instances_definition_id_version",
                table: "workflow_instances",
                columns: new[] { "definition_id", "version" });

            migrationBuilder.CreateIndex(
                name: "ix_workflow_migrations_proposed_at",
                table: "workflow_migrations",
                column: "proposed_at");

            migrationBuilder.Sql(Guards.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Guards.Down);

            migrationBuilder.DropTable(
                name: "absences");

            migrationBuilder.DropTable(
                name: "appraisal_periods");

            migrationBuilder.DropTable(
                name: "appraisal_points");

            migrationBuilder.DropTable(
                name: "authorisations");

            migrationBuilder.DropTable(
                name: "blocks");

            migrationBuilder.DropTable(
                name: "books");

            migrationBuilder.DropTable(
                name: "branches");

            migrationBuilder.DropTable(
                name: "bulletins");

            migrationBuilder.DropTable(
                name: "calendar_entries");

            migrationBuilder.DropTable(
                name: "calendar_local_days");

            migrationBuilder.DropTable(
                name: "calendar_recounts");

            migrationBuilder.DropTable(
                name: "calendar_years");

            migrationBuilder.DropTable(
                name: "case_applications");

            migrationBuilder.DropTable(
                name: "case_events");

            migrationBuilder.DropTable(
                name: "case_files");

            migrationBuilder.DropTable(
                name: "case_materials");

            migrationBuilder.DropTable(
                name: "case_number_blocks");

            migrationBuilder.DropTable(
                name: "cases");

            migrationBuilder.DropTable(
                name: "certificates");

            migrationBuilder.DropTable(
                name: "clock_entries");

            migrationBuilder.DropTable(
                name: "clocks");

            migrationBuilder.DropTable(
                name: "complaints");

            migrationBuilder.DropTable(
                name: "decisions");

            migrationBuilder.DropTable(
                name: "district_loads");

            migrationBuilder.DropTable(
                name: "document_numbers");

            migrationBuilder.DropTable(
                name: "document_templates");

            migrationBuilder.DropTable(
                name: "documents");

            migrationBuilder.DropTable(
                name: "headline_cases");

            migrationBuilder.DropTable(
                name: "house_events");

            migrationBuilder.DropTable(
                name: "house_trail");

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "job_runs");

            migrationBuilder.DropTable(
                name: "listeners");

            migrationBuilder.DropTable(
                name: "materials");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropTable(
                name: "office_addresses");

            migrationBuilder.DropTable(
                name: "open_applications");

            migrationBuilder.DropTable(
                name: "phrases");

            migrationBuilder.DropTable(
                name: "published_results");

            migrationBuilder.DropTable(
                name: "rating_appeals");

            migrationBuilder.DropTable(
                name: "ratings");

            migrationBuilder.DropTable(
                name: "remedies");

            migrationBuilder.DropTable(
                name: "saved_views");

            migrationBuilder.DropTable(
                name: "scan_contents");

            migrationBuilder.DropTable(
                name: "scans");

            migrationBuilder.DropTable(
                name: "seal_uses");

            migrationBuilder.DropTable(
                name: "seals");

            migrationBuilder.DropTable(
                name: "service_item_versions");

            migrationBuilder.DropTable(
                name: "service_windows");

            migrationBuilder.DropTable(
                name: "services_given");

            migrationBuilder.DropTable(
                name: "site_visits");

            migrationBuilder.DropTable(
                name: "spot_check_results");

            migrationBuilder.DropTable(
                name: "spot_checks");

            migrationBuilder.DropTable(
                name: "supervision_cards");

            migrationBuilder.DropTable(
                name: "supervision_orders");

            migrationBuilder.DropTable(
                name: "uncollected");

            migrationBuilder.DropTable(
                name: "unheard_events");

            migrationBuilder.DropTable(
                name: "withheld_results");

            migrationBuilder.DropTable(
                name: "workflow_definitions");

            migrationBuilder.DropTable(
                name: "workflow_instances");

            migrationBuilder.DropTable(
                name: "workflow_journal");

            migrationBuilder.DropTable(
                name: "workflow_migrations");

            migrationBuilder.DropTable(
                name: "officers");

            migrationBuilder.DropTable(
                name: "departments");
        }
    }
}
