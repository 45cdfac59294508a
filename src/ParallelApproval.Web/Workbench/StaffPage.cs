using ErrorOr;
using Microsoft.AspNetCore.Components;
using ParallelApproval.Inputs;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Workbench;

/// <summary>
/// What every interactive page of the staff has at hand (工作人员页面): who sits there, errands, news, and a token that ends when the page is
/// left.
/// </summary>
public abstract class StaffPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _left = new();
    private readonly List<IDisposable> _subscriptions = [];
    private readonly bool _english = ReaderLanguage.IsEnglish;

    // Taken while there is one: a page may be left before its first reading asks for it.
    protected StaffPage() => Left = _left.Token;

    [Inject]
    private Occupant Occupant { get; set; } = null!;

    [Inject]
    private LiveNews News { get; set; } = null!;

    [Inject]
    private ILoggerFactory Logs { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    /// <summary>The officer of this moment.</summary>
    private protected Caller Caller => Occupant.Officer;

    /// <summary>One act of his, now; for reading. Commands go through an <see cref="Errand"/>.</summary>
    private protected Database.Act Act => Occupant.Act();

    /// <summary>Is cancelled when the page is left; for queries, never for commands.</summary>
    protected CancellationToken Left { get; }

    private protected bool May<T>() => May(Verb.Of<T>());

    private protected bool May(Verb verb) => Occupant.May(verb);

    /// <summary>An errand of this page; kept in a field, so that it keeps its key.</summary>
    /// <param name="once">Whether it is spent when done; for forms that are left then, and whose key is kept with a draft.</param>
    private protected Errand NewErrand<T>(bool once = false) => NewErrand(Verb.Of<T>(), once);

    private protected Errand NewErrand(Verb verb, bool once = false) =>
        new(Occupant, verb, StateHasChanged, Logs.CreateLogger(GetType()), once);

    /// <summary>What the house would refuse of a command as it is typed so far.</summary>
    private protected IReadOnlyList<Error> Judged<T>(T command)
        where T : notnull => Validators.Check(command, Clock.OfficialToday());

    /// <summary>
    /// Calls back on the page's own thread, in its reader's language, whenever something happened that the topic covers. Ask for it before
    /// the first reading: what is committed between the two would never be seen.
    /// </summary>
    private protected void Listen(NewsTopic topic, Func<Task> onNews) =>
        _subscriptions.Add(News.Subscribe(topic, () => _left.IsCancellationRequested
                    ? Task.CompletedTask
                    : InvokeAsync(async () =>
                    {
                        ReaderLanguage.Set(_english);
                        await onNews();
                        StateHasChanged();
                    })));

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends queries and subscriptions.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _left.IsCancellationRequested)
            return;
        _left.Cancel();
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
        _left.Dispose();
    }
}
