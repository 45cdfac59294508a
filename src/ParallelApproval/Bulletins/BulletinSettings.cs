using System.ComponentModel.DataAnnotations;

namespace ParallelApproval.Bulletins;

/// <summary>What an installation decides about bulletins (通报参数); setting <c>ParallelApproval:Bulletins</c>.</summary>
public sealed record BulletinSettings
{
    /// <summary>优秀: from this mean score of the quarter on.</summary>
    [Range(0.0, 110.0)]
    public decimal Excellent { get; init; } = 90;

    /// <summary>良好.</summary>
    [Range(0.0, 110.0)]
    public decimal Good { get; init; } = 80;

    /// <summary>合格; below it 不合格.</summary>
    [Range(0.0, 110.0)]
    public decimal Passing { get; init; } = 60;

    /// <summary>So many matters carded for one point in a quarter make a repeat offender.</summary>
    [Range(2, 1_000)]
    public int Repeats { get; init; } = 3;

    /// <summary>So many cases a promise must have been kept in before it can be cut.</summary>
    [Range(1, 1_000_000)]
    public int CutCases { get; init; } = 20;

    /// <summary>A promise can be cut when nine of ten cases took no more than so many hundredths of it.</summary>
    [Range(1, 100)]
    public int CutShare { get; init; } = 60;

    /// <summary>Working days that a new promise leaves beyond what nine of ten cases took.</summary>
    [Range(0, 250)]
    public int CutReserve { get; init; } = 1;

    /// <summary>The settings, if they make sense.</summary>
    /// <exception cref="InvalidOperationException">A value is out of range or the grades are not in order; the message names
    /// each.</exception>
    public BulletinSettings Checked()
    {
        var faults = Faults();
        return faults.Count == 0
            ? this
            : throw new InvalidOperationException("The settings of bulletins are wrong. " + string.Join(' ', faults));
    }

    /// <summary>What is wrong with them, one sentence each: a value out of its range, grades that are not in order.</summary>
    public IReadOnlyList<string> Faults()
    {
        var outOfRange = new List<ValidationResult>();
        Validator.TryValidateObject(this, new(this), outOfRange, validateAllProperties: true);
        return
        [
            .. outOfRange.Select(fault => "ParallelApproval:Bulletins: " + fault.ErrorMessage),
            .. Passing < Good && Good < Excellent
                ? Array.Empty<string>()
                :
                [
                    FormattableString.Invariant(
                        $"Expected ParallelApproval:Bulletins with Passing < Good < Excellent, but they are {Passing}, {Good}, {Excellent}."
                    ),
                ],
        ];
    }

    internal QuarterGrade GradeOf(decimal score) =>
        score >= Excellent ? QuarterGrade.Excellent
        : score >= Good ? QuarterGrade.Good
        : score >= Passing ? QuarterGrade.Passed
        : QuarterGrade.Failed;
}
