using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class GroupsOfHeadlines : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) =>
            // Taken for independent, the four would make a hundred thousand groups, and all rows would be sorted on the disk for them.
            migrationBuilder.Sql(
                """
                CREATE STATISTICS st_headline_cases_groups (ndistinct) ON item_code, kind, tier, departments FROM headline_cases;
                ANALYZE headline_cases
                """
            );

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            migrationBuilder.Sql("DROP STATISTICS st_headline_cases_groups");
    }
}
