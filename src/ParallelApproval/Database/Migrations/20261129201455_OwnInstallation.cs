using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <inheritdoc />
    public partial class OwnInstallation : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "installation_versions",
                columns: table => new
                {
                    revision = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "json", nullable: false),
                    entered_by = table.Column<string>(type: "text", nullable: false),
                    entered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    confirmed_by = table.Column<string>(type: "text", nullable: true),
                    in_force_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_installation_versions", x => x.revision);
                });

            // A house that has numbers goes on under the region, signature and prefix that it had until now.
            migrationBuilder.Sql(
                """
                INSERT INTO installation_versions (revision, content, entered_by, entered_at, in_force_at)
                SELECT 1, json_build_object('region', region, 'regionName', region, 'district', '本区', 'districtEn', 'The district',
                    'centre', '政务服务中心', 'centreEn', 'Service centre',
                    'tiers', json_build_object('district', '区', 'districtEn', 'District', 'street', '街道', 'streetEn', 'Street',
                        'community', '社区', 'communityEn', 'Community'),
                    'documentPrefix', '莲审'), 'system', now(), now()
                FROM (SELECT lpad((min(case_key) / 10000000000000)::text, 6, '0') AS region FROM case_files HAVING count(*) > 0) AS numbered
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "installation_versions");
        }
    }
}
