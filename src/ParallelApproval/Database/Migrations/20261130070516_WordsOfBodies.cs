using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class WordsOfBodies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "document_mark",
                table: "departments",
                type: "character varying(8)",
                maxLength: 8,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "document_numbers_of_bodies",
                columns: table => new
                {
                    mark = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_numbers_of_bodies", x => new { x.mark, x.kind, x.year });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "document_numbers_of_bodies");

            migrationBuilder.DropColumn(
                name: "document_mark",
                table: "departments");
        }
    }
}
