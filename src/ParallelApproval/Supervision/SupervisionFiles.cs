using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Installations;

namespace ParallelApproval.Supervision;

/// <summary>
/// The files in which cards and orders lie: that of the case, or, for what concerns no single case, the centre's own file of the day, which
/// is opened when it is first needed. Either way the row, the event and its link of the chain are one transaction.
/// </summary>
public sealed class SupervisionFiles(CaseStore store, InstallationRegister installation)
{
    /// <summary>The centre's own file of a day.</summary>
    public CaseNumber OfCentre(DateOnly day) => CaseNumber.OfCentre(installation.Region, day);

    /// <summary>
    /// Carries out one command of supervision on one file; refuses the centre's own where nobody has said whose centre it is.
    /// </summary>
    internal Task<ErrorOr<T>> WorkOnAsync<T>(
        CaseNumber number,
        Act act,
        Func<CaseFile, ErrorOr<T>> decide,
        CancellationToken cancellation
    ) =>
        number.IsOfCentre && installation.SetUp() is { IsError: true } wanting ? Task.FromResult<ErrorOr<T>>(wanting.Errors)
        : number.IsOfCentre ? store.WorkOnOrBeginAsync(number, act, decide, cancellation, Contents.WithAnnexes)
        : store.WorkOnAsync(number, act, decide, cancellation, Contents.WithAnnexes);
}
