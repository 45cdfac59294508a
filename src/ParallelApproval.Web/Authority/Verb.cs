using System.Collections.Frozen;
using System.Reflection;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Authority;

/// <summary>
/// What somebody may want to do through the front door (办事动作): a command of the house, or one of the <see cref="Sights"/>. Who may do it
/// stands on that type (<see cref="AuthorityAttribute"/>) and nowhere else; what carries none is open to nobody.
/// </summary>
internal readonly record struct Verb
{
    private readonly Type _type;

    private Verb(Type type, AuthorityAttribute? authority) => (_type, Authority) = (type, authority);

    /// <summary>Null when nobody may do it.</summary>
    public AuthorityAttribute? Authority { get; }

    public string Name => _type.Name;

    /// <summary>Every verb there is, in the order of their names.</summary>
    public static IReadOnlyList<Verb> All { get; } =
    [
        .. new[] { typeof(House).Assembly, typeof(Verb).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsDefined(typeof(AuthorityAttribute)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(Of),
    ];

    private static readonly FrozenDictionary<string, Verb> ByName = All.ToFrozenDictionary(verb => verb.Name, StringComparer.Ordinal);

    public static Verb Of<T>() => Known<T>.Verb;

    /// <summary>The verb whose command has that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static Verb Named(string command) => ByName[command];

    /// <summary>Whether the officer may do this at all.</summary>
    public bool Allows(IReadOnlyCollection<Role> roles, Tier tier) => Authority?.Allows(roles, tier) ?? false;

    /// <summary>Whether it is about nothing but the caller's own way in.</summary>
    public bool IsOfOwnAccount =>
        _type == typeof(SeeOwnSession)
        || _type == typeof(EndSession)
        || _type == typeof(EndOneSession)
        || _type == typeof(EndSessions)
        || _type == typeof(ChangePassword)
        || _type == typeof(BeginSecondFactor)
        || _type == typeof(ConfirmSecondFactor)
        || _type == typeof(EndOwnSessions)
        || _type == typeof(BeginPasskey)
        || _type == typeof(KeepPasskey)
        || _type == typeof(NamePasskey)
        || _type == typeof(RemovePasskey)
        || _type == typeof(OwnSignInAlarms);

    /// <summary>Whether a key may be given it at all.</summary>
    public bool MayBeByKey => ForKeys.Names.Contains(Name);

    /// <summary>The verbs that a key may be given.</summary>
    public static VerbsForKeys ForKeys { get; } = VerbsForKeys.In(typeof(House).Assembly, typeof(Verb).Assembly);

    public override string ToString() => Name;

    private static Verb Of(Type type) => new(type, type.GetCustomAttribute<AuthorityAttribute>());

    private static class Known<T>
    {
        public static readonly Verb Verb = Of(typeof(T));
    }
}
