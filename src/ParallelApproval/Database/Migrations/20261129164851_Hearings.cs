using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class Hearings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "inspectors",
                table: "branches",
                type: "text[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.CreateTable(
                name: "hearings",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    branch = table.Column<int>(type: "integer", nullable: false),
                    round = table.Column<int>(type: "integer", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_hearings", x => new { x.case_key, x.branch, x.round });
                });

            migrationBuilder.CreateTable(
                name: "interested_parties",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    document = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_interested_parties", x => new { x.case_key, x.number });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "hearings");

            migrationBuilder.DropTable(
                name: "interested_parties");

            migrationBuilder.DropColumn(
                name: "inspectors",
                table: "branches");
        }
    }
}
