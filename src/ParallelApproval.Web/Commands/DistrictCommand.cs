using System.CommandLine;
using System.Globalization;
using ParallelApproval.Synthesis;

namespace ParallelApproval.Web.Commands;

/// <summary><c>district load [--cases 220000] [--seed 2026]</c>: a synthetic district of full size, for looking at screens and reports. Into an empty data folder only.</summary>
internal static class DistrictCommand
{
    public static Command Make()
    {
        var cases = new Option<int>("--cases") { Description = "How many cases are received in the two years.", DefaultValueFactory = _ => 220_000 };
        var seed = new Option<int>("--seed") { Description = "Of all random numbers.", DefaultValueFactory = _ => 2026 };
        var load = new Command("load", "Loads a synthetic district of full size into an empty database.") { cases, seed };
        load.SetAction((parsed, cancellation) => LoadAsync(new(parsed.GetValue(cases), parsed.GetValue(seed)), cancellation));
        return new("district", "A district to look at.") { load };
    }

    private static async Task<int> LoadAsync(LoadDistrict command, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(["--environment=Demo", "--ParallelApproval:SampleCases=false"], cancellation: cancellation);
        try
        {
            var loaded = await app.Services.GetRequiredService<LoadDistrictHandler>().HandleAsync(command, new Bar(), cancellation);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{loaded.Cases:N0} cases in {loaded.Elapsed:mm\\:ss}, {loaded.LeftOut:N0} left out."));
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
            var filled = (int)((long)Width * value.Done / value.Total);
            var left = value.Elapsed * ((double)(value.Total - value.Done) / value.Done);
            Console.Write(string.Create(CultureInfo.InvariantCulture,
                $"\r[{new string('#', filled)}{new string('.', Width - filled)}] {value.Done,9:N0} / {value.Total:N0}  {value.Elapsed:mm\\:ss} gone, {left:mm\\:ss} to go "));
        }
    }
}
