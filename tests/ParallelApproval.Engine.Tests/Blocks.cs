namespace ParallelApproval.Engine.Tests;

/// <summary>
/// A block-structured process, and the small reference model of what it should do. It is drawn as a flowchart for the engine and
/// interpreted here by its tree, without tokens or graphs.
/// </summary>
internal abstract class Block
{
    public abstract void Enter();

    /// <summary>Ids of activities that wait.</summary>
    public abstract IEnumerable<string> Waiting();

    /// <summary>An activity of this block was completed; true when the block has it.</summary>
    public abstract bool Complete(string id, string outcome);

    /// <summary>Ended: its last token left it (or died, <see cref="IsDead"/>).</summary>
    public bool HasEnded { get; protected set; }

    /// <summary>Ended without going on: a branch that was refused, a join that was skipped.</summary>
    public bool IsDead { get; protected set; }

    /// <summary>Draws the block behind the arrows <paramref name="from"/> and gives back the arrows that lead out of it.</summary>
    public abstract List<string> Draw(Drawing drawing, List<string> from);

    public static void Connect(Drawing drawing, List<string> from, string to)
    {
        foreach (var arrow in from)
            drawing.Arrow(arrow, to);
    }

    /// <summary>Random block of about that size; <paramref name="counter"/> names the activities.</summary>
    public static Block Make(Random random, int size, ref int counter, int depth = 0)
    {
        if (size <= 1 || depth > 5)
            return new Work($"w{++counter}", random.Next(4) == 0);
        switch (random.Next(5))
        {
            case 0:
                return new InTurn([Make(random, size / 2, ref counter, depth + 1), Make(random, size - size / 2, ref counter, depth + 1)]);
            case 1:
                return new Choice(
                    $"x{++counter}",
                    Make(random, size / 2, ref counter, depth + 1),
                    Make(random, size / 2, ref counter, depth + 1)
                );
            case 2:
                return new Again($"l{++counter}", Make(random, size - 1, ref counter, depth + 1));
            default:
                var count = random.Next(2, Math.Min(12, Math.Max(3, size)) + 1);
                var id = ++counter;
                var mode = ((string[])["WaitAll", "WaitAllActive", "WaitAny", "Stream", "Converge", "Race"])[random.Next(6)];
                var branches = new List<Block>();
                for (var i = 0; i < count; i++)
                    branches.Add(Make(random, Math.Max(1, (size - 1) / count), ref counter, depth + 1));
                return new Together($"p{id}", mode, branches);
        }
    }
}

/// <summary>One department; if it <paramref name="mayRefuse"/>, its refusal leads nowhere.</summary>
internal sealed class Work(string id, bool mayRefuse) : Block
{
    public bool MayRefuse => mayRefuse;

    public override void Enter() => HasEnded = IsDead = false;

    public override IEnumerable<string> Waiting() => HasEnded ? [] : [id];

    public override bool Complete(string other, string outcome)
    {
        if (other != id || HasEnded)
            return false;
        (HasEnded, IsDead) = (true, outcome == "Refused" && mayRefuse);
        return true;
    }

    public override List<string> Draw(Drawing drawing, List<string> from)
    {
        drawing.Approval(id);
        Connect(drawing, from, id);
        return mayRefuse ? [id] : [id, id + ":Refused"];
    }
}

internal sealed class InTurn(List<Block> parts) : Block
{
    private int _at;

    public override void Enter()
    {
        (HasEnded, IsDead, _at) = (false, false, 0);
        parts[0].Enter();
    }

    public override IEnumerable<string> Waiting() => HasEnded ? [] : parts[_at].Waiting();

    public override bool Complete(string id, string outcome)
    {
        if (HasEnded || !parts[_at].Complete(id, outcome))
            return false;
        if (!parts[_at].HasEnded)
            return true;
        if (parts[_at].IsDead)
            HasEnded = IsDead = true;
        else if (++_at == parts.Count)
            HasEnded = true;
        else
            parts[_at].Enter();
        return true;
    }

