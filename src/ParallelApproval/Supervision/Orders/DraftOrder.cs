using ErrorOr;
using FluentValidation;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 草拟督办单: a supervisor or the centre's management writes an order, by hand, on a leader's note, from a complaint, a bad rating, a card or a
/// spot check.
/// </summary>
/// <param name="Case">The case it concerns; null when it concerns none or follows from the card.</param>
/// <param name="Card">The card it comes from; it lies in the same file.</param>
/// <param name="Department">Who must act; null for the department of the card.</param>
/// <param name="Officer">The person responsible, an account of the department; null when its head says who.</param>
/// <param name="Days">Working days from issue; null for the usual ones.</param>
[Authority("Draft an order", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
public sealed record DraftOrder(
    OrderKind Kind,
    string? Department,
    string Facts,
    string Demand,
    CaseNumber? Case = null,
    CardNumber? Card = null,
    int? Branch = null,
    OrderLevel Level = OrderLevel.Ordinary,
    string? Officer = null,
    string? Basis = null,
    string? Source = null,
    int? Days = null,
    string[]? CopyTo = null,
    string[]? Attachments = null
);

internal sealed class DraftOrderValidator : AbstractValidator<DraftOrder>
{
    private const int MostDays = 60;
    private const int MostNames = 20;

    public DraftOrderValidator()
    {
        RuleFor(command => command.Kind).Must(kind => kind is not OrderKind.Automatic, SupervisionRefusals.AutomaticByHand);
        RuleFor(command => command.Department).IsCode();
        RuleFor(command => command.Officer).IsCode();
        RuleFor(command => command.Days)
            .Refuses((days, _) => days is < 1 or > MostDays ? SupervisionRefusals.DaysOutOfRange(days.Value, MostDays) : null);
        RuleFor(command => command.Facts).Given().IsOpinion();
        RuleFor(command => command.Demand).Given().IsOpinion();
        RuleFor(command => command.Basis).IsOpinion();
        RuleFor(command => command.Source).IsOpinion();
        RuleFor(command => command.CopyTo).HasAtMost(MostNames);
        RuleForEach(command => command.CopyTo).Given().IsLine(TextLengths.Line);
        RuleFor(command => command.Attachments).HasAtMost(MostNames);
        RuleForEach(command => command.Attachments).Given().IsLine(TextLengths.Line);
    }
}

/// <inheritdoc cref="DraftOrder"/>
public sealed class DraftOrderHandler(SupervisionFiles files, PointCatalogue points, OfficerRegister officers, Answerers answerers)
    : Handler<DraftOrder, SupervisionOrder>
{
    protected override Task<ErrorOr<SupervisionOrder>> CarryOutAsync(DraftOrder command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Card?.File ?? command.Case ?? files.OfCentre(act.Today), act, file => Draft(file, command), cancellation);

    private ErrorOr<SupervisionOrder> Draft(CaseFile file, DraftOrder command)
    {
        Card? card = null;
        if (command.Card is { } number && (card = file.FindCard(number)) is null)
            return SupervisionRefusals.NoSuchCard(number);
        var department = command.Department ?? card?.Department ?? "";
        if (officers.Department(department) is null)
            return SupervisionRefusals.UnknownDepartment(department);
        if (command.Officer is { } officer && !answerers.IsOf(officer, department))
            return SupervisionRefusals.NotAnOfficer(officer, department);
        if (Branch(file, command, card) is not { } branch)
            return Cases.CaseRefusals.UnknownBranch(command.Branch ?? 0, "");
        var days = command.Days ?? points.Settings.OrderDays;

        var order = file.Put(
            Words(command) with
            {
                CopyTo = [.. Names(command.CopyTo).Select(Copied).Distinct(StringComparer.Ordinal)],
                Number = new(file.Number, file.Section<OrderSection>().NextRunning),
                Card = card?.Number.Running,
                Branch = branch,
                Department = department,
                Officer = command.Officer ?? card?.Officer,
                Days = days,
                Drafted = OrderLifecycle.Stamp(file),
            }
        );
        file.Record(new OrderDrafted(order.Number.ToString(), order.Branch, order.Kind, order.Department, order.Facts, order.Demand));
        return order;
    }

    private static int? Branch(CaseFile file, DraftOrder command, Card? card)
    {
        if (command.Branch is not { } branch)
            return card?.Branch ?? 0;
        return !file.Number.IsOfCentre && file.FindBranch(branch) is not null ? branch : null;
    }

    private static SupervisionOrder Words(DraftOrder command) =>
        new()
        {
            Kind = command.Kind,
            Level = command.Level,
            Facts = command.Facts.Trim(),
            Demand = command.Demand.Trim(),
            Basis = Said.Or(command.Basis),
            Source = Said.Or(command.Source),
            Attachments = Names(command.Attachments),
            Department = "",
            Days = 0,
            Drafted = new("", default),
        };

    // A body of the district goes by its code, and is told when the order is issued; any other by the name that was given.
    private string Copied(string name) =>
        officers
            .Departments.FirstOrDefault(body =>
                body.ClosedOn is null
                && (
                    string.Equals(body.Code, name, StringComparison.OrdinalIgnoreCase)
                    || body.Name == name
                    || string.Equals(body.NameEn, name, StringComparison.OrdinalIgnoreCase)
                )
            )
            ?.Code
        ?? name;

    private static string[] Names(string[]? names) => [.. (names ?? []).Select(name => name.Trim())];
}
