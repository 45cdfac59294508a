using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class FewerBytes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_unsealed_changes",
                table: "unsealed_changes");

            migrationBuilder.DropIndex(
                name: "ix_unsealed_changes_transaction",
                table: "unsealed_changes");

            migrationBuilder.AlterTable(
                name: "unsealed_changes")
                .Annotation("Npgsql:UnloggedTable", true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_unsealed_changes",
                table: "unsealed_changes",
                columns: new[] { "transaction", "id" });
            migrationBuilder.Sql(Guards.NoteManyAtOnce);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(Guards.NoteManyAtOnceDown);
            migrationBuilder.DropPrimaryKey(
                name: "pk_unsealed_changes",
                table: "unsealed_changes");

            migrationBuilder.AlterTable(
                name: "unsealed_changes")
                .OldAnnotation("Npgsql:UnloggedTable", true);

            migrationBuilder.AddPrimaryKey(
                name: "pk_unsealed_changes",
                table: "unsealed_changes",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_unsealed_changes_transaction",
                table: "unsealed_changes",
                column: "transaction");
        }
    }
}
