using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class EncryptedColumns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_prechecks_phone",
                table: "prechecks");

            migrationBuilder.DropIndex(
                name: "ix_case_applications_id_number",
                table: "case_applications");

            migrationBuilder.DropIndex(
                name: "ix_bookings_phone_day",
                table: "bookings");

            migrationBuilder.DropIndex(
                name: "ix_blocks_id_number",
                table: "blocks");

            migrationBuilder.AddColumn<byte[]>(
                name: "signature",
                table: "trail_roots",
                type: "bytea",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "phone",
                table: "prechecks",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(16)",
                oldMaxLength: 16);

            migrationBuilder.AddColumn<long>(
                name: "phone_mark",
                table: "prechecks",
                type: "bigint",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "phone",
                table: "officers",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(32)",
                oldMaxLength: 32,
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "id_number",
                table: "officers",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(32)",
                oldMaxLength: 32,
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "address",
                table: "officers",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "character varying(200)",
                oldMaxLength: 200,
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "phone",
                table: "citizen_messages",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(16)",
                oldMaxLength: 16);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "case_applications",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long[]>(
                name: "marks",
                table: "case_applications",
                type: "bigint[]",
                nullable: false,
                defaultValue: new long[0]);

            migrationBuilder.AlterColumn<string>(
                name: "phone",
                table: "bookings",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(16)",
                oldMaxLength: 16);

            migrationBuilder.AddColumn<long>(
                name: "phone_mark",
                table: "bookings",
                type: "bigint",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "id_number",
                table: "blocks",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(32)",
                oldMaxLength: 32);

            migrationBuilder.AddColumn<long>(
                name: "id_mark",
                table: "blocks",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "data_keys",
                columns: table => new
                {
                    id = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    use = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    cipher = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    wrapped = table.Column<byte[]>(type: "bytea", nullable: false),
                    wrapped_with = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    made_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_keys", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_prechecks_phone_mark",
                table: "prechecks",
                column: "phone_mark");

            migrationBuilder.CreateIndex(
                name: "ix_case_applications_marks",
                table: "case_applications",
                column: "marks")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_bookings_phone_mark_day",
                table: "bookings",
                columns: new[] { "phone_mark", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_blocks_id_mark",
                table: "blocks",
                column: "id_mark");

            // The number stands in the applicant, too, which the program encrypts at its first start.
            migrationBuilder.Sql("UPDATE case_applications SET kind = initcap(applicant->>'kind')");
            migrationBuilder.DropColumn(
                name: "id_number",
                table: "case_applications");
            migrationBuilder.Sql(Guards.KeepPapers);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Guards.KeepPapersDown);

            migrationBuilder.DropTable(
                name: "data_keys");

            migrationBuilder.DropIndex(
                name: "ix_prechecks_phone_mark",
                table: "prechecks");

            migrationBuilder.DropIndex(
                name: "ix_case_applications_marks",
                table: "case_applications");

            migrationBuilder.DropIndex(
                name: "ix_bookings_phone_mark_day",
                table: "bookings");

            migrationBuilder.DropIndex(
                name: "ix_blocks_id_mark",
                table: "blocks");

            migrationBuilder.DropColumn(
                name: "signature",
                table: "trail_roots");

            migrationBuilder.DropColumn(
                name: "phone_mark",
                table: "prechecks");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "case_applications");

            migrationBuilder.DropColumn(
                name: "marks",
                table: "case_applications");

            migrationBuilder.DropColumn(
                name: "phone_mark",
                table: "bookings");

            migrationBuilder.DropColumn(
                name: "id_mark",
                table: "blocks");

            migrationBuilder.AlterColumn<string>(
                name: "phone",
                table: "prechecks",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "phone",
                table: "officers",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "id_number",
                table: "officers",
                type: "character varying(32)",
                maxLength: 32,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "address",
                table: "officers",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "phone",
                table: "citizen_messages",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AddColumn<string>(
                name: "id_number",
                table: "case_applications",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AlterColumn<string>(
                name: "phone",
                table: "bookings",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "id_number",
                table: "blocks",
                type: "character varying(32)",
                maxLength: 32,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.CreateIndex(
                name: "ix_prechecks_phone",
                table: "prechecks",
                column: "phone");

            migrationBuilder.CreateIndex(
                name: "ix_case_applications_id_number",
                table: "case_applications",
                column: "id_number");

            migrationBuilder.CreateIndex(
                name: "ix_bookings_phone_day",
                table: "bookings",
                columns: new[] { "phone", "day" });

            migrationBuilder.CreateIndex(
                name: "ix_blocks_id_number",
                table: "blocks",
                column: "id_number");
        }
    }
}
