using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using ParallelApproval.Database;
using Architecture = ArchUnitNET.Domain.Architecture;

namespace ParallelApproval;

/// <summary>The floor plan: which room stands on which floor. A room uses rooms on lower floors only.</summary>
public sealed class HouseRules
{
    private const string Prefix = "ParallelApproval.";

    // Floor 0 holds what has no domain of its own; within it, what stands further left knows nothing of what stands further right.
    private static readonly string[][] Floors =
    [
        ["Refusals"],
        ["Identities"],
        ["Database"],
        ["Inputs", "Outbound"],
        ["Events"],
        ["Organisation"],
        ["Calendars", "Installations"],
        ["Catalogue", "Clocks", "Workflows"],
        ["Cases"],
        ["Certificates", "Imports", "Scans", "Trials"],
        ["Supervision", "Notices", "Evaluations", "Publication", "Webhooks"],
        ["Statistics", "Library", "Prechecks", "Bookings", "Disposals"],
        ["Appraisals", "Headlines"],
        ["Bulletins"],
        ["Synthesis"],
    ];

    private static readonly Architecture House = new ArchLoader()
        .LoadAssemblies(typeof(House).Assembly, typeof(Engine.WorkflowEngine).Assembly)
        .Build();

    [Fact]
    public void A_room_uses_rooms_on_lower_floors_only()
    {
        var upward =
            from type in House.Types
            let room = RoomOf(type)
            where room is not null && FloorOf(room) >= 0
            from used in type.Dependencies.Select(dependency => RoomOf(dependency.Target)).Distinct()
            where used is not null && used != room && FloorOf(used) >= FloorOf(room)
            select $"{type.FullName} uses {used}";
        upward.ShouldBeEmpty();
    }

    [Fact]
    public void Every_room_is_on_the_plan() =>
        House.Types.Select(RoomOf).OfType<string>().Distinct().Where(room => FloorOf(room) < 0).ShouldBeEmpty();

    [Fact]
    public void Only_the_stairs_and_the_activities_see_the_engine()
    {
        var strangers =
            from type in House.Types
            let room = RoomOf(type)
            where room is not null && room != "Workflows" && !type.Name.EndsWith("Activity", StringComparison.Ordinal)
            where type.Dependencies.Any(dependency => dependency.Target.Namespace?.FullName == "ParallelApproval.Engine")
            select type.FullName;
        strangers.ShouldBeEmpty();
    }

    // What a state is made of, and how one becomes the next, is an engine's own affair: any other engine must fit in its place.
    [Fact]
    public void Engines_are_driven_through_their_seam_and_nobody_looks_into_one()
    {
        string[] inside =
        [
            nameof(Engine.WorkflowEngine),
            nameof(Engine.WorkflowState),
            nameof(Engine.Decided),
            nameof(Engine.Execution),
            nameof(Engine.Token),
        ];
        var strangers =
            from type in House.Types
            where RoomOf(type) is not null
            from used in type.Dependencies.Select(dependency => dependency.Target)
            where used.Namespace?.FullName == "ParallelApproval.Engine"
            where
                inside.Contains(used.Name)
                || (used.Name == nameof(Engine.ExecutableWorkflow) && type.Name != nameof(Workflows.WorkflowVersion))
            select $"{type.FullName} uses {used.Name}";
        strangers.Distinct().ShouldBeEmpty();
    }

    // What a standby says may be seconds old.
    [Fact]
    public void Nothing_is_decided_by_what_is_read_from_a_standby()
    {
        string[] mayRead =
        [
            "HeadlineQueries",
            "FigureQueries",
            "House",
            "DatabaseServiceCollectionExtensions",
            "ReplicaRunner",
            "HealthWatch",
        ];
        var readers = House
            .Types.Where(type => type.Dependencies.Any(dependency => dependency.Target.FullName == typeof(ReadPool).FullName))
            .Select(type => type.FullName.Split('.')[^1].Split('+', '/')[0])
            .Except([nameof(ReadPool)])
            .ToHashSet();
        readers.ShouldBeSubsetOf(mayRead);
        readers.ShouldContain("HeadlineQueries");
        House
            .Types.Where(type => type.Name.EndsWith("Handler", StringComparison.Ordinal) || type.Name is "CaseStore" or "HouseStore")
            .Where(type =>
                type.Dependencies.Any(dependency => dependency.Target.Name is nameof(ReadPool) or "HeadlineQueries" or "FigureQueries")
            )
            .Select(type => type.FullName)
            .ShouldBeEmpty();
    }

    [Fact]
    public void The_engine_knows_nothing_of_the_house() =>
        House
            .Types.Where(type => type.Namespace.FullName.StartsWith("ParallelApproval.Engine", StringComparison.Ordinal))
            .Where(type => type.Dependencies.Any(dependency => RoomOf(dependency.Target) is not null))
            .ShouldBeEmpty();

    [Fact]
    public void Rooms_are_named_for_what_they_mean_and_not_for_a_kind_of_code() =>
        House
            .Types.Select(type => type.Namespace.FullName.Split('.')[^1])
            .ShouldNotContain(name =>
                name == "Services"
                || name == "Models"
                || name == "Dtos"
                || name == "Helpers"
                || name == "Common"
                || name == "Utils"
                || name == "Managers"
                || name == "Contracts"
            );

    private static string? RoomOf(IType type)
    {
        // All parameters named T are one to the loader; it says of each that it belongs to the room of the last.
        if (type is GenericParameter)
            return null;
        var name = type.Namespace?.FullName ?? "";
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || name.StartsWith(Prefix + "Engine", StringComparison.Ordinal))
            return null;
        return name[Prefix.Length..].Split('.')[0];
    }

    internal static int FloorOf(string room) => Array.FindIndex(Floors, floor => floor.Contains(room));
}
