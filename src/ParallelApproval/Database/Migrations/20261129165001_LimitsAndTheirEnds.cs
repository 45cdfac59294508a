using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <summary>
    /// The instant at which a clock ended, the planned end of a stop, and the date that each line of the ledger found. What binds an office ends
    /// when it closes: limits of old that ended at midnight end at 17:00 of the same day; what ended on its last day was in time and stays so.
    /// </summary>
    public partial class LimitsAndTheirEnds : Migration
    {
        private const string Fill = """
            UPDATE clocks SET
                next_at = CASE WHEN next_at = due_at THEN (due_on + time '17:00') AT TIME ZONE 'Asia/Shanghai' ELSE next_at END,
                due_at = (due_on + time '17:00') AT TIME ZONE 'Asia/Shanghai'
            WHERE kind NOT IN ('Supplement', 'Answer', 'Deferral') AND due_at <> (due_on + time '17:00') AT TIME ZONE 'Asia/Shanghai';
            UPDATE clocks SET ended_at = (ended_on + time '17:00') AT TIME ZONE 'Asia/Shanghai' WHERE ended_on IS NOT NULL;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ended_at",
                table: "clocks",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "held_until",
                table: "clocks",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "stop_ends_on",
                table: "clocks",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "due_then",
                table: "clock_entries",
                type: "date",
                nullable: true);

            migrationBuilder.Sql(Fill);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ended_at",
                table: "clocks");

            migrationBuilder.DropColumn(
                name: "held_until",
                table: "clocks");

            migrationBuilder.DropColumn(
                name: "stop_ends_on",
                table: "clocks");

            migrationBuilder.DropColumn(
                name: "due_then",
                table: "clock_entries");
        }
    }
}
