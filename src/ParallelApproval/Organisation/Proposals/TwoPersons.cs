using System.Text.Json;
using ErrorOr;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Refusals;

namespace ParallelApproval.Organisation;

/// <summary>
/// Whether the house works by four eyes (双人办理); setting <c>ParallelApproval:FourEyes</c>, on in Production unless it is set. Off, an
/// administrator does alone what takes two: for demonstrations.
/// </summary>
public sealed record FourEyes(bool IsOn);

/// <summary>
/// Where acts that take two persons are proposed (双人办理): one mechanism for accounts, roles, letters, and sheets of them. Local days and
/// years of the calendar have their own, because there the second person enters the document anew.
/// </summary>
public sealed class TwoPersons(Registrar registrar, FourEyes rule)
{
    internal Registrar Registrar => registrar;

    internal bool AreWanted => rule.IsOn;

    /// <summary>
    /// Tries the act, keeps nothing of it, and keeps the proposal. The same command proposed again by the same person while it waits is
    /// the same proposal.
    /// </summary>
    internal async Task<ErrorOr<TAnswer>> ProposeAsync<TCommand, TAnswer>(
        TCommand command,
        Act act,
        Func<ApprovalDbContext, Task<ErrorOr<Entry<TAnswer>>>> enter,
        CancellationToken cancellation
    )
        where TCommand : notnull
    {
        var tried = await registrar.EnterAsync<Success>(
            act,
            async db =>
            {
                var entered = await enter(db);
                if (entered.IsError)
                    return entered.Errors;
                // Without an entry in the trail nothing of it is stored.
                db.ChangeTracker.Clear();
                return new Entry<Success>(Result.Success, []);
            },
            cancellation
        );
        if (tried.IsError)
            return tried.Errors;
        var kept = await registrar.EnterAsync(act, db => KeepAsync(db, command, act, cancellation), cancellation);
        return kept.IsError ? kept.Errors : Waits(kept.Value);
    }

    private static async Task<ErrorOr<Entry<Proposal>>> KeepAsync<TCommand>(
        ApprovalDbContext db,
        TCommand command,
        Act act,
        CancellationToken cancellation
    )
        where TCommand : notnull
    {
        var written = JsonSerializer.Serialize(command, HouseJson.Options);
        var verb = typeof(TCommand).Name;
        var now = act.At.ToUniversalTime();
        if (
            await db.Set<Proposal>()
                .AsNoTracking()
                .FirstOrDefaultAsync(
                    held =>
                        held.Status == ProposalStatus.Waiting
                        && held.LapsesAt > now
                        && held.Verb == verb
                        && held.ProposedBy == act.UserName
                        && held.Command == written,
                    cancellation
                ) is
            { } before
        )
            return new Entry<Proposal>(before, []);
        var proposal = new Proposal
        {
            Id = Guid.CreateVersion7(act.At),
            Verb = verb,
            Command = written,
            Concerns = command is IConcernOfficer about ? OfficerNames.Normalise(about.UserName) : null,
            ProposedBy = act.UserName,
            ProposedAt = now,
            LapsesAt = now.AddDays(Proposal.Days),
        };
        db.Add(proposal);
        return new Entry<Proposal>(proposal, new ActProposed(proposal.Id, verb, proposal.Concerns));
    }

    // No refusal of the thing itself: it is kept, and not yet done.
    private static Error Waits(Proposal proposal) =>
        Refusal.Conflict(RefusalCode.WaitsForSecondPerson, ("proposal", proposal.Id), ("until", proposal.LapsesAt));
}

/// <summary>Reads proposals (提请查询).</summary>
public sealed class ProposalQueries(IDbContextFactory<ApprovalDbContext> contexts, TimeProvider time)
{
    private const int Most = 200;

    /// <summary>Those that wait, and then those that were closed last, each the newest first; 200 at most.</summary>
    public async Task<IReadOnlyList<Proposal>> NewestAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<Proposal>()
            .AsNoTracking()
            .OrderByDescending(proposal => proposal.Status == ProposalStatus.Waiting && proposal.LapsesAt > now)
            .ThenByDescending(proposal => proposal.ProposedAt)
            .Take(Most)
            .ToListAsync(cancellation);
    }

    /// <summary>One of them; null when there is none.</summary>
    public async Task<Proposal?> FindAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Set<Proposal>().AsNoTracking().FirstOrDefaultAsync(proposal => proposal.Id == id, cancellation);
    }
}
