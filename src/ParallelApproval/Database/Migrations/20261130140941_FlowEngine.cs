using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class FlowEngine : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "correlation_id",
                table: "workflow_instances",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "engine",
                table: "workflow_instances",
                type: "text",
                nullable: false,
                defaultValue: "ParallelApproval");

            // The product's own engine wrote it into its state; from now on it stands where every engine's is looked for.
            migrationBuilder.Sql(
                """
                UPDATE workflow_instances SET correlation_id = state ->> 'correlationId' WHERE state ->> 'correlationId' IS NOT NULL;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "correlation_id",
                table: "workflow_instances");

            migrationBuilder.DropColumn(
                name: "engine",
                table: "workflow_instances");
        }
    }
}
