using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ParallelApproval.Database.Migrations
{
    /// <summary>Books are cached registers with versions, events not heard are events to be retried; nothing else changes.</summary>
    public partial class StandardWords : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION expect_editions(text[], bigint[]);");
            migrationBuilder.RenameTable(name: "books", newName: "registers");
            migrationBuilder.RenameColumn(name: "title", table: "registers", newName: "name");
            migrationBuilder.RenameColumn(name: "edition", table: "registers", newName: "version");
            migrationBuilder.Sql("ALTER TABLE registers RENAME CONSTRAINT pk_books TO pk_registers;");
            migrationBuilder.RenameTable(name: "unheard_events", newName: "event_retries");
            migrationBuilder.Sql("ALTER TABLE event_retries RENAME CONSTRAINT pk_unheard_events TO pk_event_retries;");
            migrationBuilder.Sql(Guards.ExpectRegisterVersions);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("The schema goes forward only.");
    }
}
