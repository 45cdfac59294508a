using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class SealedTrail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "seal",
                table: "house_trail",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sealed_with",
                table: "house_trail",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "linked_with",
                table: "house_events",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "row_sum",
                table: "case_files",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "seal",
                table: "case_files",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sealed_with",
                table: "case_files",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "linked_with",
                table: "case_events",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "table_seals",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(63)", maxLength: 63, nullable: false),
                    rows = table.Column<long>(type: "bigint", nullable: false),
                    row_sum = table.Column<byte[]>(type: "bytea", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    columns = table.Column<string>(type: "text", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", nullable: false),
                    sealed_with = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_table_seals", x => x.name);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "trail_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    method = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    proof = table.Column<byte[]>(type: "bytea", nullable: false),
                    known_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trail_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "trail_roots",
                columns: table => new
                {
                    number = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    events = table.Column<long>(type: "bigint", nullable: false),
                    cases = table.Column<byte[]>(type: "bytea", nullable: false),
                    house_events = table.Column<int>(type: "integer", nullable: false),
                    house = table.Column<byte[]>(type: "bytea", nullable: false),
                    tables = table.Column<string>(type: "text", nullable: false),
                    previous = table.Column<byte[]>(type: "bytea", nullable: false),
                    seal = table.Column<byte[]>(type: "bytea", nullable: false),
                    sealed_with = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trail_roots", x => x.number);
                });

            migrationBuilder.CreateTable(
                name: "unsealed_changes",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    transaction = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    sign = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unsealed_changes", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_unsealed_changes_transaction",
                table: "unsealed_changes",
                column: "transaction");

            migrationBuilder.Sql(Guards.NoteChanges);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Guards.NoteChangesDown);

            migrationBuilder.DropTable(
                name: "table_seals");

            migrationBuilder.DropTable(
                name: "trail_keys");

            migrationBuilder.DropTable(
                name: "trail_roots");

            migrationBuilder.DropTable(
                name: "unsealed_changes");

            migrationBuilder.DropColumn(
                name: "seal",
                table: "house_trail");

            migrationBuilder.DropColumn(
                name: "sealed_with",
                table: "house_trail");

            migrationBuilder.DropColumn(
                name: "linked_with",
                table: "house_events");

            migrationBuilder.DropColumn(
                name: "row_sum",
                table: "case_files");

            migrationBuilder.DropColumn(
                name: "seal",
                table: "case_files");

            migrationBuilder.DropColumn(
                name: "sealed_with",
                table: "case_files");

            migrationBuilder.DropColumn(
                name: "linked_with",
                table: "case_events");
        }
    }
}
