using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class Proposals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "proposals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    verb = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    command = table.Column<string>(type: "text", nullable: false),
                    concerns = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    proposed_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lapses_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    closed_by = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proposals", x => x.id);
                    table.CheckConstraint("ck_proposals_two_persons", "status <> 'Confirmed' OR closed_by <> proposed_by");
                });

            migrationBuilder.CreateIndex(
                name: "ix_proposals_waiting",
                table: "proposals",
                column: "proposed_at",
                filter: "status = 'Waiting'");
            migrationBuilder.Sql(Guards.KeepProposals);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Guards.KeepProposalsDown);
            migrationBuilder.DropTable(
                name: "proposals");
        }
    }
}
