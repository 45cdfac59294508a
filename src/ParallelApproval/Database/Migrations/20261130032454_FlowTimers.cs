using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class FlowTimers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "next_at",
                table: "workflow_instances",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "timers",
                table: "workflow_instances",
                type: "json",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_workflow_instances_next_at",
                table: "workflow_instances",
                column: "next_at",
                filter: "next_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_workflow_instances_next_at",
                table: "workflow_instances");

            migrationBuilder.DropColumn(
                name: "next_at",
                table: "workflow_instances");

            migrationBuilder.DropColumn(
                name: "timers",
                table: "workflow_instances");
        }
    }
}
