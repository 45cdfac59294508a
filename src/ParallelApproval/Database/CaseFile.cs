using ParallelApproval.Identities;

namespace ParallelApproval.Database;

/// <summary>
/// The file of one case (案卷) as it lies on the desk during one command: its cover with the head of the audit chain, and one drawer
/// for each room that keeps something in it. What a command changes stays in the drawers until the cabinet puts the file back.
/// </summary>
public sealed class CaseFile
{
    private readonly IDrawer[] _drawers;

    internal CaseFile(CaseNumber number, Act act, IDrawer[] drawers, bool isNew)
    {
        Number = number;
        Act = act;
        IsNew = isNew;
        _drawers = drawers;
    }

    public CaseNumber Number { get; }

    /// <summary>Who has the file on the desk, and when.</summary>
    public Act Act { get; internal set; }

    /// <summary>True while the case is being received: nothing of it is stored yet.</summary>
    public bool IsNew { get; internal set; }

    /// <summary>How many events the chain holds.</summary>
    public int EventCount { get; internal set; }

    /// <summary>Hash of the last event; 32 zero bytes before the first.</summary>
    public byte[] LastHash { get; internal set; } = new byte[32];

    internal IReadOnlyList<IDrawer> Drawers => _drawers;

    /// <summary>The drawer of that kind.</summary>
    /// <exception cref="InvalidOperationException">The room has not registered its drawer.</exception>
    public T Drawer<T>() where T : class, IDrawer
    {
        foreach (var drawer in _drawers)
            if (drawer is T found) return found;
        throw new InvalidOperationException($"No drawer {typeof(T).Name} in the file: register it in the room's set-up.");
    }
}