    public override List<string> Draw(Drawing drawing, List<string> from) =>
        parts.Aggregate(from, (arrows, part) => part.Draw(drawing, arrows));
}

internal sealed class Choice(string id, Block approved, Block refused) : Block
{
    private Block? _taken;

    public override void Enter() => (HasEnded, IsDead, _taken) = (false, false, null);

    public override IEnumerable<string> Waiting() => HasEnded ? [] : _taken?.Waiting() ?? [id];

    public override bool Complete(string other, string outcome)
    {
        if (HasEnded)
            return false;
        if (_taken is null)
        {
            if (other != id)
                return false;
            _taken = outcome == "Approved" ? approved : refused;
            _taken.Enter();
            return true;
        }
        if (!_taken.Complete(other, outcome))
            return false;
        (HasEnded, IsDead) = (_taken.HasEnded, _taken.IsDead);
        return true;
    }

    public override List<string> Draw(Drawing drawing, List<string> from)
    {
        drawing.Approval(id).Line("m" + id);
        Connect(drawing, from, id);
        Connect(drawing, approved.Draw(drawing, [id]), "m" + id);
        Connect(drawing, refused.Draw(drawing, [id + ":Refused"]), "m" + id);
        return ["m" + id];
    }
}

internal sealed class Again(string id, Block body) : Block
{
    private bool _asking;

    public override void Enter()
    {
        (HasEnded, IsDead, _asking) = (false, false, false);
        body.Enter();
    }

    public override IEnumerable<string> Waiting() =>
        HasEnded ? []
        : _asking ? [id]
        : body.Waiting();

    public override bool Complete(string other, string outcome)
    {
        if (HasEnded)
            return false;
        if (_asking)
        {
            if (other != id)
                return false;
            if (outcome == "Correction")
                Enter();
            else
                HasEnded = true;
            return true;
        }
        if (!body.Complete(other, outcome))
            return false;
        if (body.HasEnded)
            (HasEnded, IsDead, _asking) = (body.IsDead, body.IsDead, !body.IsDead);
        return true;
    }

    public override List<string> Draw(Drawing drawing, List<string> from)
    {
        drawing.Line("h" + id).Approval(id);
        Connect(drawing, from, "h" + id);
        Connect(drawing, body.Draw(drawing, ["h" + id]), id);
        drawing.Arrow(id + ":Correction", "h" + id);
        return [id, id + ":Refused"];
    }
}

internal sealed class Together(string id, string mode, List<Block> branches) : Block
{
    public override void Enter()
    {
        HasEnded = IsDead = false;
        foreach (var branch in branches)
            branch.Enter();
    }

    public override IEnumerable<string> Waiting() => HasEnded ? [] : branches.SelectMany(b => b.Waiting());

    public override bool Complete(string other, string outcome)
    {
        if (HasEnded || branches.Find(b => b.Complete(other, outcome)) is not { } branch)
            return false;
        if (mode is "WaitAny" or "Race" && branch is { HasEnded: true, IsDead: false })
            HasEnded = true;
        else if (branches.TrueForAll(b => b.HasEnded))
        {
            HasEnded = true;
            IsDead = mode is "WaitAll" or "Converge" ? branches.Exists(b => b.IsDead) : branches.TrueForAll(b => b.IsDead);
        }
        return true;
    }

    public override List<string> Draw(Drawing drawing, List<string> from)
    {
        drawing.Line("f" + id);
        Connect(drawing, from, "f" + id);
        if (mode is "Stream" or "Converge" or "Race")
            drawing.Line("j" + id, mode);
        else
            drawing.Join("j" + id, mode);
        foreach (var branch in branches)
        {
            var arrows = branch.Draw(drawing, ["f" + id]);
            if (arrows.Count == 1)
            {
                Connect(drawing, arrows, "j" + id);
                continue;
            }
            // Two ports of one activity exclude each other: a join of all must see them as one arrow.
            drawing.Line("o" + arrows[0]);
            Connect(drawing, arrows, "o" + arrows[0]);
            drawing.Arrow("o" + arrows[0], "j" + id);
        }
        return ["j" + id];
    }
}
