using System.Globalization;
using ErrorOr;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>
/// 数量限制 (行政许可法 art. 57): who applies for one of a limited number is put on the list when he is accepted; while places are left for all
/// that were accepted before, he may be granted; when they are used up, he waits until one is free.
/// </summary>
public sealed class QuotaRules(CatalogueRegister catalogue)
{
    /// <summary>The case is accepted: it is put on the list of its period.</summary>
    internal void Enter(CaseFile file, DateTimeOffset acceptedAt)
    {
        var item = catalogue.ItemOf(file);
        if (item.Quota is not { } rule || item.QuotaBranch is not { } branch || !file.Case.ChosenBranches.Contains(branch))
            return;
        var period = PeriodOf(rule.Period, acceptedAt.OfficialDate());
        file.Section<QuotaSection>()
            .Put(
                new QuotaPlace
                {
                    ItemCode = item.ItemCode,
                    Period = period,
                    Branch = branch,
                    IsInOrder = rule.Order is QuotaOrder.Acceptance,
                    AcceptedAt = acceptedAt,
                    Places = rule.Places,
                }
            );
        file.Record(new QuotaListed(branch, period, rule.Places));
    }

    /// <summary>Why the branch may not be granted now; null when it has a place, or needs none.</summary>
    internal static Error? Refusal(CaseFile file, Branch branch, Verdict verdict)
    {
        if (verdict is Verdict.Refuse || file.QuotaPlace is not { State: not PlaceState.Taken } place || place.Branch != branch.Number)
            return null;
        if (place.Taken >= place.Places)
            return UsedUp(file, place);
        return place.IsInOrder && place.Taken + place.Before >= place.Places ? OthersFirst(file, place) : null;
    }

    /// <summary>The branch was granted: it takes its place.</summary>
    internal static void Take(CaseFile file, Branch branch)
    {
        if (file.QuotaPlace is { } place && place.Branch == branch.Number)
            file.Record(new QuotaPlaceTaken(branch.Number, place.Period));
    }

    /// <summary>Two decided at the same instant, and the last place was given to the other one.</summary>
    internal static Error GivenToAnother(Identities.CaseNumber number) =>
        Refusals.Refusal.Conflict(RefusalCode.QuotaGivenToAnother, ("case", number));

    private static Error UsedUp(CaseFile file, QuotaPlace place) =>
        Refusals.Refusal.Conflict(
            RefusalCode.QuotaUsedUp,
            ("places", place.Places),
            ("period", place.Period),
            ("case", file.Number),
            ("before", place.Before)
        );

    private static Error OthersFirst(CaseFile file, QuotaPlace place) =>
        Refusals.Refusal.Conflict(
            RefusalCode.QuotaOthersFirst,
            ("left", place.Places - place.Taken),
            ("period", place.Period),
            ("case", file.Number),
            ("before", place.Before)
        );

    internal static string PeriodOf(QuotaPeriod period, DateOnly day) =>
        period switch
        {
            QuotaPeriod.Month => day.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            QuotaPeriod.Quarter => string.Create(CultureInfo.InvariantCulture, $"{day.Year}-Q{(day.Month + 2) / 3}"),
            _ => day.Year.ToString(CultureInfo.InvariantCulture),
        };
}

/// <summary>What this chapter keeps in the file of a case.</summary>
public static class FileOfQuotas
{
    extension(CaseFile file)
    {
        /// <summary>Its place among a limited number; null when the item has none, or the case has not been accepted.</summary>
        public QuotaPlace? QuotaPlace => file.Section<QuotaSection>().Place;
    }
}

/// <summary>列入名额等候: accepted, the case stands on the list of those who apply for a limited number.</summary>
/// <param name="Places">How many there are in the period.</param>
public sealed record QuotaListed(int Branch, string Period, int Places) : DomainEvent
{
    public override int? BranchNumber => Branch;
}

/// <summary>占用名额: granted, it has one of the places of the period.</summary>
public sealed record QuotaPlaceTaken(int Branch, string Period) : DomainEvent
{
    public override int? BranchNumber => Branch;
}
