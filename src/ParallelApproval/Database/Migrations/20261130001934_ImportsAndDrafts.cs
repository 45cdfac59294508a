using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class ImportsAndDrafts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "item_code",
                table: "service_item_versions",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(40)",
                oldMaxLength: 40);

            migrationBuilder.AlterColumn<string>(
                name: "item_code",
                table: "quotas",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(40)",
                oldMaxLength: 40);

            migrationBuilder.AlterColumn<string>(
                name: "item_code",
                table: "quota_places",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(40)",
                oldMaxLength: 40);

            migrationBuilder.AddColumn<int>(
                name: "revision",
                table: "materials",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AlterColumn<string>(
                name: "item_code",
                table: "blocks",
                type: "character varying(64)",
                maxLength: 64,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(40)",
                oldMaxLength: 40,
                oldNullable: true);

            migrationBuilder.CreateTable(
                name: "imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    file_name = table.Column<string>(type: "text", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    @new = table.Column<int>(name: "new", type: "integer", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    lines = table.Column<string>(type: "json", nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undone_by = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imports", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "item_ends",
                columns: table => new
                {
                    item_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    successor = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    reason = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_item_ends", x => x.item_code);
                });

            migrationBuilder.CreateTable(
                name: "listed_items",
                columns: table => new
                {
                    item_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    power = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    basic_code = table.Column<string>(type: "text", nullable: true),
                    department_code = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: true),
                    task = table.Column<string>(type: "text", nullable: true),
                    legal_days = table.Column<int>(type: "integer", nullable: true),
                    promised_days = table.Column<int>(type: "integer", nullable: true),
                    legal_basis = table.Column<string>(type: "text", nullable: true),
                    conditions = table.Column<string>(type: "text", nullable: true),
                    procedure = table.Column<string>(type: "text", nullable: true),
                    complaints = table.Column<string>(type: "text", nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: false, defaultValue: 1)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listed_items", x => x.item_code);
                    table.ForeignKey(
                        name: "fk_listed_items_departments_department_code",
                        column: x => x.department_code,
                        principalTable: "departments",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_imports_entered_at",
                table: "imports",
                column: "entered_at");

            migrationBuilder.CreateIndex(
                name: "ix_listed_items_department_code",
                table: "listed_items",
                column: "department_code");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "imports");

            migrationBuilder.DropTable(
                name: "item_ends");

            migrationBuilder.DropTable(
                name: "listed_items");

            migrationBuilder.DropColumn(
                name: "revision",
                table: "materials");

            migrationBuilder.AlterColumn<string>(
                name: "item_code",
                table: "service_item_versions",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(64)",
                oldMaxLength: 64);

            migrationBuilder.AlterColumn<string>(
                name: "item_code",
                table: "quotas",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(64)",
                oldMaxLength: 64);

            migrationBuilder.AlterColumn<string>(
                name: "item_code",
                table: "quota_places",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(64)",
                oldMaxLength: 64);

            migrationBuilder.AlterColumn<string>(
                name: "item_code",
                table: "blocks",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(64)",
                oldMaxLength: 64,
                oldNullable: true);
        }
    }
}
