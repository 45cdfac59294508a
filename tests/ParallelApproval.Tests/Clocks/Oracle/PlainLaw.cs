namespace ParallelApproval.Clocks.Oracle;

/// <summary>
/// The law of time, played day by day and hour by hour, written from the law alone; it shares no line with the product. Each limit has a number
/// of days left, and every night takes one away that was a working day on which the limit did not stand still. At 17:00 the office closes: a
/// limit of which nothing is left has passed, unless something lawful keeps it standing still over the night.
/// </summary>
internal sealed class PlainLaw
{
    private static readonly TimeSpan Closing = new(17, 0, 0);

    private HashSet<DateOnly> _works;
    private DateTime _now;

    public PlainLaw(IEnumerable<DateOnly> works, DateTime complete, int promised, int legal, IEnumerable<PartOfLaw> parts)
    {
        (_works, _now) = ([.. works], complete);
        Parts = [.. parts];
        Promise = new(false, promised, Today);
        Legal = new(true, legal, Today);
        foreach (var part in Parts.Where(part => part.Hard.Length == 0))
            part.Legal = new(true, part.LegalDays, Today);
    }

    private PlainLaw(PlainLaw other)
    {
        (_works, _now, IsDecided) = (other._works, other._now, other.IsDecided);
        (Promise, Legal, Parts) = (other.Promise.Copy(), other.Legal.Copy(), [.. other.Parts.Select(part => part.Copy())]);
    }

    public List<PartOfLaw> Parts { get; }

    public LimitOfLaw Promise { get; }

    public LimitOfLaw Legal { get; }

    public bool IsDecided { get; private set; }

    public DateOnly Today => DateOnly.FromDateTime(_now);

    private IEnumerable<LimitOfLaw> Limits =>
        Parts.SelectMany(part => new[] { part.Promise, part.Legal }).Append(Promise).Append(Legal).OfType<LimitOfLaw>();

    /// <summary>Every limit under its name: 0 is the case.</summary>
    public IEnumerable<(int Branch, LimitOfLaw Limit)> Named =>
        Parts
            .SelectMany(part => new[] { (part.Number, part.Promise), (part.Number, part.Legal) })
            .Append((0, Promise))
            .Append((0, Legal))
            .Where(named => named.Item2 is not null)
            .Select(named => (named.Item1, named.Item2!));

    public void Accept()
    {
        foreach (var part in Parts)
            (part.IsOpen, part.Promise) = (true, new(false, part.PromisedDays, Today));
    }

    public void GoTo(DateTime then)
    {
        while (true)
        {
            var close = _now.Date + Closing;
            if (_now < close)
            {
                if (then < close)
                    break;
                _now = close;
                CloseOffice();
            }

            if (then < _now.Date.AddDays(1))
                break;
            Night();
        }

        _now = then;
    }

    public bool Stop(int number, bool isLegalGround, int days)
    {
        var part = Parts[number - 1];
        if (part.IsSettled || part.IsStopped)
            return false;
        var meant = isLegalGround && part.Legal is not null ? [part.Promise!, part.Legal] : new[] { part.Promise! };
        if (meant.All(limit => limit.IsLate))
            return false;
        (part.IsStopped, part.IsLegalGround, part.StoppedOn, part.StopDaysLeft) = (true, isLegalGround, Today, days);
        foreach (var limit in meant)
            limit.Stands = !limit.IsLate;
        Follow();
        return true;
    }

    public bool Resume(int number)
    {
        var part = Parts[number - 1];
        if (part.IsSettled || !part.IsStopped)
            return false;
        End(part);
        Follow();
        return true;
    }

    public bool Extend(int number, int days) =>
        !(number > 0 && Parts[number - 1].IsSettled) && Lengthen(number == 0 ? Legal : Parts[number - 1].Legal, days);

    public bool MaySign(int number) =>
        Parts[number - 1] is { IsSettled: false, IsStopped: false } part && part.Hard.All(other => Parts[other - 1].HasSigned);

