using System.Text.RegularExpressions;
using ParallelApproval.Database;
using ParallelApproval.Database.Migrations;
using ParallelApproval.Testing;

namespace ParallelApproval.Disposals;

/// <summary>
/// Every column that can hold a word of a case is erased with its file, or stays for a reason: a new column is neither until somebody has
/// thought of it.
/// </summary>
public sealed partial class ErasureTests(TestCluster cluster)
{
    // Erased by the program, whose documents they are: ForgetPersons.
    private const string BySections = "hearings.document interested_parties.document site_visits.document";

    // Names of offices and their officers, codes of the product, numbers, days and what is counted.
    private const string Counted = """
        appraisal_points.source appraisal_points.card appraisal_points.complaint appraisal_points.department appraisal_points.supervision_order
        appraisal_points.part appraisal_points.point case_applications.kind branches.bookmark branches.department branches.excluded
        branches.held_before branches.holder branches.inspectors branches.kind branches.recusal_of branches.result branches.reviewed_by
        branches.status branches.taken_from cases.deferred_papers cases.delivery cases.item_code cases.item_name cases.received_by cases.result
        cases.station cases.status cases.window_number case_materials.code case_materials.form case_materials.name case_materials.state
        quota_places.item_code quota_places.period quota_places.state certificates.department certificates.document certificates.name
        certificates.number documents.number documents.kind documents.seal documents.sealed_by seal_uses.document seal_uses.officer
        seal_uses.seal clock_entries.kind clock_entries.entered_by clock_entries.entry clock_entries.ground clocks.kind clocks.announced
        clocks.area clocks.warnings complaints.against complaints.announced complaints.request_key complaints.status complaints.subject
        rating_appeals.decided_by rating_appeals.lodged_by ratings.department ratings.grade ratings.reasons ratings.suspicion
        remedies.announced remedies.department remedies.ended remedies.step services_given.department services_given.kind services_given.officer
        headline_cases.departments headline_cases.item_code headline_cases.kind headline_cases.result headline_cases.tier notices.kind
        notices.recipient published_results.certificates published_results.departments published_results.item_code published_results.item_name
        published_results.lead_department published_results.outcomes published_results.result withheld_results.ground
        withheld_results.withheld_by scans.department scans.filed_by scans.format scans.paper scans.struck_by supervision_cards.colour
        supervision_cards.department supervision_cards.occasion supervision_cards.point supervision_cards.status supervision_orders.department
        supervision_orders.kind supervision_orders.status workflow_instances.definition_id workflow_instances.engine workflow_instances.parent
        workflow_instances.status workflow_instances.sub_status retentions.item_code
        """;

    // By which somebody who holds a paper, a receipt or a file is told that it was genuine, and is destroyed.
    private const string ForTheDoors =
        "cases.query_code complaints.code documents.code documents.stamp document_prints.digest document_prints.document scans.sha256";

    // Acts of the offices about their own work, with the words in which they gave their reasons.
    private const string ActsOfOffices = """
        decisions.department decisions.letter decisions.on_behalf_of decisions.opinion decisions.reasons decisions.remedies decisions.signed_by
        decisions.verdict branches.extension_asked supervision_cards.document supervision_orders.document spot_check_results.document
        spot_checks.document disposals.list disposals.approved_by disposals.dropped_for disposals.item_code disposals.opinion
        disposals.proposed_by disposal_holds.ground disposal_holds.lift_reason disposal_holds.lifted_by disposal_holds.put_by
        disposal_holds.reason
        """;

    // Never changed: docs/security.md says what of persons remains there.
    private const string Trail = """
        case_events.actor case_events.data case_events.department case_events.hash case_events.kind case_events.linked_with case_events.through
        case_events.user_name case_files.last_hash case_files.row_sum case_files.seal case_files.sealed_with
        """;

    // Only of open cases.
    private const string OfOpenCases = "open_applications.open_key";

    private const string Columns = """
        SELECT string_agg(c.table_name || '.' || c.column_name, ' ') FROM information_schema.columns c
        JOIN information_schema.columns k ON k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = 'case_key'
        WHERE c.table_schema = current_schema() AND (c.data_type IN ('text', 'json', 'jsonb', 'bytea', 'character varying')
            OR c.udt_name IN ('_text', '_varchar'))
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_column_is_erased_or_stays_for_a_reason()
    {
        await using var database = await cluster.CopyAsync(Template.Tables, Stop);
        var columns = Words(await database.AskAsync<string>(Columns, Stop));
        columns.Count.ShouldBeGreaterThan(150);
        var erase = EraseCase.Up[EraseCase.Up.IndexOf("CREATE FUNCTION erase_case", StringComparison.Ordinal)..];
        var emptied = Deleted().Matches(erase).Select(found => found.Groups["table"].Value).ToHashSet(StringComparer.Ordinal);
        var erased = (
            from update in Updated().Matches(erase)
            from set in Set().Matches(update.Groups["sets"].Value)
            select $"{update.Groups["table"].Value}.{set.Groups["column"].Value}"
        ).ToHashSet(StringComparer.Ordinal);
        var stays = Words(string.Join(' ', Counted, ForTheDoors, ActsOfOffices, Trail, OfOpenCases, BySections));

        columns
            .Where(column => !emptied.Contains(column.Split('.')[0]))
            .Except(erased)
            .Except(stays)
            .ShouldBeEmpty("nobody has thought of it");
        stays.Except(columns).ShouldBeEmpty("it is not there");
        stays.Intersect(erased).ShouldBeEmpty("it is erased");
    }

    private static HashSet<string> Words(string text) =>
        text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex(@"DELETE FROM (?<table>\w+)")]
    private static partial Regex Deleted();

    [GeneratedRegex(@"UPDATE (?<table>\w+)(?: \w)? SET (?<sets>.*?)(?:WHERE|FROM)", RegexOptions.Singleline)]
    private static partial Regex Updated();

    [GeneratedRegex(@"(?<column>\w+) = ")]
    private static partial Regex Set();
}
