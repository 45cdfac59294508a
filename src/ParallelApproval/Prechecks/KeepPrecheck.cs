using System.Text.Json;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Prechecks;

/// <summary>暂存: what was typed is kept, half or wrong as it may be.</summary>
/// <param name="Typed">Names of inputs and what stands in them.</param>
public sealed record KeepPrecheck(PrecheckNumber Precheck, IReadOnlyDictionary<string, string> Typed)
{
    private const int MostCharacters = 100_000;

    /// <summary>As it is kept; null when it is more than a form can hold.</summary>
    internal string? Written() =>
        Typed.Values.All(PlainText.Is) && JsonSerializer.Serialize(Typed, HouseJson.Options) is { Length: <= MostCharacters } written
            ? written
            : null;
}

internal sealed class KeepPrecheckValidator : AbstractValidator<KeepPrecheck>
{
    public KeepPrecheckValidator() =>
        RuleFor(command => command).Must(command => command.Written() is not null, PrecheckRefusals.TooMuchTyped);
}

/// <inheritdoc cref="KeepPrecheck"/>
public sealed class KeepPrecheckHandler(PrecheckStore store, PrecheckSettings settings) : Handler<KeepPrecheck, Precheck>
{
    protected override Task<ErrorOr<Precheck>> CarryOutAsync(KeepPrecheck command, Act act, CancellationToken cancellation) =>
        store.OwnAsync<Precheck>(
            command.Precheck,
            PrecheckVerb.KeepPrecheck,
            (_, found) =>
            {
                found.Typed = command.Written()!;
                found.Touch(act.Today.AddDays(settings.KeepDays));
                return Task.FromResult<ErrorOr<Precheck>>(found);
            },
            cancellation
        );
}
