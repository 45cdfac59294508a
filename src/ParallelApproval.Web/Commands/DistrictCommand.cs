using System.CommandLine;
using System.Globalization;
using ParallelApproval.Synthesis;

namespace ParallelApproval.Web.Commands;

/// <summary>
/// <c>district load [--cases 220000] [--seed 2026]</c>: a synthetic district of full size, for looking at screens and reports. Into an
/// empty data folder only; a load that was broken off goes on when it is given again.
/// </summary>
internal static class DistrictCommand
{
    private const int MostCases = 5_000_000;

    public static Command Make()
    {
        var cases = new Option<int>("--cases")
        {
            Description = "How many cases are received in the two years.",
            DefaultValueFactory = _ => 220_000,
        };
        cases.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int>() is < 1 or > MostCases)
                given.AddError(string.Create(CultureInfo.InvariantCulture, $"Expected --cases from 1 to {MostCases}, but it was not."));
        });
        var seed = new Option<int>("--seed") { Description = "Of all random numbers.", DefaultValueFactory = _ => 2026 };
        var load = new Command(
            "load",
            "Loads a synthetic district of full size into an empty database; given again after it was broken off, it goes on."
        )
        {
            cases,
            seed,
        };
        load.SetAction(
            (parsed, cancellation) => LoadAsync(new(parsed.GetValue(cases), parsed.GetValue(seed)), parsed.Settings(), cancellation)
        );
        return new("district", "A district to look at.") { load };
    }

    private static async Task<int> LoadAsync(LoadDistrict command, string[] settings, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(
            [.. settings, "--environment=Demo", "--ParallelApproval:SampleCases=false"],
            // It says things of its session, and sweeps tables.
            static builder =>
                builder.GoPastPooler(),
            cancellation
        );
        try
        {
            var loaded = await app.Services.GetRequiredService<LoadDistrictHandler>().HandleAsync(command, new Bar(), cancellation);
            var leftOut =
                loaded.LeftOut.Count == 0
                    ? "none"
                    : string.Join(
                        ", ",
                        loaded.LeftOut.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Key} {reason.Value:N0}"))
                    );
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\n{loaded.Cases:N0} cases in {loaded.Elapsed:mm\\:ss}, {leftOut} left out; "
                        + $"processor time of this program {Environment.CpuUsage.TotalTime:mm\\:ss}."
                )
            );
            return 0;
        }
        catch (InvalidOperationException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
    }

    private sealed class Bar : IProgress<LoadProgress>
    {
        private const int Width = 40;

        public void Report(LoadProgress value)
        {
            if (value.Phase is not LoadPhase.Playing)
            {
                var what =
                    value.Phase is LoadPhase.Telling ? "results, services and figures are being counted" : "statistics are being made";
                Console.Write(string.Create(CultureInfo.InvariantCulture, $"\n{value.Elapsed:mm\\:ss} gone: {what} …"));
                return;
            }

            var filled = (int)((long)Width * value.Done / value.Total);
            var left = value.Fresh > 0 ? value.Elapsed * ((double)(value.Total - value.Done) / value.Fresh) : TimeSpan.Zero;
            Console.Write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\r[{new string('#', filled)}{new string('.', Width - filled)}] {value.Done, 9:N0} / {value.Total:N0}  "
                        + $"{value.Elapsed:mm\\:ss} gone, {left:mm\\:ss} to go "
                )
            );
        }
    }
}
