using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class PrintsOfPapers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "document_prints",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    document = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_document_prints", x => new { x.case_key, x.digest });
                });

            migrationBuilder.CreateIndex(
                name: "ix_document_prints_digest",
                table: "document_prints",
                column: "digest");

            // What was revoked before the list of results heard of it stands there as granted.
            migrationBuilder.Sql(
                "UPDATE published_results AS r SET result = 'Revoked' FROM cases AS c WHERE c.case_key = r.case_key AND c.status = 'Revoked'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "document_prints");
        }
    }
}
