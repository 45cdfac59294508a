using ErrorOr;
using Npgsql;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>
/// 提示失效: a reminder lapses when what it warned of is over, that is when its branch has a result or its case is closed. Without it the wall
/// would show every reminder there ever was. Told again, it changes nothing.
/// </summary>
internal sealed class LapseCards(NpgsqlDataSource source, SupervisionFiles files, TimeProvider time) : IListener
{
    private const string WithReminders = "SELECT DISTINCT case_key FROM supervision_cards WHERE case_key = ANY ($1) AND status = 'Told'";

    public string Name => "lapsing-cards";

    public IReadOnlyCollection<Type> Kinds { get; } =
    [
        typeof(BranchDecided),
        typeof(BranchBlocked),
        typeof(BranchWithdrawn),
        typeof(ConsentDeemed),
        typeof(GrantDeemed),
        typeof(RenewalDeemed),
        typeof(SentUp),
        typeof(CaseFinished),
        typeof(CaseDeclined),
        typeof(CaseWithdrawn),
    ];

    /// <exception cref="InvalidOperationException">A file could not be had, for example because somebody works on it; it is told
    /// again.</exception>
    public async Task HearAsync(IReadOnlyList<Heard> batch, CancellationToken cancellation)
    {
        foreach (var number in await RemindedAsync([.. batch.Select(heard => heard.Case.Key).Distinct()], cancellation))
            if (await files.WorkOnAsync(number, Act.OfSystem(time), Lapse, cancellation) is { IsError: true } failed)
                throw new InvalidOperationException(failed.FirstError.Description);
    }

    /// <summary>Lapses whatever is over in a file that lies open.</summary>
    internal static ErrorOr<int> Lapse(CaseFile file)
    {
        var over = file.Cards.Where(card => card.Status is CardStatus.Told && IsOver(file, card.Branch)).ToList();
        foreach (var card in over)
            Lapse(file, card);
        return over.Count;
    }

    /// <summary>Lapses one.</summary>
    internal static void Lapse(CaseFile file, Card card)
    {
        file.Put(card with { Status = CardStatus.Lapsed, LookAgainAt = null });
        file.Record(new CardLapsed(card.Number.ToString(), card.Branch));
    }

    /// <summary>Whether there is nothing left to warn of; the centre's own file is never over.</summary>
    internal static bool IsOver(CaseFile file, int branch) =>
        !file.Number.IsOfCentre
        && (file.Case.Status.IsClosed() || file.Branches.Any(part => part.Number == branch && part.Status.IsSettled()));

    private async Task<List<CaseNumber>> RemindedAsync(long[] cases, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(WithReminders);
        ask.Parameters.Add(Statements.Value(cases));
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        var found = new List<CaseNumber>();
        while (await rows.ReadAsync(cancellation))
            found.Add(new(rows.GetInt64(0)));
        return found;
    }
}
