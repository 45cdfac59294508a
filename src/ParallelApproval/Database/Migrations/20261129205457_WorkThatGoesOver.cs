using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class WorkThatGoesOver : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "heir_code",
                table: "departments",
                type: "character varying(16)",
                maxLength: 16,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "taken_from",
                table: "branches",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "gaps_told",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    department = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    item_code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_gaps_told", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_departments_heir_code",
                table: "departments",
                column: "heir_code");

            migrationBuilder.CreateIndex(
                name: "ix_gaps_told_department_item_code_first_day",
                table: "gaps_told",
                columns: new[] { "department", "item_code", "first_day" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_departments_departments_heir_code",
                table: "departments",
                column: "heir_code",
                principalTable: "departments",
                principalColumn: "code",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_departments_departments_heir_code",
                table: "departments");

            migrationBuilder.DropTable(
                name: "gaps_told");

            migrationBuilder.DropIndex(
                name: "ix_departments_heir_code",
                table: "departments");

            migrationBuilder.DropColumn(
                name: "heir_code",
                table: "departments");

            migrationBuilder.DropColumn(
                name: "taken_from",
                table: "branches");
        }
    }
}
