using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Testing;

namespace ParallelApproval.Events;

/// <summary>What somebody with the application's database password could do, and what comes of it: each is found.</summary>
public sealed partial class ForgeryTests(TestCluster cluster)
{
    private const string OfCase = "case_key = $case";

    private static readonly (string What, string Statements)[] Forgeries =
    [
        ("an event changed", $"UPDATE case_events SET actor = 'somebody' WHERE {OfCase} AND sequence = 2"),
        ("an event dated back", $"UPDATE case_events SET at = at - interval '1 day' WHERE {OfCase} AND sequence = 2"),
        (
            "two events swapped",
            $"UPDATE case_events SET sequence = 5 - sequence + 10000 WHERE {OfCase} AND sequence IN (2, 3); "
                + $"UPDATE case_events SET sequence = sequence - 10000 WHERE {OfCase} AND sequence > 9000"
        ),
        ("an event missing in the middle", $"DELETE FROM case_events WHERE {OfCase} AND sequence = 3"),
        (
            "an event missing at the end",
            $"DELETE FROM case_events WHERE {OfCase} AND sequence = (SELECT max(sequence) FROM case_events WHERE {OfCase})"
        ),
        ("the events emptied", "DELETE FROM case_events"),
        (
            "the tail cut and the head set back",
            $"DELETE FROM case_events WHERE {OfCase} AND sequence = (SELECT max(sequence) FROM case_events WHERE {OfCase}); "
                + "UPDATE case_files f SET event_count = e.sequence, last_hash = e.hash FROM case_events e "
                + $"WHERE f.{OfCase} AND e.{OfCase} AND e.sequence = (SELECT max(sequence) FROM case_events WHERE {OfCase})"
        ),
        (
            "a chain cut down to its first event",
            $"DELETE FROM case_events WHERE {OfCase} AND sequence > 1; "
                + $"UPDATE case_files f SET event_count = 1, last_hash = e.hash FROM case_events e WHERE f.{OfCase} AND e.{OfCase}"
        ),
        (
            "the last entry of the house deleted and the head set back",
            "DELETE FROM house_events WHERE sequence = (SELECT max(sequence) FROM house_events); "
                + "UPDATE house_trail SET event_count = (SELECT max(sequence) FROM house_events), "
                + "last_hash = (SELECT hash FROM house_events ORDER BY sequence DESC LIMIT 1)"
        ),
        ("the chain of the house and its head deleted", "DELETE FROM house_events; DELETE FROM house_trail"),
        ("a verdict turned round", $"UPDATE decisions SET verdict = 'Refuse' WHERE {OfCase} AND branch = 1"),
        ("a branch refused", $"UPDATE branches SET status = 'Refused' WHERE {OfCase} AND number = 1"),
        ("an applicant whom nobody can read", $"UPDATE case_applications SET applicant = '{{}}' WHERE {OfCase}"),
        ("an applicant hidden from who looks for his number", $"UPDATE case_applications SET marks = '{{1}}' WHERE {OfCase}"),
        (
            "the applicant changed",
            $"UPDATE case_applications SET applicant = overlay(applicant::text placing 'AAAA' from 60)::json WHERE {OfCase}"
        ),
        (
            "the applicant replaced by one in clear",
            $"UPDATE case_applications SET applicant = '{{\"kind\": \"Person\", \"name\": \"张大餐\", \"idNumber\": \"1\"}}' WHERE {OfCase}"
        ),
        ("facts of a paper changed", $"UPDATE documents SET facts = '{{}}' WHERE {OfCase} AND kind = 'AcceptanceNotice'"),
        ("bytes of a filed paper changed", $"UPDATE scan_contents SET content = content || '\\x00' WHERE {OfCase}"),
        ("a password hash replaced", "UPDATE officers SET password_hash = password_hash || 'x' WHERE user_name = 'manager'"),
        ("all clocks deleted", $"DELETE FROM clocks WHERE {OfCase}"),
        (
            "a decision nobody made",
            $"INSERT INTO decisions SELECT (jsonb_populate_record(d, '{{\"round\": 9}}')).* FROM decisions d WHERE {OfCase} AND branch = 1"
        ),
        (
            "a certificate nobody issued",
            $"INSERT INTO certificates SELECT (jsonb_populate_record(c, '{{\"branch\": 99, \"number\": \"X\"}}')).* FROM certificates c "
                + $"WHERE {OfCase} AND branch = 1"
        ),
        ("a letter dated back", "UPDATE authorisations SET \"from\" = \"from\" - 30 WHERE id = (SELECT id FROM authorisations LIMIT 1)"),
        ("a flow replaced", "UPDATE workflow_definitions SET content = '{}' WHERE is_published"),
        (
            "an item replaced",
            "UPDATE service_item_versions SET document = document || '{\"name\": \"x\"}' WHERE item_code = '610104-YJS-001'"
        ),
        ("what can be rated changed", "UPDATE services_given SET department = 'X' WHERE ctid = (SELECT ctid FROM services_given LIMIT 1)"),
        (
            "a notice changed, and what the database noted of it taken away",
            "UPDATE notices SET made_at = made_at - interval '1 day' WHERE ctid = (SELECT ctid FROM notices LIMIT 1); "
                + "DELETE FROM unsealed_changes"
        ),
        (
            "two notices nobody made",
            "INSERT INTO notices (case_key, sequence, kind, branch, recipient, text, text_en, made_at) "
                + "SELECT case_key, sequence, kind, branch, recipient || 'x', text, text_en, made_at FROM notices LIMIT 2; "
                + "DELETE FROM unsealed_changes"
        ),
        ("a notice deleted", "DELETE FROM notices WHERE ctid = (SELECT ctid FROM notices LIMIT 1)"),
        ("a clock moved", $"UPDATE clocks SET due_on = due_on + 1 WHERE {OfCase}"),
        ("a role given", "UPDATE officers SET roles = array_append(roles, 'Administrator') WHERE user_name = 'clerk'"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_forgery_is_found()
    {
        await using var district = await DistrictToForge.BuildAsync(cluster, Cancellation);
        (await district.House.Get<AuditQueries>().VerifyAsync(Cancellation)).ShouldSatisfyAllConditions(
            audit => audit.Broken.ShouldBeEmpty(),
            audit => audit.Altered.ShouldBeEmpty(),
            audit => audit.Holds.ShouldBeTrue()
        );

        var missed = new List<string>();
        foreach (var (what, statements) in Forgeries)
        {
            var rows = 0;
            var audit = await district.ForgeAsync(
                async connection => rows = await ForgeAsync(connection, statements, district),
                Cancellation
            );
            if (audit is null || rows == 0)
                missed.Add($"{what}: nothing was forged");
            else if (audit.Holds)
                missed.Add(what);
        }

        missed.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_chain_that_somebody_computes_anew_is_found()
    {
        await using var district = await DistrictToForge.BuildAsync(cluster, Cancellation);
        var audit = await district.ForgeAsync(
            async connection =>
            {
                await DistrictToForge.DisarmAsync(connection, "case_events", Cancellation);
                var key = district.Case.Key.ToString(CultureInfo.InvariantCulture);
                await DistrictToForge.DoAsync(
                    connection,
                    $"UPDATE case_events SET actor = 'somebody' WHERE case_key = {key} AND sequence = 1",
                    Cancellation
                );
                var (hash, last) = (new byte[EventChain.HashLength], 0);
                foreach (var entry in await district.House.Get<AuditQueries>().OfCaseAsync(district.Case, Cancellation))
                {
                    var forged = entry.Sequence == 1 ? entry with { Actor = "somebody" } : entry;
                    hash = EventChain.Link(district.Case.Key, hash, forged);
                    last = entry.Sequence;
                    await DistrictToForge.DoAsync(
                        connection,
                        $"UPDATE case_events SET linked_with = NULL, hash = '\\x{Convert.ToHexString(hash)}' "
                            + $"WHERE case_key = {key} AND sequence = {last.ToString(CultureInfo.InvariantCulture)}",
                        Cancellation
                    );
                }

                await DistrictToForge.DoAsync(
                    connection,
                    $"UPDATE case_files SET last_hash = '\\x{Convert.ToHexString(hash)}' WHERE case_key = {key}",
                    Cancellation
                );
            },
            Cancellation
        );
        audit!.Broken.ShouldHaveSingleItem().Fault.ShouldBe("head_changed");
    }

    [Fact]
    public async Task What_was_done_to_a_case_is_not_blessed_by_the_next_act_on_it()
    {
        await using var house = await TestHouse.BuildAsync(cluster, Cancellation);
        var number = await house.ReceiveAsync(Catering.Drill);
        (await house.DecideAsync(number, 1)).IsError.ShouldBeFalse();
        var key = number.Key.ToString(CultureInfo.InvariantCulture);
        await house.Database.DoAsync(
            "ALTER TABLE decisions DISABLE TRIGGER USER; ALTER TABLE case_events DISABLE TRIGGER USER; "
                + $"UPDATE decisions SET opinion = 'x' WHERE case_key = {key} AND branch = 1",
            Cancellation
        );
        (await house.DecideAsync(number, 2)).IsError.ShouldBeFalse();
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Altered.ShouldBe([new(number.ToString(), AlteredState.RowsChanged)]);

        await house.Database.DoAsync(
            $"UPDATE decisions SET opinion = '经审查，符合条件。' WHERE case_key = {key} AND branch = 1; "
                + $"DELETE FROM case_events e USING case_files f WHERE f.case_key = {key} AND e.case_key = {key} "
                + "AND e.sequence = f.event_count; "
                + $"UPDATE case_files f SET event_count = e.sequence, last_hash = e.hash FROM case_events e WHERE f.case_key = {key} "
                + $"AND e.case_key = {key} AND e.sequence = f.event_count - 1",
            Cancellation
        );
        (await house.DecideAsync(number, 3)).IsError.ShouldBeFalse("people go on working");
        (await house.Get<AuditQueries>().VerifyAsync(Cancellation)).Broken.ShouldHaveSingleItem().Fault.ShouldBe("head_changed");
    }

    private static async Task<int> ForgeAsync(NpgsqlConnection connection, string statements, DistrictToForge district)
    {
        foreach (Match table in Written().Matches(statements))
            await DistrictToForge.DisarmAsync(connection, table.Groups[1].Value, Cancellation);
        var forged = statements.Replace("$case", district.Case.Key.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return await DistrictToForge.DoAsync(connection, forged, Cancellation);
    }

    [GeneratedRegex(@"(?:UPDATE|DELETE FROM|INSERT INTO) (\w+)")]
    private static partial Regex Written();
}
