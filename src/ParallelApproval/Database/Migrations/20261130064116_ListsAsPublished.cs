using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class ListsAsPublished : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "retired_on",
                table: "materials",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "body_name",
                table: "listed_items",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "fees",
                table: "listed_items",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "listed_items",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "papers",
                table: "listed_items",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "result",
                table: "listed_items",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "target",
                table: "listed_items",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "tier",
                table: "listed_items",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "retired_on",
                table: "materials");

            migrationBuilder.DropColumn(
                name: "body_name",
                table: "listed_items");

            migrationBuilder.DropColumn(
                name: "fees",
                table: "listed_items");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "listed_items");

            migrationBuilder.DropColumn(
                name: "papers",
                table: "listed_items");

            migrationBuilder.DropColumn(
                name: "result",
                table: "listed_items");

            migrationBuilder.DropColumn(
                name: "target",
                table: "listed_items");

            migrationBuilder.DropColumn(
                name: "tier",
                table: "listed_items");
        }
    }
}
