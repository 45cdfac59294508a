using System.Globalization;
using System.Runtime.CompilerServices;

namespace ParallelApproval.Benchmarks;

/// <summary>How the six decisions of a case follow each other.</summary>
internal enum Mode
{
    /// <summary>One after the other; each client plays a case of its own.</summary>
    Seq,

    /// <summary>All six at the same instant.</summary>
    Burst,
}

/// <summary>What to measure.</summary>
internal sealed record Plan
{
    public const string Usage = """
        --targets product,yardstick   what to drive, in turn
        --concurrency 1,8,32          clients at the same time
        --modes seq,burst             six decisions one after the other, or at once
        --seconds 8                   length of one slice
        --warm-up 20                  seconds before the first slice, for each target: who has served for weeks is warm
        --repetitions 3               slices of each kind; the table shows medians
        --count 40                    cases of the counting run (statements, round trips); 0 leaves it out
        --statements                  list the dearest statements of the counting run
        --nodes 1                     processes of the product on one PostgreSQL; those who decide one case sit at all of them
        --loaded 0                    cases of two years that lie in the product's database before
        --house <folder>              data folder of a house that is there already; --connection leads to its database
        --two-requests                receive and accept in two requests
        --item 610104-YJS-900         an item of six independent branches
        --web <path>                  ParallelApproval.Web.dll; default: the one published with this project
        --connection "K=v;K=v"        added to the product's connection string, for a trial
        --json <path>                 write every slice there, too
        --write <path>                write the table into that page (docs/performance.md)
        --hold <path>                 end with 1 when a ratio is by more than a third below that on the page (three tries), or statements above
        --engines                     alone: what a step costs in memory, on each engine, and with 6, 60 and 600 branches
        --sweep                       alone: what a sweep of the clocks costs at 1,000, 100,000 and 1,000,000 open clocks
        --due [cases]                 alone: approvals while so many cases turn yellow at once (10000), a million clocks open
        --pages [cases]               alone: server time of each main page in a synthetic district of so many cases (100000);
                                      or of one that is loaded: --pages <connection> <data folder>
        --screens [circuits]          alone: cold start, memory, first byte, paint and shift of each main page, memory of open pages (500)
        """;

    public string[] Targets { get; init; } = ["product", "yardstick"];
    public int[] Concurrency { get; init; } = [1, 8, 32];
    public Mode[] Modes { get; init; } = [Mode.Seq, Mode.Burst];
    public double Seconds { get; init; } = 8;
    public double WarmUp { get; init; } = 20;
    public int Repetitions { get; init; } = 3;
    public int Count { get; init; } = 40;
    public int Nodes { get; init; } = 1;
    public int Loaded { get; init; }
    public string? House { get; init; }
    public bool Statements { get; init; }
    public bool TwoRequests { get; init; }
    public string Item { get; init; } = "610104-YJS-900";
    public string? Web { get; init; }
    public string Connection { get; init; } = "";
    public string? Json { get; init; }
    public string? Write { get; init; }
    public string? Hold { get; init; }

    /// <summary>Null when an argument is not understood.</summary>
    public static Plan? Parse(string[] args)
    {
        var plan = new Plan();
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--two-requests")
                plan = plan with { TwoRequests = true };
            else if (args[i] == "--statements")
                plan = plan with { Statements = true };
            else if (i + 1 == args.Length || With(plan, args[i], args[++i]) is not { } next)
                return null;
            else
                plan = next;
        }
        return plan;
    }

    private static Plan? With(Plan plan, string name, string value) =>
        name switch
        {
            "--targets" => plan with { Targets = value.Split(',') },
            "--concurrency" => plan with { Concurrency = [.. value.Split(',').Select(Whole)] },
            "--modes" => plan with { Modes = [.. value.Split(',').Select(mode => Enum.Parse<Mode>(mode, ignoreCase: true))] },
            "--seconds" => plan with { Seconds = double.Parse(value, CultureInfo.InvariantCulture) },
            "--warm-up" => plan with { WarmUp = double.Parse(value, CultureInfo.InvariantCulture) },
            "--repetitions" => plan with { Repetitions = Whole(value) },
            "--count" => plan with { Count = Whole(value) },
            "--nodes" => plan with { Nodes = Whole(value) },
            "--loaded" => plan with { Loaded = Whole(value) },
            "--house" => plan with { House = Path.GetFullPath(value) },
            "--item" => plan with { Item = value },
            "--web" => plan with { Web = Path.GetFullPath(value) },
            "--connection" => plan with { Connection = value },
            "--write" => plan with { Write = OfRepository(value) },
            "--hold" => plan with { Hold = OfRepository(value) },
            "--json" => plan with { Json = Path.GetFullPath(value) },
            _ => null,
        };

    // A program that is run by its project stands in the folder of that.
    private static string OfRepository(string path, [CallerFilePath] string here = "") =>
        Path.GetFullPath(path, Path.GetFullPath("../../..", Path.GetDirectoryName(here)!));

    private static int Whole(string value) => int.Parse(value, CultureInfo.InvariantCulture);
}
