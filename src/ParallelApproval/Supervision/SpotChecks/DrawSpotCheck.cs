using System.Security.Cryptography;
using ErrorOr;
using FluentValidation;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 抽取案卷: draws so many cases of a period at random, by a seed that nobody chooses and nobody knows beforehand: who could choose it would
/// choose the cases.
/// </summary>
[Authority("Draw cases of a period at random, by a seed that is kept", Role.Supervisor, InDistrictOnly = true)]
public sealed record DrawSpotCheck(DateOnly From, DateOnly To, int Count, SpotCheckScope Scope = SpotCheckScope.All);

internal sealed class DrawSpotCheckValidator : AbstractValidator<DrawSpotCheck>
{
    private const int Most = 200;

    public DrawSpotCheckValidator()
    {
        RuleFor(command => command)
            .Refuses((command, _) => command.To < command.From ? SupervisionRefusals.PeriodBackwards(command.From, command.To) : null);
        RuleFor(command => command.Count)
            .Refuses((count, _) => count is < 1 or > Most ? SupervisionRefusals.CountOutOfRange(count, Most) : null);
    }
}

/// <inheritdoc cref="DrawSpotCheck"/>
public sealed class DrawSpotCheckHandler(SupervisionFiles files, NpgsqlDataSource source, InstallationRegister installation)
    : Handler<DrawSpotCheck, SpotCheck>
{
    protected override Task<ErrorOr<SpotCheck>> CarryOutAsync(DrawSpotCheck command, Act act, CancellationToken cancellation) =>
        DrawAsync(command, act, BitConverter.ToInt64(RandomNumberGenerator.GetBytes(8)) & long.MaxValue, cancellation);

    /// <summary>The act itself by a seed that is told: the same seed draws the same cases again.</summary>
    internal async Task<ErrorOr<SpotCheck>> DrawAsync(DrawSpotCheck command, Act act, long seed, CancellationToken cancellation)
    {
        var drawn = await SeekAsync(command, seed, cancellation);
        return await files.WorkOnAsync(files.OfCentre(act.Today), act, file => Keep(file, command, seed, drawn), cancellation);
    }

    private static ErrorOr<SpotCheck> Keep(CaseFile file, DrawSpotCheck command, long seed, List<CaseNumber> drawn)
    {
        var section = file.Section<SpotCheckSection>();
        var check = new SpotCheck(
            new(file.Number, section.NextRunning),
            command.From,
            command.To,
            command.Scope,
            command.Count,
            seed,
            drawn,
            file.Act.UserName,
            file.Act.At
        );
        section.Put(check);
        file.Record(
            new SpotCheckDrawn(
                check.Number.ToString(),
                check.From,
                check.To,
                check.Scope,
                seed,
                [.. drawn.Select(number => number.ToString())]
            )
        );
        return check;
    }

    private Task<List<CaseNumber>> SeekAsync(DrawSpotCheck command, long seed, CancellationToken cancellation) =>
        source.ReadAsync(
            CaseReading.Draw(
                CaseNumber.Of(installation.Region, command.From, 1),
                CaseNumber.Of(installation.Region, command.To, CaseNumber.MostADay),
                command.Scope switch
                {
                    SpotCheckScope.Open => true,
                    SpotCheckScope.Finished => false,
                    _ => null,
                },
                seed,
                command.Count
            ),
            cancellation
        );
}
