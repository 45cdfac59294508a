using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class FlowCalls : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "awaits",
                table: "workflow_instances",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.AddColumn<string>(
                name: "children",
                table: "workflow_instances",
                type: "json",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "parent",
                table: "workflow_instances",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "workflow_calls",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    bookmark = table.Column<string>(type: "text", nullable: false),
                    item = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    host = table.Column<string>(type: "text", nullable: false),
                    request = table.Column<string>(type: "json", nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_calls", x => new { x.case_key, x.bookmark, x.item });
                });

            migrationBuilder.CreateTable(
                name: "workflow_run_numbers",
                columns: table => new
                {
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_run_numbers", x => x.day);
                });

            migrationBuilder.CreateTable(
                name: "workflow_schedules",
                columns: table => new
                {
                    definition_id = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    next_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_workflow_schedules", x => x.definition_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_workflow_instances_awaits",
                table: "workflow_instances",
                column: "awaits",
                filter: "awaits <> '{}'")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_workflow_calls_next_at",
                table: "workflow_calls",
                column: "next_at",
                filter: "next_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "workflow_calls");

            migrationBuilder.DropTable(
                name: "workflow_run_numbers");

            migrationBuilder.DropTable(
                name: "workflow_schedules");

            migrationBuilder.DropIndex(
                name: "ix_workflow_instances_awaits",
                table: "workflow_instances");

            migrationBuilder.DropColumn(
                name: "awaits",
                table: "workflow_instances");

            migrationBuilder.DropColumn(
                name: "children",
                table: "workflow_instances");

            migrationBuilder.DropColumn(
                name: "parent",
                table: "workflow_instances");
        }
    }
}
