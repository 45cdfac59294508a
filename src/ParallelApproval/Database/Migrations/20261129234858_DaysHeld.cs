using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class DaysHeld : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "days_held",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    branch = table.Column<int>(type: "integer", nullable: false),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: false),
                    window_days = table.Column<int>(type: "integer", nullable: false),
                    applicant_days = table.Column<int>(type: "integer", nullable: false),
                    department_days = table.Column<int>(type: "integer", nullable: false),
                    predecessor_days = table.Column<int>(type: "integer", nullable: false),
                    stop_days = table.Column<int>(type: "integer", nullable: false),
                    system_days = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_days_held", x => new { x.case_key, x.branch });
                });

            migrationBuilder.CreateIndex(
                name: "ix_days_held_ended_on",
                table: "days_held",
                column: "ended_on");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "days_held");
        }
    }
}