    public void Sign(int number)
    {
        var signed = Parts[number - 1];
        (signed.IsSettled, signed.HasSigned) = (true, true);
        foreach (
            var next in Parts.Where(part =>
                part.Hard.Contains(number) && !part.IsSettled && part.Hard.All(other => Parts[other - 1].HasSigned)
            )
        )
            next.Legal = new(true, next.LegalDays, Today)
            {
                Stands = next is { IsStopped: true, IsLegalGround: true } && next.Promise!.Stands,
            };
        Leave([signed]);
    }

    public void Withdraw(int number)
    {
        var gone = new List<PartOfLaw>();
        void Go(PartOfLaw part)
        {
            part.IsSettled = true;
            gone.Add(part);
            foreach (var next in Parts.Where(other => other.Hard.Contains(part.Number) && !other.IsSettled))
                Go(next);
        }

        Go(Parts[number - 1]);
        Leave(gone);
    }

    public void ChangeCalendar(IEnumerable<DateOnly> works)
    {
        var running = Named.Where(named => named.Limit is { IsEnded: false, IsLate: false }).ToList();
        var names = Named.ToList();
        var told = Dues();
        _works = [.. works];
        // Its own days have run out; it has not passed only because a later date was told.
        var livesOnItsWord = running
            .Select(named => named.Limit)
            .Where(limit => limit.Left.Count > 1 && limit.Left[0].Days - (CountsToday(limit) ? 1 : 0) <= 0)
            .ToHashSet();
        // What was told before has become a part of the date that was told last.
        foreach (var (_, limit) in running)
            limit.Left.RemoveRange(1, limit.Left.Count - 1);
        var computed = Dues();
        for (var i = 0; i < running.Count; i++)
        {
            var (branch, limit) = running[i];
            var at = names.FindIndex(named => named.Limit == limit);
            if (limit.IsLegal || (computed[at] >= told[at] && !livesOnItsWord.Contains(limit)))
                continue;
            // The told date stands: as many days as count until then, from today on.
            var play = new PlainLaw(this);
            var twin = play.Find(branch, legal: false);
            twin.Left.Clear();
            twin.Left.Add((Today, 10_000));
            play.GoTo(told[at].AddDays(1).ToDateTime(TimeOnly.MinValue));
            limit.Left.Add((Today, 10_000 - twin.Left[0].Days + (_works.Contains(told[at]) ? 0 : 1)));
        }
    }

    /// <summary>When each limit passes if nothing more is done, in the order of <see cref="Named"/>.</summary>
    public List<DateOnly> Dues()
    {
        var play = new PlainLaw(this);
        var limits = play.Named.Select(named => named.Limit).ToList();
        while (limits.Exists(limit => limit is { IsEnded: false, IsLate: false }))
            play.GoTo(play._now.Date.AddDays(1));
        return limits.ConvertAll(limit => limit.DueAtEnd ?? limit.PassedOn!.Value);
    }

    public int RemainingOf(LimitOfLaw limit) => limit.RemainingAtEnd ?? Remaining(limit);

    /// <summary>0 green, 1 blue, 2 yellow, 3 late.</summary>
    public int ColourOf(LimitOfLaw limit)
    {
        if (limit.IsLate)
            return 3;
        if (limit.IsEnded)
            return 0;
        var (left, days) = (Remaining(limit), limit.Allowed);
        if (days <= 3)
        {
            var hours =
                left * 7.0
                + (CountsToday(limit) && limit.Left.Exists(track => track.Days > 0) ? HoursToday() : 0)
                + (IsOfficeOpen(limit) ? 0 : 1e-6);
            return hours <= 4 ? 2
                : hours <= 7.0 * days * 0.3 + 1e-9 ? 1
                : 0;
        }

        var yellow = Math.Max(1, (int)Math.Floor(days * 0.1 + 1e-9));
        return left <= yellow ? 2
            : left <= Math.Max(yellow, (int)Math.Floor(days * 0.3 + 1e-9)) ? 1
            : 0;
    }

