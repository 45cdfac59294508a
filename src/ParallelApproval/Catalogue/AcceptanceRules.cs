namespace ParallelApproval.Catalogue;

/// <summary>What happens when nobody answers a correction notice in time (逾期未补正); local rules differ, the law says nothing.</summary>
public enum OnSupplementTimeout
{
    /// <summary>视为撤回: taken as withdrawn.</summary>
    Withdrawn,

    /// <summary>不予受理: not accepted.</summary>
    NotAccepted,

    /// <summary>不予许可: refused.</summary>
    Refused,
}

/// <summary>What happens when a deferred paper does not come in as promised (容缺逾期).</summary>
public enum OnDeferralTimeout
{
    /// <summary>撤销受理: the acceptance is taken back, with reasons.</summary>
    RevokeAcceptance,

    /// <summary>视为撤回.</summary>
    Withdrawn,

    /// <summary>不予许可.</summary>
    Refused,
}

/// <summary>
/// What the absence of a department from a joint site visit (联合踏勘) means. Whatever it means, there is no other visit for it.
/// </summary>
public enum OnVisitAbsence
{
    /// <summary>The department decides from the papers and the record of the others, and answers for it.</summary>
    DecidesFromRecord,

    /// <summary>缺席默认: its conclusion counts as no objection, and is shown as such.</summary>
    NoObjection,
}

/// <summary>
/// 告知承诺: the centre tells the conditions, the applicant promises in writing to meet them, and the decision is made at once. Never where
/// national or public safety, ecology, or people's health or life are at stake (优化营商环境条例 and local rules).
/// </summary>
/// <param name="TouchesNoSafety">The designer states that none of these is at stake.</param>
/// <param name="Papers">Codes of the papers that the signed promise stands for.</param>
/// <param name="CheckDays">Working days after the decision within which it is checked whether the promise is kept.</param>
/// <param name="FixDays">Working days to put right what the check found, before the grant is revoked.</param>
public sealed record CommitmentRule(bool TouchesNoSafety, IReadOnlyList<string> Papers, int CheckDays = 60, int FixDays = 10);
