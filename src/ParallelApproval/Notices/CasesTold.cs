using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;

namespace ParallelApproval.Notices;

/// <summary>What messages need to know of cases, read for a whole batch at once.</summary>
internal sealed class CasesTold(NpgsqlDataSource source, CatalogueRegister catalogue)
{
    private const string Read = """
        SELECT c.case_key, c.item_code, c.item_version, c.item_name, c.delivery, a.applicant->>'phone', b.number, b.department, b.result, b.holder, c.status
        FROM cases c LEFT JOIN case_applications a USING (case_key) LEFT JOIN branches b USING (case_key) WHERE c.case_key = ANY ($1)
        """;

    public async Task<Dictionary<long, CaseTold>> ReadAsync(IEnumerable<CaseNumber> cases, CancellationToken cancellation)
    {
        await using var read = source.CreateCommand(Read);
        read.Parameters.Add(Statements.Value(cases.Select(number => number.Key).Distinct().ToArray()));
        await using var rows = await read.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<long, CaseTold>();
        while (await rows.ReadAsync(cancellation))
        {
            var key = rows.GetInt64(0);
            if (!found.TryGetValue(key, out var told))
                found[key] = told = new(
                    new(new CaseNumber(key).ToString(), rows.GetString(3), catalogue.Current.Version(rows.GetString(1), rows.GetInt32(2))?.NameEn ?? rows.GetString(3)),
                    rows.GetEnum<DeliveryWay>(4), rows.GetTextOrNull(5), rows.GetEnum<CaseStatus>(10), []);
            if (!rows.IsDBNull(6)) told.Branches[rows.GetInt32(6)] = new(rows.GetString(7), rows.GetString(8), rows.GetTextOrNull(9));
        }

        return found;
    }
}

/// <summary>A case as messages speak of it.</summary>
internal sealed record CaseTold(Told Facts, DeliveryWay Delivery, string? Phone, CaseStatus Status, Dictionary<int, BranchTold> Branches);

/// <summary>A branch as messages speak of it.</summary>
internal sealed record BranchTold(string Department, string Result, string? Holder);
