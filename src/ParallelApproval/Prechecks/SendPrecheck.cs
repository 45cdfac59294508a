using ErrorOr;
using FluentValidation;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Inputs;

namespace ParallelApproval.Prechecks;

/// <summary>
/// 提交预审: what was filled in goes to the window's list. It is held against everything against which the window holds an application; papers
/// may be missing, the window says what is wanted.
/// </summary>
/// <param name="Application">What was typed, read as the window reads it.</param>
/// <param name="Typed">The same as it was typed.</param>
public sealed record SendPrecheck(PrecheckNumber Precheck, Application Application, IReadOnlyDictionary<string, string> Typed);

internal sealed class SendPrecheckValidator : AbstractValidator<SendPrecheck>
{
    public SendPrecheckValidator() =>
        RuleFor(command => command.Application).SetValidator(new ApplicationValidator()).OverridePropertyName("");
}

/// <inheritdoc cref="SendPrecheck"/>
public sealed class SendPrecheckHandler(PrecheckStore store, CatalogueRegister catalogue, PrecheckSettings settings)
    : Handler<SendPrecheck, PrecheckState>
{
    protected override IEnumerable<Error> Misfits(SendPrecheck command, Act act) =>
        catalogue.InForce(command.Application.ItemCode, act.Today) is { } item ? FormRules.Check(item, command.Application.Form) : [];

    protected override async Task<ErrorOr<PrecheckState>> CarryOutAsync(SendPrecheck command, Act act, CancellationToken cancellation)
    {
        if (catalogue.InForce(command.Application.ItemCode, act.Today) is not { } item)
            return CaseRefusals.UnknownItem(command.Application.ItemCode);
        var branches = command.Application.ChooseBranches(item);
        if (branches.IsError)
            return branches.Errors;
        if (new KeepPrecheck(command.Precheck, command.Typed).Written() is not { } written)
            return PrecheckRefusals.TooMuchTyped();
        return await store.ActAsync(
            command.Precheck,
            PrecheckVerb.SendPrecheck,
            act,
            revision: null,
            (_, found) =>
            {
                if (found.ItemCode != item.ItemCode)
                    return PrecheckRefusals.AnotherItem(found);
                found.Typed = written;
                found.SentAt = act.At;
                found.Asked = [.. item.AskedFor(branches.Value).Select(paper => paper.Code)];
                found.Move(PrecheckVerb.SendPrecheck, act.Today.AddDays(settings.KeepDays));
                return new PrecheckSent(found.Id.ToString(), found.ItemCode);
            },
            cancellation
        );
    }
}
