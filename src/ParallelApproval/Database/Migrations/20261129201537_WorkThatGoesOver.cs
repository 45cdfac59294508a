using Microsoft.EntityFrameworkCore.Migrations;

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

            migrationBuilder.CreateIndex(
                name: "ix_departments_heir_code",
                table: "departments",
                column: "heir_code");

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
