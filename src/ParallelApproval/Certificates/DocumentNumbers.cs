using Npgsql;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;

namespace ParallelApproval.Certificates;

/// <summary>
/// Gives out document numbers (文号): one row of numbers for each word (机关代字), kind and year. A number that was drawn and not used is a
/// gap, which the row may have; none is given out twice, on however many nodes. As numbers of official papers they carry no zeros before
/// (GB/T 9704).
/// </summary>
internal sealed class DocumentNumbers(NpgsqlDataSource source, InstallationRegister installation, OfficerRegister officers)
{
    private const string DrawOfHouse =
        "INSERT INTO document_numbers (kind, year, taken) VALUES ($1, $2, 1) ON CONFLICT (kind, year) DO UPDATE SET taken = document_numbers.taken + 1 RETURNING taken";

    private const string DrawOfBody = """
        INSERT INTO document_numbers_of_bodies AS n (kind, year, mark, taken) VALUES ($1, $2, $3, 1)
        ON CONFLICT (mark, kind, year) DO UPDATE SET taken = n.taken + 1 RETURNING taken
        """;

    /// <summary>The next number of that kind and year.</summary>
    /// <param name="issuer">Code of the body whose paper it is: its own word stands in the number, where it has one.</param>
    /// <param name="year">Of the date of the paper.</param>
    public async Task<string> NextAsync(DocumentKind kind, string issuer, int year, CancellationToken cancellation)
    {
        var ofHouse = installation.SetUp().Value.DocumentPrefix;
        // Under the word of the house all count in one row, whoever has written it down.
        var mark = officers.Department(issuer)?.DocumentMark is { } own && own != ofHouse ? own : null;
        await using var draw = source.CreateCommand(mark is null ? DrawOfHouse : DrawOfBody);
        draw.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind.ToString() });
        draw.Parameters.Add(new NpgsqlParameter<int> { TypedValue = year });
        if (mark is not null)
            draw.Parameters.Add(new NpgsqlParameter<string> { TypedValue = mark });
        var taken = (int)(await draw.ExecuteScalarAsync(cancellation))!;
        return FormattableString.Invariant($"{mark ?? ofHouse}{kind.Mark()}〔{year}〕{taken}号");
    }
}
