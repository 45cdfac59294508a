using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Database;
using ParallelApproval.Refusals;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Workbench;

/// <summary>
/// One thing that somebody at a screen is about to have done (办理动作): it is done once, however often he presses, and what is refused is told
/// in his language beside the field. The command goes to the same handler as from the API, under the same table of authority.
/// </summary>
public sealed class Errand
{
    private readonly Occupant _occupant;
    private readonly Verb _verb;
    private readonly Action _changed;
    private readonly ILogger _log;

    /// <param name="occupant">Who acts.</param>
    /// <param name="verb">The row of the table that must allow it, asked anew at each attempt.</param>
    /// <param name="changed">Draws the page again.</param>
    /// <param name="log">Hears of faults, never of what was typed.</param>
    /// <param name="isOnce">Whether it is spent when done, e.g. because the page is left then.</param>
    internal Errand(Occupant occupant, Verb verb, Action changed, ILogger log, bool isOnce) =>
        (_occupant, _verb, _changed, _log, _isOnce) = (occupant, verb, changed, log, isOnce);

    private static readonly TimeSpan OnePress = TimeSpan.FromSeconds(1);

    private readonly bool _isOnce;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private (byte[] Hash, long At)? _done;

    /// <summary>
    /// The idempotency key of this form (幂等键). It stays the same until the thing is done, so that a form sent again after a lost connection
    /// is answered and not carried out again; a page that keeps drafts keeps it with them.
    /// </summary>
    public string Key { get; set; } = NewKey();

    public bool IsUnderWay { get; private set; }

    /// <summary>Why it was not done; empty before the first attempt and after success.</summary>
    public IReadOnlyList<Error> Faults { get; private set; } = [];

    /// <summary>How many attempts were refused; changes exactly when there are new faults to read.</summary>
    public int Refusals { get; private set; }

    /// <summary>
    /// Judges what is typed so far, by the validator that the house asks too; null where a form is judged only when it is sent.
    /// </summary>
    public Func<IReadOnlyList<Error>>? Judge { get; set; }

    /// <summary>What is wrong with the fields that somebody has written in, while he writes.</summary>
    public IReadOnlyList<Error> Doubts { get; private set; } = [];

    /// <summary>What is wrong with this field, in the reader's language; null when nothing is.</summary>
    /// <param name="field">The JSON path under which refusals name it, e.g. <c>applicant.idNumber</c>.</param>
    public string? At(string field)
    {
        var here = Faults
            .Concat(Doubts)
            .DistinctBy(fault => (fault.Code, RefusalTexts.Field(fault)))
            .Where(fault => RefusalTexts.Field(fault) == field)
            .Select(RefusalTexts.Sentence)
            .ToList();
        return here.Count == 0 ? null : string.Join(" ", here);
    }

    /// <summary>Whether something is wrong with this field.</summary>
    public bool IsAt(string field) => Faults.Concat(Doubts).Any(fault => RefusalTexts.Field(fault) == field);

    /// <summary>Whether it was refused for this reason.</summary>
    public bool WasRefusedFor(RefusalCode code) => Faults.Any(fault => fault.Is(code));

    /// <summary>The warning as confirmed, once he was told it and presses again; null before.</summary>
    public string[]? Confirmed(RefusalCode warning) => WasRefusedFor(warning) ? [warning.Name] : null;

    /// <summary>Takes the word about a field back, because its owner is mending it.</summary>
    public void Forget(string field) => Faults = [.. Faults.Where(fault => RefusalTexts.Field(fault) != field)];

    public void ForgetAll()
    {
        (Faults, Doubts) = ([], []);
        _written.Clear();
    }

    /// <summary>Somebody has written in this field: it is judged from now on, with every other he has written in.</summary>
    public void Written(string field)
    {
        if (Judge is null)
            return;
        _written.Add(field);
        Doubts = [.. Judge().Where(doubt => _written.Contains(RefusalTexts.Field(doubt)))];
        _changed();
    }

    /// <summary>Refuses without asking the house, e.g. what the page itself knows to be wrong.</summary>
    public void Refuse(params IReadOnlyList<Error> faults)
    {
        (Faults, Doubts, Refusals) = (faults, [], Refusals + 1);
        _changed();
    }

    /// <summary>
    /// Carries the command out. Null when it was refused (see <see cref="Faults"/>), and when this was but the second half of a double
    /// click; else the house's answer.
    /// </summary>
    public async Task<T?> RunAsync<TCommand, T>(TCommand command, Func<TCommand, Act, CancellationToken, Task<ErrorOr<T>>> house)
        where TCommand : notnull
        where T : class
    {
        var written = JsonSerializer.Serialize(command, HouseJson.Options);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(typeof(TCommand).FullName + "\n" + written));
        if (IsUnderWay || IsSamePress(hash))
            return null;
        var language = ReaderLanguage.IsEnglish;
        IsUnderWay = true;
        _changed();
        ErrorOr<T> outcome;
        try
        {
            // Not the page's own token: what was begun is finished even if its owner turns the page.
            outcome =
                _occupant.Caller is null ? FrontRefusals.SignInNeeded()
                : !_occupant.May(_verb) ? FrontRefusals.VerbNotAllowed()
                : written.Contains("\\u0000", StringComparison.Ordinal) && PlainText.FaultIn(JsonNode.Parse(written)) is { } field
                    ? PlainText.Refuse(field)
                : await house(command, _occupant.Act(new(Key, hash)), CancellationToken.None);
        }
        catch (Exception fault)
        {
            _log.LogError(fault, "{Verb} by {Officer} failed.", _verb, _occupant.Caller?.Officer.UserName);
            outcome = FaultAnswer.Describe(fault);
        }
        finally
        {
            IsUnderWay = false;
        }

        ReaderLanguage.Set(language);
        return Conclude(outcome, hash);
    }

    // A form that is done is not done again by a press that was on its way; the same thing may be wanted again later.
    private bool IsSamePress(byte[] hash) =>
        _done is { } done
        && (_isOnce || (done.Hash.AsSpan().SequenceEqual(hash) && TimeProvider.System.GetElapsedTime(done.At) < OnePress));

    private T? Conclude<T>(ErrorOr<T> outcome, byte[] hash)
        where T : class
    {
        if (outcome.IsError)
        {
            Refuse(outcome.Errors);
            return null;
        }

        ForgetAll();
        _done = (hash, TimeProvider.System.GetTimestamp());
        if (!_isOnce)
            Key = NewKey();
        _changed();
        return outcome.Value;
    }

    private static string NewKey() => Guid.NewGuid().ToString("N");
}
