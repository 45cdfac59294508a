namespace ParallelApproval.Cases;

/// <summary>Who applies (申请人): a citizen or an organisation.</summary>
/// <param name="Kind">Decides which number is asked for.</param>
/// <param name="Name">As in the document shown at the window.</param>
/// <param name="IdNumber">Citizen number (GB 11643) of a person, unified social credit code (GB 32100) of an organisation.</param>
/// <param name="Phone">Where the centre calls and sends notices.</param>
/// <param name="Agent">Who hands the papers in on the applicant's behalf (代理人), by a letter of authority; 行政许可法 art. 29.</param>
public sealed record Applicant(ApplicantKind Kind, string Name, string IdNumber, string? Phone = null, Agent? Agent = null);

/// <summary>自然人 or 法人及其他组织.</summary>
public enum ApplicantKind
{
    /// <summary>自然人: identified by the citizen number.</summary>
    Person,

    /// <summary>法人及其他组织: identified by the unified social credit code.</summary>
    Organisation,
}

/// <summary>An agent (代理人) with a letter of authority (授权委托书).</summary>
public sealed record Agent(string Name, string IdNumber, string? Phone = null);

/// <summary>How the applicant gets the result (领取方式).</summary>
public enum DeliveryWay
{
    /// <summary>窗口领取: collected at the window against a signature.</summary>
    Window,

    /// <summary>电子送达: electronic certificates count as handed over when issued; 国务院令第716号 art. 10.</summary>
    Electronic,

    /// <summary>邮寄.</summary>
    Post,
}
