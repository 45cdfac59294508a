using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class WhoHeldTheMatter : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<DateOnly>(
                name: "closed_on",
                table: "headline_cases",
                type: "date",
                nullable: true,
                oldClrType: typeof(DateOnly),
                oldType: "date");

            migrationBuilder.AddColumn<DateOnly>(
                name: "ended_on",
                table: "headline_cases",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "late_on",
                table: "headline_cases",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "second_correction_asked_at",
                table: "cases",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "held_before",
                table: "branches",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "held_since",
                table: "branches",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "on_desk_since",
                table: "branches",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_headline_cases_ended_on",
                table: "headline_cases",
                column: "ended_on");

            migrationBuilder.CreateIndex(
                name: "ix_headline_cases_late_on",
                table: "headline_cases",
                column: "late_on");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_headline_cases_ended_on",
                table: "headline_cases");

            migrationBuilder.DropIndex(
                name: "ix_headline_cases_late_on",
                table: "headline_cases");

            migrationBuilder.DropColumn(
                name: "ended_on",
                table: "headline_cases");

            migrationBuilder.DropColumn(
                name: "late_on",
                table: "headline_cases");

            migrationBuilder.DropColumn(
                name: "second_correction_asked_at",
                table: "cases");

            migrationBuilder.DropColumn(
                name: "held_before",
                table: "branches");

            migrationBuilder.DropColumn(
                name: "held_since",
                table: "branches");

            migrationBuilder.DropColumn(
                name: "on_desk_since",
                table: "branches");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "closed_on",
                table: "headline_cases",
                type: "date",
                nullable: false,
                defaultValue: new DateOnly(1, 1, 1),
                oldClrType: typeof(DateOnly),
                oldType: "date",
                oldNullable: true);
        }
    }
}
