using Npgsql;
using ParallelApproval.Installations;

namespace ParallelApproval.Certificates;

/// <summary>
/// Gives out document numbers (文号): one row of numbers for each kind and year. A number that was drawn and not used is a gap, which the row
/// may have; none is given out twice, on however many nodes. As numbers of official papers they carry no zeros before (GB/T 9704).
/// </summary>
internal sealed class DocumentNumbers(NpgsqlDataSource source, InstallationRegister installation)
{
    private const string Draw =
        "INSERT INTO document_numbers (kind, year, taken) VALUES ($1, $2, 1) ON CONFLICT (kind, year) DO UPDATE SET taken = document_numbers.taken + 1 RETURNING taken";

    /// <summary>The next number of that kind and year.</summary>
    /// <param name="year">Of the date of the paper.</param>
    public async Task<string> NextAsync(DocumentKind kind, int year, CancellationToken cancellation)
    {
        await using var draw = source.CreateCommand(Draw);
        draw.Parameters.Add(new NpgsqlParameter<string> { TypedValue = kind.ToString() });
        draw.Parameters.Add(new NpgsqlParameter<int> { TypedValue = year });
        var taken = (int)(await draw.ExecuteScalarAsync(cancellation))!;
        return FormattableString.Invariant($"{installation.SetUp().Value.DocumentPrefix}{kind.Mark()}〔{year}〕{taken}号");
    }
}
