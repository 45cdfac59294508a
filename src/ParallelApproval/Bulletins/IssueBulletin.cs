using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Bulletins;

/// <summary>发布通报: a bulletin is written down as it is, and read so for ever. Its hash goes into the trail of the house.</summary>
[Authority("Issue a bulletin: it is read as it is now for ever", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
public sealed record IssueBulletin(BulletinPeriod Period);

/// <summary>A bulletin was issued.</summary>
/// <param name="Sha256">Of the stored document, in hexadecimal.</param>
public sealed record BulletinIssued(string Period, string Sha256) : HouseEvent;

/// <summary>Refuses a period that is not over, a quarter with a month that is not closed, and a second time.</summary>
public sealed class IssueBulletinHandler(BulletinQueries queries, HouseStore house, TimeProvider time)
    : Handler<IssueBulletin, IssuedBulletin>
{
    protected override async Task<ErrorOr<IssuedBulletin>> CarryOutAsync(IssueBulletin command, Act act, CancellationToken cancellation)
    {
        var period = command.Period;
        var counted = await queries.CountAsync(period, provisional: false, cancellation);
        if (counted.IsError)
            return counted.Errors;
        var issued = counted.Value with { Cover = counted.Value.Cover with { IssuedAt = act.At, IssuedBy = act.UserName } };
        var document = JsonSerializer.Serialize(issued, issued.GetType(), HouseJson.Options);

        return await house.ActAsync(
            act,
            async db =>
            {
                var stored = await db.Database.ExecuteSqlAsync(
                    $"""
                    INSERT INTO bulletins (kind, first_day, issued_at, issued_by, document)
                    VALUES ({period.Kind.ToString()}, {period.FirstDay}, {act.At.ToUniversalTime()}, {act.UserName}, {document}::json)
                    ON CONFLICT (kind, first_day) DO NOTHING
                    """,
                    cancellation
                );
                return stored == 0
                    ? (ErrorOr<Entry<IssuedBulletin>>)BulletinRefusals.IssuedAlready(period)
                    : new Entry<IssuedBulletin>(
                        new(period.Kind, period.ToString(), act.At, act.UserName),
                        new BulletinIssued(period.ToString(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document))))
                    );
            },
            cancellation
        );
    }

    /// <summary>
    /// Issues what is due and not issued yet: yesterday's bulletin, that of last week, and that of last quarter once its months are closed;
    /// after an outage those in between, too. A daily job.
    /// </summary>
    /// <returns>How many were issued.</returns>
    public async Task<int> IssueDueAsync(CancellationToken cancellation)
    {
        var (act, count) = (Act.OfSystem(time), 0);
        foreach (var kind in Enum.GetValues<BulletinKind>())
        {
            var last = BulletinPeriod.Of(kind, act.Today).Previous;
            var newest =
                (await queries.IssuedAsync(kind, 1, cancellation)) is [var found] && BulletinPeriod.TryParse(found.Period, out var period)
                    ? period.Next
                    : last;
            for (var due = newest; due.FirstDay <= last.FirstDay; due = due.Next)
                if (!(await HandleAsync(new(due), act, cancellation)).IsError)
                    count++;
        }

        return count;
    }
}
