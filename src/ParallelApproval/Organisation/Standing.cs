using ErrorOr;
using ParallelApproval.Database;

namespace ParallelApproval.Organisation;

/// <summary>Who may change what of other people's (管理资格), by the book as it is under the registrar's lock.</summary>
internal static class Standing
{
    /// <summary>
    /// Why he may not change accounts; null for a system or security administrator whose account is open at this moment.
    /// </summary>
    public static Error? StandingOf(this OfficerRegister officers, Act act) =>
        officers.Find(act.UserName) is { IsEnabled: true } actor && (actor.Is(Role.Administrator) || actor.Is(Role.SecurityAdministrator))
            ? null
            : OrganisationRefusals.AdministratorNeeded();

    /// <summary>Whether he may arrange absences of that officer: his own, or as manager or administrator.</summary>
    public static bool MayArrangeFor(this OfficerRegister officers, Act act, Guid absent) =>
        officers.Find(act.UserName) is { } actor && (actor.Id == absent || actor.Is(Role.Manager) || actor.Is(Role.Administrator));
}
