namespace ParallelApproval.Cases;

/// <summary>
/// The place of a case among those that apply for a limited number of permits (数量限制; 行政许可法 art. 57): on the waiting list from the
/// acceptance on, in the order of acceptance, until its branch has a result.
/// </summary>
public sealed class QuotaPlace
{
    public required string ItemCode { get; init; }

    /// <summary>The period by whose number it counts: 2026, 2026-Q1 or 2026-03.</summary>
    public required string Period { get; init; }

    /// <summary>The branch that grants the permit.</summary>
    public required int Branch { get; init; }

    /// <summary>Whether the order of acceptance decides; false for tender or auction.</summary>
    public required bool IsInOrder { get; init; }

    /// <summary>By what the order goes: when the papers were complete.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    public PlaceState State { get; internal set; }

    /// <summary>How many permits there are in the period; as it was when the file was taken out, not stored here.</summary>
    public int Places { get; internal set; }

    /// <summary>How many are granted; as above.</summary>
    public int Taken { get; internal set; }

    /// <summary>How many wait that were accepted before; as above.</summary>
    public int Before { get; internal set; }
}

/// <summary>What has become of an application for one of a limited number (名额状态).</summary>
public enum PlaceState
{
    /// <summary>等候.</summary>
    Waiting,

    /// <summary>占用: granted.</summary>
    Taken,

    /// <summary>释放: refused, withdrawn or revoked; the place is free for who waits.</summary>
    Left,
}
