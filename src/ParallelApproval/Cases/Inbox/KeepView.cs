using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>
/// 保存筛选: keeps a view of the inbox under a name; the same name again takes the new view. Without a query the view is dropped.
/// </summary>
public sealed record KeepView(string Name, string? Query);

/// <summary>An officer kept a view of the inbox under a name, or dropped it.</summary>
public sealed record ViewKept(string Name, bool IsDropped) : HouseEvent;

/// <summary>The views of the account, by name.</summary>
public sealed record KeptViews(IReadOnlyList<SavedView> Views);

internal sealed class KeepViewValidator : AbstractValidator<KeepView>
{
    private const int LongestName = 40;
    private const int LongestQuery = 400;

    public KeepViewValidator()
    {
        RuleFor(command => command.Name).Given(Malformed).IsLine(LongestName, _ => Malformed());
        RuleFor(command => command.Query).IsLine(LongestQuery, _ => Malformed());
    }

    private static Error Malformed() => Refusal.Input("viewName", RefusalCode.ViewNameMalformed, ("most", LongestName));
}

/// <inheritdoc cref="KeepView"/>
public sealed class KeepViewHandler(HouseStore house, IDbContextFactory<ApprovalDbContext> contexts) : Handler<KeepView, KeptViews>
{
    private const int Most = 30;

    /// <summary>Refuses a name that is empty or too long, and a view beyond the thirtieth.</summary>
    protected override async Task<ErrorOr<KeptViews>> CarryOutAsync(KeepView command, Act act, CancellationToken cancellation)
    {
        var name = command.Name.Trim();
        var kept = await house.ActAsync(act, db => KeepAsync(db, name, command.Query, act, cancellation), cancellation);
        return kept.IsError ? kept.Errors : await OfAsync(act.UserName, cancellation);
    }

    private static async Task<ErrorOr<Entry<Success>>> KeepAsync(
        ApprovalDbContext db,
        string name,
        string? query,
        Act act,
        CancellationToken cancellation
    )
    {
        var mine = db.Set<SavedView>().Where(view => view.UserName == act.UserName);
        if (query is null)
            await mine.Where(view => view.Name == name).ExecuteDeleteAsync(cancellation);
        else if (await mine.CountAsync(view => view.Name != name, cancellation) >= Most)
            return Refusal.Conflict(RefusalCode.ViewsTooMany, ("most", Most));
        else
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO saved_views (user_name, name, query) VALUES ({act.UserName}, {name}, {query})
                ON CONFLICT (user_name, name) DO UPDATE SET query = excluded.query
                """,
                cancellation
            );
        return new Entry<Success>(Result.Success, new ViewKept(name, IsDropped: query is null));
    }

    public async Task<KeptViews> OfAsync(string userName, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return new(
            await db.Set<SavedView>()
                .AsNoTracking()
                .Where(view => view.UserName == userName)
                .OrderBy(view => view.Name)
                .ToListAsync(cancellation)
        );
    }
}
