using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <summary>The shared keys and the demonstration's clock. Until now the front door made both tables; where it has, their rows stay.</summary>
    [DbContext(typeof(ApprovalDbContext))]
    [Migration("20261129140500_FrontDoor")]
    public partial class FrontDoor : Migration
    {
        private const string Make = """
            CREATE TABLE IF NOT EXISTS data_protection_keys (name text CONSTRAINT pk_data_protection_keys PRIMARY KEY, xml text NOT NULL);
            CREATE TABLE IF NOT EXISTS demo_clock (
                id smallint CONSTRAINT pk_demo_clock PRIMARY KEY CONSTRAINT demo_clock_id_check CHECK (id = 1), distance bigint NOT NULL);
            COMMENT ON COLUMN demo_clock.distance IS 'Microseconds by which the demonstration is ahead of the machine';
            DO $$
            BEGIN
                IF EXISTS (SELECT FROM pg_constraint WHERE conname = 'data_protection_keys_pkey') THEN
                    ALTER TABLE data_protection_keys RENAME CONSTRAINT data_protection_keys_pkey TO pk_data_protection_keys;
                END IF;
                IF EXISTS (SELECT FROM pg_constraint WHERE conname = 'demo_clock_pkey') THEN
                    ALTER TABLE demo_clock RENAME CONSTRAINT demo_clock_pkey TO pk_demo_clock;
                END IF;
            END $$;
            """;

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Make);

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("The schema goes forward only.");
    }
}
