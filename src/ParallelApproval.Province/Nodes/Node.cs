namespace ParallelApproval.Province.Nodes;

/// <summary>How a server of a district is.</summary>
internal enum NodeState
{
    /// <summary>Nobody has asked it yet; it is given requests.</summary>
    Unasked,

    /// <summary>It can serve.</summary>
    Ready,

    /// <summary>
    /// Its database is full or only read: it is given requests where nobody is ready, and refuses by itself what it cannot store.
    /// </summary>
    Reads,

    /// <summary>It does not answer, or says that it cannot serve.</summary>
    Away,
}

/// <summary>A server of a district (节点), and what was last heard of it.</summary>
internal sealed class Node(string region, Uri address)
{
    /// <summary>
    /// So often a server may keep silent, one time after the other, before it counts as away: a slow one is not a dead one.
    /// </summary>
    private const int MostSilences = 3;

    private const string Silent = "silent";

    private readonly Lock _gate = new();
    private int _silences;
    private volatile string? _fault;
    private volatile int _state;

    public string Region => region;

    public Uri Address => address;

    /// <summary>As requests to it begin.</summary>
    public string Prefix { get; } = address.GetLeftPart(UriPartial.Authority);

    public NodeState State => (NodeState)_state;

    /// <summary>Why it is not ready: a word of <c>/health/ready</c>, <c>refused</c>, <c>silent</c> or <c>wrongDistrict</c>.</summary>
    public string? Fault => _fault;

    /// <summary>It says nothing any more, though nobody refuses the connection: frozen, or its network is gone.</summary>
    public bool HasFallenSilent => State is NodeState.Away && _fault == Silent;

    /// <summary>One question at a time.</summary>
    public bool IsBeingAsked { get; set; }

    /// <summary>It has answered, or refused the connection.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Is(NodeState state, string? fault = null)
    {
        lock (_gate)
        {
            _silences = 0;
            if (State == state && _fault == fault)
                return false;
            (_state, _fault) = ((int)state, fault);
            return true;
        }
    }

    /// <summary>It has not answered in time.</summary>
    /// <returns>Whether it counts as away from now on.</returns>
    public bool IsSilent()
    {
        lock (_gate)
        {
            if (++_silences < MostSilences || HasFallenSilent)
                return false;
            (_state, _fault) = ((int)NodeState.Away, Silent);
            return true;
        }
    }
}
