using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class HearingsAndQuotas : Migration
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

            migrationBuilder.CreateTable(
                name: "quota_places",
                columns: table => new
                {
                    case_key = table.Column<long>(type: "bigint", nullable: false),
                    item_code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    period = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    branch = table.Column<int>(type: "integer", nullable: false),
                    is_in_order = table.Column<bool>(type: "boolean", nullable: false),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quota_places", x => x.case_key);
                });

            migrationBuilder.CreateTable(
                name: "quotas",
                columns: table => new
                {
                    item_code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    period = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    places = table.Column<int>(type: "integer", nullable: false),
                    taken = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quotas", x => new { x.item_code, x.period });
                    table.CheckConstraint("ck_quotas_taken", "taken >= 0 AND taken <= places");
                });

            migrationBuilder.CreateIndex(
                name: "ix_quota_places_item_code_period_accepted_at",
                table: "quota_places",
                columns: new[] { "item_code", "period", "accepted_at" },
                filter: "state = 'Waiting'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "hearings");

            migrationBuilder.DropTable(
                name: "interested_parties");

            migrationBuilder.DropTable(
                name: "quota_places");

            migrationBuilder.DropTable(
                name: "quotas");

            migrationBuilder.DropColumn(
                name: "inspectors",
                table: "branches");
        }
    }
}
