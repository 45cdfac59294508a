using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "disposed_at",
                table: "cases",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "disposal_holds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    ground = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    put_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    put_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lifted_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    lifted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lift_reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disposal_holds", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "disposals",
                columns: table => new
                {
                    list = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    item_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    opinion = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    proposed_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    approved_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    disposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    dropped_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    dropped_for = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disposals", x => new { x.list, x.case_key });
                    table.CheckConstraint("ck_disposals_two_persons", "approved_by <> proposed_by");
                });

            migrationBuilder.CreateTable(
                name: "retentions",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    item_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: false),
                    is_undecided = table.Column<bool>(type: "boolean", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    listed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_retentions", x => x.case_key);
                });

            migrationBuilder.CreateIndex(
                name: "ix_disposal_holds_case_key",
                table: "disposal_holds",
                column: "case_key",
                filter: "lifted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_disposals_case_key",
                table: "disposals",
                column: "case_key",
                unique: true,
                filter: "dropped_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_disposals_case_key1",
                table: "disposals",
                column: "case_key",
                filter: "disposed_at IS NULL AND dropped_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_retentions_due_on",
                table: "retentions",
                column: "due_on",
                filter: "listed_at IS NULL AND due_on IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_retentions_ended_on_case_key",
                table: "retentions",
                columns: new[] { "ended_on", "case_key" },
                filter: "listed_at IS NOT NULL");
            migrationBuilder.Sql(EraseCase.Up);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(EraseCase.Down);
            migrationBuilder.DropTable(
                name: "disposal_holds");

            migrationBuilder.DropTable(
                name: "disposals");

            migrationBuilder.DropTable(
                name: "retentions");

            migrationBuilder.DropColumn(
                name: "disposed_at",
                table: "cases");
        }
    }
}
