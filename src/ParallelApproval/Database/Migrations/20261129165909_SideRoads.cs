using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <summary>Requests for a longer limit, fees that are noted as paid, and opinions against, which are no refusals.</summary>
    public partial class SideRoads : Migration
    {
        private const string Paid = """
            UPDATE branches SET fee_paid = paid.sum
            FROM (SELECT case_key, branch, sum((data ->> 'charged')::numeric) AS sum
                  FROM case_events WHERE kind = 'FeeCharged' GROUP BY case_key, branch) AS paid
            WHERE branches.case_key = paid.case_key AND branches.number = paid.branch
            """;

        private const string Disagreed =
            "UPDATE branches SET status = 'Disagreed' WHERE kind IN ('Opinion', 'Referral') AND status = 'Refused'";

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "extension_asked",
                table: "branches",
                type: "json",
                nullable: true);

            migrationBuilder.AddColumn<decimal>(
                name: "fee_paid",
                table: "branches",
                type: "numeric(12,2)",
                precision: 12,
                scale: 2,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.Sql(Paid);
            migrationBuilder.Sql(Disagreed);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("The schema goes forward only.");
    }
}
