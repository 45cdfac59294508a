using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Installations;

/// <summary>
/// 设置本机构: says whom this house serves. Before the first case at once; after it, once a second person has entered the same.
/// </summary>
/// <param name="ExpectedRevision">0 for the first time, else the state that was looked at.</param>
[Authority("Set the installation up, or change it together with a second administrator", Role.Administrator, InDistrictOnly = true)]
public sealed record SetUpInstallation(Installation Installation, int ExpectedRevision);

/// <summary>A person entered whom the house serves.</summary>
/// <param name="InForce">False while a second person has yet to enter the same.</param>
public sealed record InstallationEntered(
    string Region,
    string District,
    string Centre,
    string DocumentPrefix,
    string? PublicAddress,
    int Revision,
    bool InForce
) : HouseEvent;

/// <summary>What became of an entry.</summary>
/// <param name="Revision">The one it has, or will have once it is in force.</param>
/// <param name="InForce">False while a second person has yet to enter the same.</param>
/// <param name="EnteredBy">Who entered it first.</param>
public sealed record InstallationSetUp(Installation Installation, int Revision, bool InForce, string EnteredBy);

internal sealed class SetUpInstallationValidator : AbstractValidator<SetUpInstallation>
{
    public SetUpInstallationValidator() =>
        RuleFor(command => command.Installation).SetValidator(new InstallationValidator()).OverridePropertyName("");
}

/// <summary>
/// Refuses a malformed region, name, prefix or address, a word under which papers could bear the numbers of a body's own, a state that
/// somebody has changed meanwhile, and, once there is a case, another
/// region (<c>installation_region_fixed</c>): every number of a case begins with it, and cases are found and counted by their numbers.
/// Whoever enters something else takes the place of the entry that waits.
/// </summary>
public sealed class SetUpInstallationHandler(HouseStore house, OfficerRegister officers, IDocumentMarks marks)
    : Handler<SetUpInstallation, InstallationSetUp>
{
    protected override Task<ErrorOr<InstallationSetUp>> CarryOutAsync(SetUpInstallation command, Act act, CancellationToken cancellation) =>
        house.ActAsync(
            act,
            db => EnterAsync(db, command.Installation.Clean(), command.ExpectedRevision, act, cancellation),
            cancellation,
            oneAtATime: "installation"
        );

    private async Task<ErrorOr<Entry<InstallationSetUp>>> EnterAsync(
        ApprovalDbContext db,
        Installation wanted,
        int expected,
        Act act,
        CancellationToken cancellation
    )
    {
        var rows = await db.Set<InstallationVersion>().OrderBy(row => row.Revision).ToListAsync(cancellation);
        var (held, waiting) = (rows.LastOrDefault(row => row.InForceAt is not null), rows.Find(row => row.InForceAt is null));
        var revision = held?.Revision ?? 0;
        if (expected != revision)
            return OrganisationRefusals.ChangedMeanwhile(expected, revision);
        if (held?.Installation == wanted)
            return new Entry<InstallationSetUp>(new(wanted, revision, InForce: true, held.EnteredBy), []);
        var hasFiles = held is not null && await DatabaseSetup.HasFilesAsync(db, cancellation);
        if (hasFiles && held!.Installation.Region != wanted.Region)
            return Refusal.Input("region", RefusalCode.InstallationRegionFixed, ("region", held.Installation.Region));
        var words = officers.Departments.Select(body => body.DocumentMark).OfType<string>();
        if (words.FirstOrDefault(word => marks.Clash(word, wanted.DocumentPrefix)) is { } taken)
            return Refusal.Input("documentPrefix", RefusalCode.DocumentMarkClashes, ("word", wanted.DocumentPrefix), ("other", taken));
        var isSecond = waiting is not null && waiting.EnteredBy != act.UserName && waiting.Installation == wanted;
        var inForce = !hasFiles || isSecond;
        var row = waiting ?? New(db, revision + 1);
        if (!isSecond)
            (row.Content, row.EnteredBy, row.EnteredAt) = (InstallationVersion.Write(wanted), act.UserName, act.At.ToUniversalTime());
        else
            row.ConfirmedBy = act.UserName;
        row.InForceAt = inForce ? act.At.ToUniversalTime() : null;
        return new Entry<InstallationSetUp>(
            new(wanted, row.Revision, inForce, row.EnteredBy),
            new InstallationEntered(
                wanted.Region,
                wanted.District,
                wanted.Centre,
                wanted.DocumentPrefix,
                wanted.PublicAddress,
                row.Revision,
                inForce
            )
        )
        {
            Registers = inForce ? [InstallationRegister.Name] : [],
        };
    }

    private static InstallationVersion New(ApprovalDbContext db, int revision)
    {
        var row = new InstallationVersion
        {
            Revision = revision,
            Content = "",
            EnteredBy = "",
        };
        db.Add(row);
        return row;
    }
}
