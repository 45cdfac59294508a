namespace ParallelApproval.Bulletins;

/// <summary>What an installation decides about bulletins (通报参数); setting <c>ParallelApproval:Bulletins</c>.</summary>
public sealed record BulletinSettings
{
    /// <summary>优秀: from this mean score of the quarter on.</summary>
    public decimal Excellent { get; init; } = 90;

    /// <summary>良好.</summary>
    public decimal Good { get; init; } = 80;

    /// <summary>合格; below it 不合格.</summary>
    public decimal Passing { get; init; } = 60;

    /// <summary>So many matters carded for one point in a quarter make a repeat offender.</summary>
    public int Repeats { get; init; } = 3;

    /// <summary>So many cases a promise must have been kept in before it can be cut.</summary>
    public int CutCases { get; init; } = 20;

    /// <summary>A promise can be cut when nine of ten cases took no more than so many hundredths of it.</summary>
    public int CutShare { get; init; } = 60;

    /// <summary>Working days that a new promise leaves beyond what nine of ten cases took.</summary>
    public int CutReserve { get; init; } = 1;

    /// <summary>The settings, if they make sense.</summary>
    /// <exception cref="InvalidOperationException">A value is out of range or the grades are not in order; the message names
    /// each.</exception>
    public BulletinSettings Checked()
    {
        List<string> faults =
        [
            .. Fault(
                Passing >= 0 && Passing < Good && Good < Excellent && Excellent <= 110,
                "0 ≤ Passing < Good < Excellent ≤ 110",
                FormattableString.Invariant($"{Passing}, {Good}, {Excellent}")
            ),
            .. Fault(Repeats >= 2, "Repeats from 2", Repeats),
            .. Fault(CutCases >= 1, "CutCases from 1", CutCases),
            .. Fault(CutShare is >= 1 and <= 100, "CutShare from 1 to 100", CutShare),
            .. Fault(CutReserve >= 0, "CutReserve from 0", CutReserve),
        ];
        return faults.Count == 0
            ? this
            : throw new InvalidOperationException("The settings of bulletins are wrong. " + string.Join(' ', faults));
    }

    internal QuarterGrade GradeOf(decimal score) =>
        score >= Excellent ? QuarterGrade.Excellent
        : score >= Good ? QuarterGrade.Good
        : score >= Passing ? QuarterGrade.Passed
        : QuarterGrade.Failed;

    private static string[] Fault(bool isRight, string expected, object found) =>
        isRight ? [] : [FormattableString.Invariant($"Expected {expected}, but it is {found}.")];
}
