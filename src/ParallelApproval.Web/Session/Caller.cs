using System.Security.Claims;
using ParallelApproval.Cases;
using ParallelApproval.Database;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Idempotency;

namespace ParallelApproval.Web.Session;

/// <summary>The officer at the door (来办事的工作人员), with what the table of authority and the commands need to know of him.</summary>
/// <param name="Officer">His record in the snapshot of this moment, so that a role taken away is gone on the next request.</param>
/// <param name="Department">Where he works; null for one who belongs to no department, such as the first administrator.</param>
/// <param name="LacksSecondFactor">He must set one up before he does anything else.</param>
internal sealed record Caller(Officer Officer, Department? Department, bool LacksSecondFactor)
{
    /// <summary>Whoever that officer is by the book of this moment.</summary>
    public static Caller As(Officer officer, OfficerRegister officers, SecondFactorRule rule) =>
        new(officer, officers.Department(officer.DepartmentCode), rule.IsMissing(officer));

    /// <summary>The key by which a system acts as him; null where he acts himself.</summary>
    public ApiKey? Key { get; init; }

    /// <summary>What he must do on the page of his own account before anything else: another password, a second factor.</summary>
    public bool IsAtHisAccountOnly => Officer.MustChangePassword || LacksSecondFactor;

    public string DepartmentCode => Department?.Code ?? "";

    /// <summary>The tier of his department; the district for one who has none.</summary>
    public Tier Tier => Department?.Tier ?? Tier.District;

    /// <summary>In lists, approvers see the cases in which their department has a part; clerks and overseers see them all.</summary>
    public bool SeesOnlyHisDepartment => !Is(Role.Clerk) && !Is(Role.Supervisor) && !Is(Role.Manager);

    /// <summary>
    /// The stations whose cases he sees: those of his body and the bodies below it; null for a body of the district, which sees all.
    /// </summary>
    public string[]? Stations(StationGate gate) => gate.StationsOf(DepartmentCode) is { } own ? [.. own] : null;

    /// <summary>Whether he sees the persons of a case.</summary>
    /// <param name="hasPart">His department has a part in it.</param>
    /// <param name="isNear">It was received at his body or below it.</param>
    public bool SeesPersons(bool hasPart, bool isNear)
    {
        var isHis = hasPart || (isNear && Tier is not Tier.District);
        return (hasPart || isNear) && (Is(Role.Clerk) || Is(Role.Supervisor) || Is(Role.Manager) || (Is(Role.Approver) && isHis));
    }

    /// <summary>Whether he looks after flows, and so sees how any case goes, though not whose it is.</summary>
    public bool SeesCourses => Is(Role.Designer) || Is(Role.Administrator);

    public bool Is(Role role) => Officer.Is(role);

    /// <summary>
    /// Whether the table of authority lets him do this at all. With a password that was made for him he does nothing but change it, and
    /// without the second factor that he must have nothing but set it up. A system does what its key says besides; it shows neither.
    /// </summary>
    public bool May(Verb verb) =>
        verb.Allows(Officer.Roles, Tier)
        && (Key is { } key ? key.Verbs.Contains(verb.Name) && verb.MayBeByKey : !IsAtHisAccountOnly || verb.IsOfOwnAccount);

    /// <summary>The officer whom a principal stands for; null when nobody is signed in.</summary>
    public static Caller? Of(ClaimsPrincipal principal) => (principal.Identity as OfficerIdentity)?.Caller;

    /// <summary>Bound by minimal API endpoints behind the gate.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context.User));
}

/// <summary>
/// One act of the caller: who, from where, when, under which idempotency key. Endpoints hand it to their command.
/// </summary>
internal readonly record struct CallersAct(Act Act)
{
    public static implicit operator Act(CallersAct act) => act.Act;

    public static ValueTask<CallersAct> BindAsync(HttpContext context) => ValueTask.FromResult(new CallersAct(Of(context)));

    public static Act Of(HttpContext context)
    {
        var caller = Caller.Of(context.User) ?? throw new InvalidOperationException("This endpoint needs .Requires(verb).");
        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        return Act.By(caller.Officer.UserName, caller.Officer.Name, caller.DepartmentCode, time, IdempotencyHeader.Of(context)) with
        {
            Through = caller.Key?.Label,
        };
    }
}
