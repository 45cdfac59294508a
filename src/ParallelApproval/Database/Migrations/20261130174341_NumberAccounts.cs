using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class NumberAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "number_accounts",
                columns: table => new
                {
                    series = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    period = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    up_to = table.Column<long>(type: "bigint", nullable: false),
                    unused = table.Column<long[]>(type: "bigint[]", nullable: false),
                    accounted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_number_accounts", x => new { x.series, x.period });
                });
            migrationBuilder.Sql(Guards.NoteNumbers);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Guards.NoteNumbersDown);
            migrationBuilder.DropTable(
                name: "number_accounts");
        }
    }
}
