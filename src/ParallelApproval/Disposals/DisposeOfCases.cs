using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Disposals;

/// <summary>
/// 鉴定销毁: files of cases whose term is over are appraised, and destroyed once a second person has approved the list. It takes two persons
/// in every house (机关档案管理规定, 国家档案局令第13号: 销毁清册 approved by those responsible, 监销).
/// </summary>
/// <param name="Cases">Numbers of the cases.</param>
/// <param name="Opinion">What the appraisal found (鉴定意见): that none of them has any value left.</param>
[Authority("Have files of cases destroyed whose term is over", Role.Manager, InDistrictOnly = true, TakesTwo = true)]
public sealed record DisposeOfCases(IReadOnlyList<string> Cases, string Opinion)
{
    /// <summary>Cases on one list.</summary>
    public const int Most = 500;
}

/// <summary>A list for disposal was approved; its files are destroyed from now on, each by itself.</summary>
public sealed record DisposalApproved(string List, int Cases, string Opinion, string ProposedBy, string ApprovedBy) : HouseEvent;

/// <summary>The list as it was approved.</summary>
public sealed record ApprovedDisposal(string List, IReadOnlyList<string> Cases);

internal sealed class DisposeOfCasesValidator : AbstractValidator<DisposeOfCases>
{
    public DisposeOfCasesValidator()
    {
        RuleFor(command => command.Cases)
            .Refuses((cases, _) => cases is { Count: > 0 and <= DisposeOfCases.Most } ? null : SizeWrong(cases?.Count ?? 0));
        RuleForEach(command => command.Cases)
            .Refuses((number, place) => CaseNumber.TryParse(number, out _) ? null : NoCase(place.Field, number));
        RuleFor(command => command.Opinion).Given(() => Refusal.Input("opinion", RefusalCode.ReasonMissing)).IsOpinion();
    }

    private static Error SizeWrong(int count) =>
        Refusal.Input("cases", RefusalCode.DisposalSizeWrong, ("most", DisposeOfCases.Most), ("count", count));

    private static Error NoCase(string field, string? number) => Refusal.Input(field, RefusalCode.CaseNotFound, ("case", number));
}