    private double HoursToday()
    {
        var hour = _now.TimeOfDay.TotalHours;
        return Math.Clamp(12 - hour, 0, 3) + Math.Clamp(17 - hour, 0, 4);
    }

    // While nobody is in the office as many hours are left as when it opens: the hour of the warning has not come before it does.
    private bool IsOfficeOpen(LimitOfLaw limit) => CountsToday(limit) && _now.TimeOfDay.TotalHours is ((>= 9 and < 12) or (>= 13 and < 17));

    private LimitOfLaw Find(int branch, bool legal) =>
        branch == 0 ? (legal ? Legal : Promise)
        : legal ? Parts[branch - 1].Legal!
        : Parts[branch - 1].Promise!;

    private int Remaining(LimitOfLaw limit)
    {
        if (limit.PassedOn is { } passed)
            return -Enumerable.Range(1, Math.Max(0, Today.DayNumber - passed.DayNumber)).Count(day => _works.Contains(passed.AddDays(day)));
        return limit.Left.Max(track => Math.Max(0, track.Days - (CountsToday(limit) && track.Since < Today ? 1 : 0)));
    }

    private bool CountsToday(LimitOfLaw limit) => _works.Contains(Today) && !limit.IsIdleToday && limit.Left[0].Since < Today;

    private bool Lengthen(LimitOfLaw? limit, int days)
    {
        if (limit is null or { IsEnded: true } or { IsLate: true } or { IsLonger: true })
            return false;
        (limit.IsLonger, limit.Allowed) = (true, limit.Allowed + days);
        for (var i = 0; i < limit.Left.Count; i++)
            limit.Left[i] = (limit.Left[i].Since, limit.Left[i].Days + days);
        return true;
    }

    private void Leave(List<PartOfLaw> parts)
    {
        foreach (var part in parts)
            if (part.IsStopped)
                End(part);
        IsDecided = Parts.TrueForAll(part => part.IsSettled);
        Follow();
        foreach (
            var limit in parts
                .SelectMany(part => new[] { part.Promise, part.Legal })
                .Concat(IsDecided ? [Promise, Legal] : [])
                .OfType<LimitOfLaw>()
        )
        {
            (limit.Stands, limit.IsHeld) = (false, false);
            (limit.RemainingAtEnd, limit.DueAtEnd) = (Remaining(limit), limit.PassedOn ?? Alone(limit));
            limit.IsEnded = true;
        }
    }

    // When it would have passed, if nothing stood in its way from now on.
    private DateOnly Alone(LimitOfLaw limit)
    {
        var twin = limit.Copy();
        var (day, isOpen) = (Today, _now.TimeOfDay < Closing);
        while (true)
        {
            var counts = _works.Contains(day) && !twin.IsIdleToday;
            if (isOpen && _works.Contains(day) && twin.Left.TrueForAll(track => track.Days - (counts && track.Since < day ? 1 : 0) <= 0))
                return day;
            Count(twin, day);
            (day, isOpen, twin.IsIdleToday) = (day.AddDays(1), true, false);
        }
    }

    private static void End(PartOfLaw part)
    {
        part.IsStopped = false;
        part.Promise!.Stands = false;
        part.Legal?.Stands = false;
    }

    // Who else stands still because of it.
    private void Follow()
    {
        var open = Parts.Where(part => part is { IsOpen: true, IsSettled: false }).ToList();
        var all = open.Count > 0 && open.TrueForAll(part => part.IsStopped);
        Promise.Stands = all && (Promise.Stands || !Promise.IsLate);
        Legal.Stands = all && open.TrueForAll(part => part.IsLegalGround) && (Legal.Stands || !Legal.IsLate);
        foreach (var (branch, limit) in Named.Where(named => named.Limit is { IsLegal: false, IsEnded: false }))
            limit.IsHeld = Holders(branch).Any() && (limit.IsHeld || !limit.IsLate);
    }

