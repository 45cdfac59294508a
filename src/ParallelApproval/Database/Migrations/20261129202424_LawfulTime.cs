using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class LawfulTime : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_calendar_entries",
                table: "calendar_entries");

            migrationBuilder.AddColumn<string>(
                name: "area",
                table: "calendar_entries",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddPrimaryKey(
                name: "pk_calendar_entries",
                table: "calendar_entries",
                columns: new[] { "year", "area" });

            migrationBuilder.CreateTable(
                name: "appraisal_reopenings",
                columns: table => new
                {
                    period = table.Column<int>(type: "integer", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_by = table.Column<string>(type: "text", nullable: false),
                    report = table.Column<string>(type: "json", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    proposed_by = table.Column<string>(type: "text", nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    confirmed_by = table.Column<string>(type: "text", nullable: true),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_appraisal_reopenings", x => new { x.period, x.closed_at });
                });

            migrationBuilder.Sql(Guards.LawfulTime);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Guards.LawfulTimeDown);

            migrationBuilder.DropTable(
                name: "appraisal_reopenings");

            migrationBuilder.DropPrimaryKey(
                name: "pk_calendar_entries",
                table: "calendar_entries");

            migrationBuilder.DropColumn(
                name: "area",
                table: "calendar_entries");

            migrationBuilder.AddPrimaryKey(
                name: "pk_calendar_entries",
                table: "calendar_entries",
                column: "year");
        }
    }
}
