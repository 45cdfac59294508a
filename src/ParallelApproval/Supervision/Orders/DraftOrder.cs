using ErrorOr;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Supervision;

/// <summary>
/// 草拟督办单: a supervisor or the centre's management writes an order, by hand, on a leader's note, from a complaint, a bad rating, a card or a spot check.
/// </summary>
/// <param name="Case">The case it concerns; null when it concerns none or follows from the card.</param>
/// <param name="Card">The card it comes from; it lies in the same file.</param>
/// <param name="Department">Who must act; null for the department of the card.</param>
/// <param name="Officer">The person responsible, an account of the department; null when its head says who.</param>
/// <param name="Days">Working days from issue; null for the usual ones.</param>
[Authority("Draft an order", Role.Supervisor, Role.Manager, InDistrictOnly = true)]
public sealed record DraftOrder(
    OrderKind Kind, string? Department, string Facts, string Demand, CaseNumber? Case = null, CardNumber? Card = null, int? Branch = null, OrderLevel Level = OrderLevel.Ordinary,
    string? Officer = null, string? Basis = null, string? Source = null, int? Days = null, string[]? CopyTo = null, string[]? Attachments = null);

/// <inheritdoc cref="DraftOrder"/>
public sealed class DraftOrderHandler(SupervisionFiles files, PointCatalogue points, OfficerRegister officers, Answerers answerers)
{
    private const int MostDays = 60;
    private const int MostNames = 20;

    public Task<ErrorOr<SupervisionOrder>> HandleAsync(DraftOrder command, Act act, CancellationToken cancellation) =>
        files.WorkOnAsync(command.Card?.File ?? command.Case ?? files.OfCentre(act.Today), act, file => Draft(file, command), cancellation);

    private ErrorOr<SupervisionOrder> Draft(CaseFile file, DraftOrder command)
    {
        if (command.Kind is OrderKind.Automatic) return SupervisionRefusals.AutomaticByHand();
        Card? card = null;
        if (command.Card is { } number && (card = file.FindCard(number)) is null) return SupervisionRefusals.NoSuchCard(number);
        var department = command.Department ?? card?.Department ?? "";
        if (officers.Department(department) is null) return SupervisionRefusals.UnknownDepartment(department);
        if (command.Officer is { } officer && !answerers.IsOf(officer, department)) return SupervisionRefusals.NotAnOfficer(officer, department);
        if (Branch(file, command, card) is not { } branch) return Cases.CaseRefusals.UnknownBranch(command.Branch ?? 0, "");
        var days = command.Days ?? points.Settings.OrderDays;
        if (days is < 1 or > MostDays) return SupervisionRefusals.DaysOutOfRange(days, MostDays);
        var words = Words(command);
        if (words.IsError) return words.Errors;

        var order = file.Put(words.Value with
        {
            Number = new(file.Number, file.Section<OrderSection>().NextRunning), Card = card?.Number.Running, Branch = branch, Department = department,
            Officer = command.Officer ?? card?.Officer, Days = days, Drafted = OrderLifecycle.Stamp(file),
        });
        file.Record(new OrderDrafted(order.Number.ToString(), order.Branch, order.Kind, order.Department, order.Facts, order.Demand));
        return order;
    }

    private static int? Branch(CaseFile file, DraftOrder command, Card? card)
    {
        if (command.Branch is not { } branch) return card?.Branch ?? 0;
        return !file.Number.IsOfCentre && file.FindBranch(branch) is not null ? branch : null;
    }

    private static ErrorOr<SupervisionOrder> Words(DraftOrder command)
    {
        var (facts, demand) = (Said.Required(command.Facts, "facts"), Said.Required(command.Demand, "demand"));
        var (basis, source) = (Said.Optional(command.Basis, "basis"), Said.Optional(command.Source, "source"));
        var (copyTo, attachments) = (Names(command.CopyTo, "copyTo"), Names(command.Attachments, "attachments"));
        List<Error> faults =
            [.. facts.ErrorsOrEmptyList, .. demand.ErrorsOrEmptyList, .. basis.ErrorsOrEmptyList, .. source.ErrorsOrEmptyList, .. copyTo.ErrorsOrEmptyList, .. attachments.ErrorsOrEmptyList];
        if (faults.Count > 0) return faults;
        return new SupervisionOrder
        {
            Kind = command.Kind, Level = command.Level, Facts = facts.Value, Demand = demand.Value, Basis = basis.Value, Source = source.Value,
            CopyTo = copyTo.Value, Attachments = attachments.Value, Department = "", Days = 0, Drafted = new("", default),
        };
    }

    private static ErrorOr<string[]> Names(string[]? names, string field)
    {
        if (names?.Length > MostNames) return SupervisionRefusals.TextTooLong(field, MostNames);
        var said = (names ?? []).Select(name => Said.Required(name, field)).ToList();
        return said.Exists(name => name.IsError) ? said.First(name => name.IsError).Errors : said.Select(name => name.Value).ToArray();
    }
}
