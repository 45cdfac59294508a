namespace ParallelApproval.Catalogue;

/// <summary>The four kinds of matter (四件制): where it is decided, and how fast.</summary>
public enum ItemKind
{
    /// <summary>即办件: simple, decided on the spot or on the same day.</summary>
    Immediate,

    /// <summary>承诺件: needs review or a site visit, so the window promises a number of working days.</summary>
    Promised,

    /// <summary>上报件: reviewed at this tier, decided by a higher one.</summary>
    Escalated,

    /// <summary>代理件: the street or community receives for the applicant and runs the errand.</summary>
    Agency,
}
