using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;

namespace ParallelApproval.Synthesis;

/// <summary>
/// What befalls one case (仿真剧本): drawn from the seed and the case's own number, so that the same district comes out whoever plays it.
/// Shares follow the district of the story: nearly everything in time, a few corrections, stops, refusals and withdrawals, and some that
/// are late.
/// </summary>
/// <param name="At">When the application comes to the window, in office hours.</param>
/// <param name="Body">The street or community that receives it; null for the hall of the district.</param>
/// <param name="Lacks">A paper that is missing at first; null when all are there.</param>
internal sealed record CaseScript(
    int Index,
    DateTimeOffset At,
    int Running,
    ServiceItem Item,
    Applicant Applicant,
    string? Body,
    string? Lacks,
    Ending Ending
)
{
    /// <summary>Draws the case; its own random numbers go on with <see cref="Fate"/>.</summary>
    public static CaseScript Draw(int seed, int index, DateOnly day, int running, ItemLottery items)
    {
        var random = new Random(HashCode(seed, index));
        var item = items.Draw(random);
        // What is decided on the spot is not received in the last hour.
        var minute = random.Next(item.Kind is ItemKind.Immediate ? 350 : 420);
        var at = day.At(new TimeOnly(9, 0)).AddMinutes(minute < 180 ? minute : minute + 60).AddSeconds(random.Next(60));
        var lacks = random.Next(100) < 7 ? item.Materials.Where(paper => paper.IsAsked).Select(paper => paper.Code).LastOrDefault() : null;
        var ending = random.Next(1_000) switch
        {
            < 6 when lacks is not null => Ending.NeverSupplied,
            < 9 => Ending.Withdrawn,
            < 13 => Ending.Declined,
            _ => Ending.Finished,
        };
        // Of one applicant and object only one case is open: nobody asks twice for such an item.
        var applicant = item.ObjectField is null ? SyntheticPeople.Applicant(random) : SyntheticPeople.Person(index);
        return new(index, at, running, item, applicant, SyntheticBodies.ReceivingAt(item.Tier, random), lacks, ending);
    }

    /// <summary>The random numbers of everything that follows.</summary>
    public Random Fate(int seed) => new(HashCode(seed, Index) ^ 0x5EED);

    private static int HashCode(int seed, int index) => unchecked((int)((uint)seed * 2_654_435_761u) ^ (int)((uint)index * 2_246_822_519u));
}

/// <summary>How a case ends.</summary>
internal enum Ending
{
    /// <summary>办结: decided by every department, whatever they say, and handed over.</summary>
    Finished,

    /// <summary>撤回.</summary>
    Withdrawn,

    /// <summary>不予受理.</summary>
    Declined,

    /// <summary>The applicant never brings what is missing.</summary>
    NeverSupplied,
}

/// <summary>Which items are asked for, and where: a few very often, most now and then.</summary>
internal sealed class ItemLottery
{
    private readonly ServiceItem[] _items;
    private readonly double[] _until;

    public ItemLottery(IEnumerable<ServiceItem> items, int seed)
    {
        var random = new Random(seed);
        _items = [.. items.Where(item => !item.IsDrill).OrderBy(item => item.ItemCode, StringComparer.Ordinal)];
        random.Shuffle(_items);
        _until = new double[_items.Length];
        for (var (i, sum) = (0, 0.0); i < _items.Length; i++)
            _until[i] = sum += Weight(_items[i]) / (i + 4);
    }

    public ServiceItem Draw(Random random)
    {
        var at = Array.BinarySearch(_until, random.NextDouble() * _until[^1]);
        return _items[at < 0 ? ~at : at];
    }

    // A joint case is rarer than a simple one.
    private static double Weight(ServiceItem item) =>
        item.IsJoint ? 0.35
        : item.Kind is ItemKind.Immediate ? 1.6
        : 1.0;
}

/// <summary>What befalls one branch, drawn when its department gets it.</summary>
/// <param name="Share">After which share of its promise it is decided; above 1 it is late.</param>
/// <param name="Ground">Why its clock stops; null when it does not.</param>
/// <param name="SendsDown">Whether what a lower tier sent is sent back to it once.</param>
internal readonly record struct BranchFate(double Share, bool Corrects, StopGround? Ground, bool Refuses, bool SendsDown)
{
    public static BranchFate Draw(Random random, BranchDefinition? branch)
    {
        var share = random.Next(1_000) switch
        {
            < 6 => 1.05 + random.NextDouble() * 0.5,
            < 40 => 0.86 + random.NextDouble() * 0.1,
            _ => 0.08 + random.NextDouble() * 0.5,
        };
        return new(
            share,
            random.Next(100) < 3,
            random.Next(1_000) < 15 && branch is { StopGrounds: [var ground, ..] } ? ground : null,
            random.Next(1_000) < 9,
            random.Next(100) < 4
        );
    }
}