    private IEnumerable<PartOfLaw> Holders(int waiting) =>
        Parts.Where(part => part is { IsSettled: false, IsStopped: true, Promise.Stands: true } && Waits(part, waiting));

    private bool Waits(PartOfLaw stopped, int waiting) =>
        Parts.Exists(next =>
            !next.IsSettled && next.Hard.Contains(stopped.Number) && (waiting == 0 || next.Number == waiting || Waits(next, waiting))
        );

    private bool OverNight(PartOfLaw part) => part.StopDaysLeft - (_works.Contains(Today) && part.StoppedOn < Today ? 1 : 0) > 0;

    private bool StandsOverNight(int branch, LimitOfLaw limit)
    {
        if (limit.IsHeld && Holders(branch).Any(OverNight))
            return true;
        if (!limit.Stands)
            return false;
        return branch == 0 ? Parts.Where(part => part is { IsOpen: true, IsSettled: false }).All(OverNight) : OverNight(Parts[branch - 1]);
    }

    private void CloseOffice()
    {
        if (!_works.Contains(Today))
            return;
        foreach (var (branch, limit) in Named.ToList())
        {
            if (limit.IsEnded || limit.IsLate || StandsOverNight(branch, limit))
                continue;
            if (limit.Left.TrueForAll(track => track.Days - (!limit.IsIdleToday && track.Since < Today ? 1 : 0) <= 0))
                limit.PassedOn = Today;
        }
    }

    private void Count(LimitOfLaw limit, DateOnly day)
    {
        if (!_works.Contains(day) || limit.IsIdleToday)
            return;
        for (var i = 0; i < limit.Left.Count; i++)
            if (limit.Left[i].Since < day && limit.Left[i].Days > 0)
                limit.Left[i] = (limit.Left[i].Since, limit.Left[i].Days - 1);
    }

    private void Night()
    {
        foreach (var limit in Limits)
            if (!limit.IsEnded)
                Count(limit, Today);
        foreach (var part in Parts.Where(part => part.IsStopped))
            if (_works.Contains(Today) && part.StoppedOn < Today && --part.StopDaysLeft == 0)
                End(part);
        _now = _now.Date.AddDays(1);
        Follow();
        foreach (var limit in Limits)
            limit.IsIdleToday = limit.Stands || limit.IsHeld;
    }
}

/// <summary>A department's part, as the law sees it.</summary>
internal sealed class PartOfLaw(int number, int[] hard, int promisedDays, int legalDays)
{
    public int Number => number;

    public int[] Hard => hard;

    public int PromisedDays => promisedDays;

    public int LegalDays => legalDays;

    public bool IsOpen,
        IsSettled,
        HasSigned,
        IsStopped,
        IsLegalGround;

    public DateOnly StoppedOn;
    public int StopDaysLeft;
    public LimitOfLaw? Promise,
        Legal;

    public PartOfLaw Copy()
    {
        var copy = (PartOfLaw)MemberwiseClone();
        (copy.Promise, copy.Legal) = (Promise?.Copy(), Legal?.Copy());
        return copy;
    }
}

/// <summary>A limit: since when, and how many days are left; a date told to the applicant adds a second count.</summary>
internal sealed class LimitOfLaw(bool isLegal, int days, DateOnly since)
{
    public bool IsLegal => isLegal;

    public List<(DateOnly Since, int Days)> Left = [(since, days)];
    public int Allowed = days;
    public bool Stands,
        IsHeld,
        IsIdleToday,
        IsEnded,
        IsLonger;

    public DateOnly? PassedOn,
        DueAtEnd;

    public int? RemainingAtEnd;

    public bool IsLate => PassedOn is not null;

    public LimitOfLaw Copy()
    {
        var copy = (LimitOfLaw)MemberwiseClone();
        copy.Left = [.. Left];
        return copy;
    }
}
