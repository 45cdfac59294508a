namespace ParallelApproval.Supervision;

/// <summary>
/// What a monitor point (监察点) is: its name, the law it rests on, and the values with which it comes. Installations may set other values.
/// </summary>
/// <param name="Id">E01 … E23.</param>
/// <param name="Basis">The law or rule, short.</param>
/// <param name="Colour">The colour of its cards, unless the rule itself says a graver or lighter one.</param>
/// <param name="Answers">Who must answer.</param>
public sealed record PointRule(string Id, Wording Name, string Basis, CardColour Colour, Answerer Answers)
{
    public IReadOnlyList<Threshold> Thresholds { get; init; } = [];

    /// <summary>What its cards say, by the code of the reason.</summary>
    public required IReadOnlyDictionary<string, Wording> Reasons { get; init; }

    /// <summary>False while no room of the product tells the facts that the rule judges.</summary>
    public bool IsFed { get; init; } = true;
}

/// <summary>A value of a rule that may be set, with its bounds.</summary>
public sealed record Threshold(string Name, int Default, int Least, int Most, Wording Meaning);

/// <summary>Who must answer for a finding.</summary>
public enum Answerer
{
    /// <summary>承办人: the officer who holds the task of the branch, else his department; for the whole case the lead department.</summary>
    Holder,

    /// <summary>收件窗口: the window that received the case.</summary>
    Intake,

    /// <summary>牵头部门: the department that answers for the whole.</summary>
    Lead,
}
