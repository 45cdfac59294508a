namespace ParallelApproval.Evaluations;

/// <summary>The five grades of a rating (好差评五级, GB/T 39734-2020). The last two are bad ratings (差评).</summary>
public enum Grade
{
    /// <summary>非常不满意, one star.</summary>
    VeryDissatisfied = 1,

    /// <summary>不满意, two stars.</summary>
    Dissatisfied = 2,

    /// <summary>基本满意, three stars.</summary>
    BasicallySatisfied = 3,

    /// <summary>满意, four stars.</summary>
    Satisfied = 4,

    /// <summary>非常满意, five stars.</summary>
    VerySatisfied = 5,
}

/// <summary>Why somebody rated badly (差评原因).</summary>
public enum BadReason
{
    /// <summary>服务态度差.</summary>
    Attitude,

    /// <summary>办理时间过长.</summary>
    TooSlow,

    /// <summary>未一次性告知.</summary>
    NotToldAtOnce,

    /// <summary>要求提供清单外材料.</summary>
    ExtraPapers,

    /// <summary>办事指南不清楚或不准确.</summary>
    GuideWrong,

    /// <summary>推诿扯皮.</summary>
    PassedAround,

    /// <summary>业务不熟练.</summary>
    Unskilled,

    /// <summary>违规收费.</summary>
    UnlawfulFee,

    /// <summary>系统或设备不好用.</summary>
    Equipment,

    /// <summary>其他.</summary>
    Other,
}

/// <summary>Questions about a grade.</summary>
public static class Grades
{
    /// <summary>True for 不满意 and 非常不满意: the department must call back and put it right.</summary>
    public static bool IsBad(this Grade grade) => grade is Grade.Dissatisfied or Grade.VeryDissatisfied;
}
