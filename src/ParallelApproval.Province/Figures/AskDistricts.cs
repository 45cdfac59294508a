using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ParallelApproval.Headlines;
using ParallelApproval.Province.Nodes;
using ParallelApproval.Province.Registers;

namespace ParallelApproval.Province.Figures;

/// <summary>
/// Asks all districts for their sums at the same time (指标汇集), each for seconds at most: one that hangs is missing, and named.
/// </summary>
internal sealed class AskDistricts(DistrictBook book, RegisterFile file, Wire wire, LastHeard heard)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public async Task<ProvinceFigures> Async(DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var asked = await Task.WhenAll(book.Districts.Select(district => AskAsync(district, from, to, cancellation)));
        return ProvinceFigures.Sum(
            from,
            to,
            [.. asked.Where(answer => answer.Sums is not null).Select(answer => Part(answer.District.Entry, answer.Sums!))],
            [.. asked.Where(answer => answer.Sums is null).Select(answer => Missing(answer.District, answer.Reason))]
        );
    }

    private async Task<Asked> AskAsync(District district, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        if (await KeyAsync(district, cancellation) is not { } key)
            return new(district, null, MissingReason.NoKey);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Limit);
        foreach (var node in district.Nodes.Where(node => node.State is not NodeState.Away))
            try
            {
                return await AskAsync(district, node, key, from, to, late.Token);
            }
            catch (Exception fault) when (fault is HttpRequestException or IOException)
            {
                // The next server may be there.
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                break;
            }

        return new(district, null, MissingReason.NoAnswer);
    }

    private async Task<Asked> AskAsync(District district, Node node, string key, DateOnly from, DateOnly to, CancellationToken cancellation)
    {
        var query = FormattableString.Invariant($"?from={from:yyyy-MM-dd}&to={to:yyyy-MM-dd}");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(node.Address, "/api/reports/headline/sums" + query));
        request.Headers.Host = district.Address.Authority;
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await wire.SendAsync(request, cancellation);
        if (!answer.IsSuccessStatusCode)
            return new(district, null, Why(answer.StatusCode));
        heard.From(district.Region);
        var sums = Read(await Wire.ReadAsync(answer, cancellation));
        return sums is null || sums.From != from || sums.To != to ? new(district, null, MissingReason.Strange)
            // A server of another district would be counted twice.
            : sums.Region != district.Region ? new(district, null, MissingReason.WrongDistrict)
            : new(district, sums, default);
    }

    // Read each time: a key that was rotated counts at once.
    private async Task<string?> KeyAsync(District district, CancellationToken cancellation)
    {
        if (district.Entry.KeyFile is not { } name)
            return null;
        try
        {
            var key = (await File.ReadAllTextAsync(Path.Combine(file.Folder, name), cancellation)).Trim();
            return key.Length > 0 && key.All(char.IsAscii) && !key.Any(char.IsControl) ? key : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static HeadlineSums? Read(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<HeadlineSums>(json, Answers.Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static MissingReason Why(HttpStatusCode status) =>
        status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => MissingReason.KeyRefused,
            HttpStatusCode.NotFound => MissingReason.NotOffered,
            >= HttpStatusCode.InternalServerError => MissingReason.NoAnswer,
            _ => MissingReason.Strange,
        };

    private static DistrictFigures Part(DistrictEntry district, HeadlineSums sums) =>
        new(district.Region, district.Name, district.NameEn, sums);

    private MissingDistrict Missing(District district, MissingReason reason) =>
        new(
            district.Region,
            district.Entry.Name,
            district.Entry.NameEn,
            reason,
            heard.Of(district.Region)?.InShanghai(),
            heard.Began.InShanghai()
        );

    private sealed record Asked(District District, HeadlineSums? Sums, MissingReason Reason);
}