/// <summary>
/// Refuses a case that is not on the list of those that are due, one that something holds, one that is on an approved list already, and one
/// that is destroyed; every fault of every case is told at once.
/// </summary>
public sealed class DisposeOfCasesHandler(TwoPersons two, Holds holds, CatalogueRegister catalogue)
    : TwoPersonHandler<DisposeOfCases, ApprovedDisposal>(two)
{
    private protected override bool AlwaysTakesTwo => true;

    internal override async Task<ErrorOr<Entry<ApprovedDisposal>>> EnterAsync(
        ApprovalDbContext db,
        DisposeOfCases command,
        Act act,
        bool isTrial,
        CancellationToken cancellation
    )
    {
        var judged = await JudgeAsync(db, command, act, cancellation);
        // Nobody disposes alone: what is not confirmed by a second person is a trial.
        return judged.IsError ? judged.Errors : new Entry<ApprovedDisposal>(new("", command.Cases), []);
    }

    internal override async Task<ErrorOr<Entry<ApprovedDisposal>>> EnterConfirmedAsync(
        ApprovalDbContext db,
        DisposeOfCases command,
        Act act,
        string confirmedBy,
        CancellationToken cancellation
    )
    {
        var judged = await JudgeAsync(db, command, act, cancellation);
        if (judged.IsError)
            return judged.Errors;
        var list = await NextListAsync(db, act.Today.Year, cancellation);
        foreach (var due in judged.Value)
            db.Add(
                new Disposal
                {
                    List = list,
                    CaseKey = due.Fact.Number.Key,
                    ItemCode = due.Fact.ItemCode,
                    EndedOn = due.EndedOn,
                    DueOn = due.DueOn,
                    Opinion = command.Opinion.Trim(),
                    ProposedBy = act.UserName,
                    ApprovedBy = confirmedBy,
                    ApprovedAt = act.At.ToUniversalTime(),
                }
            );
        return new Entry<ApprovedDisposal>(
            new(list, command.Cases),
            new DisposalApproved(list, judged.Value.Count, command.Opinion.Trim(), act.UserName, confirmedBy)
        );
    }

    private async Task<ErrorOr<List<DueCase>>> JudgeAsync(
        ApprovalDbContext db,
        DisposeOfCases command,
        Act act,
        CancellationToken cancellation
    )
    {
        var numbers = command.Cases.Select(text => CaseNumber.TryParse(text, out var number) ? number : default).ToList();
        var keys = numbers.Select(number => number.Key).Distinct().ToArray();
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var facts = (await connection.ReadAsync(CaseReading.Of(numbers), cancellation)).ToDictionary(fact => fact.Number);
        var held = await holds.AmongAsync(connection, keys, cancellation);
        var listed = await db.Set<Disposal>()
            .Where(row => keys.Contains(row.CaseKey) && row.DroppedAt == null)
            .Select(row => row.CaseKey)
            .ToHashSetAsync(cancellation);
        var (due, faults) = (new List<DueCase>(), new List<Error>());
        foreach (var (at, number) in numbers.Index())
        {
            var place = FormattableString.Invariant($"cases[{at}]");
            var judged = Judge(number, facts.GetValueOrDefault(number), held[number.Key].ToList(), listed, act.Today);
            if (judged.IsError)
                faults.AddRange(judged.Errors.Select(fault => Refusal.Within(place, fault)));
            // Named twice, it is destroyed once.
            else if (due.TrueForAll(known => known.Fact.Number != number))
                due.Add(judged.Value);
        }

        return faults.Count > 0 ? faults : due;
    }

    private ErrorOr<DueCase> Judge(CaseNumber number, CaseFact? fact, List<HoldGround> held, HashSet<long> listed, DateOnly today)
    {
        if (fact is null)
            return StoreRefusals.NoSuchCase(number);
        if (fact.DisposedAt is { } at)
            return DisposedCases.Refusal(number, at);
        var due = catalogue.DueOf(fact.ItemCode, fact.ItemVersion, fact.Status, fact.ClosedAt);
        if (!fact.Status.IsClosed())
            return Refusal.Conflict(RefusalCode.DisposalCaseOpen, ("case", number), ("status", fact.Status));
        if (due is not { } term)
            return Refusal.Conflict(RefusalCode.DisposalForbidden, ("case", number));
        if (term.DueOn > today)
            return Refusal.Conflict(RefusalCode.DisposalNotDue, ("case", number), ("due", term.DueOn));
        if (held.Count > 0)
            return Refusal.Conflict(RefusalCode.DisposalHeld, ("case", number), ("grounds", held));
        return listed.Contains(number.Key)
            ? Refusal.Conflict(RefusalCode.DisposalListedAlready, ("case", number))
            : new DueCase(fact, term.EndedOn, term.DueOn);
    }

    private static async Task<string> NextListAsync(ApprovalDbContext db, int year, CancellationToken cancellation)
    {
        var prefix = FormattableString.Invariant($"{year}-");
        var before = await db.Set<Disposal>()
            .Where(row => row.List.StartsWith(prefix))
            .Select(row => row.List)
            .Distinct()
            .CountAsync(cancellation);
        return FormattableString.Invariant($"{prefix}{before + 1:D3}");
    }

    private sealed record DueCase(CaseFact Fact, DateOnly EndedOn, DateOnly DueOn);
}

/// <summary>Asking the catalogue for terms.</summary>
internal static class TermsOfCatalogue
{
    /// <summary>When a case ended and when it is due; null while it is open, and for one that is kept for ever.</summary>
    public static (DateOnly EndedOn, DateOnly DueOn)? DueOf(
        this CatalogueRegister catalogue,
        string itemCode,
        int itemVersion,
        CaseStatus status,
        DateTimeOffset? closedAt
    )
    {
        if (closedAt is not { } at || !status.IsClosed())
            return null;
        var then = catalogue.Version(itemCode, itemVersion);
        var today = catalogue.Current.Versions(itemCode) is [var newest, ..] ? newest : then;
        return RetentionTerm.DueOn(at.OfficialDate(), status, then, today) is { } due ? (at.OfficialDate(), due) : null;
    }
}
