using System.Globalization;

namespace ParallelApproval.Benchmarks.Meters;

/// <summary>CPU seconds that three parties and the whole machine have used up to now, from <c>/proc</c>.</summary>
internal readonly record struct CpuUse(double Client, double Server, double Postgres, double Machine)
{
    // The kernel counts in hundredths of a second towards user space, whatever its own tick is.
    private const double Tick = 100;

    public static CpuUse Now(IReadOnlyCollection<int> servers, int postmaster)
    {
        var processes = Directory
            .GetDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => char.IsAsciiDigit(name![0]))
            .Select(name => ProcessUse.Read(name!))
            .OfType<ProcessUse>()
            .ToList();
        return new(
            Environment.CpuUsage.TotalTime.TotalSeconds,
            processes.Where(process => servers.Contains(process.Id)).Sum(process => process.Own),
            // A backend that has ended is counted by the server process that has waited for it.
            processes
                .Where(process => process.Id == postmaster || process.Parent == postmaster)
                .Sum(process => process.Own + process.Ended),
            MachineBusy()
        );
    }

    public static CpuUse operator -(CpuUse after, CpuUse before) =>
        new(after.Client - before.Client, after.Server - before.Server, after.Postgres - before.Postgres, after.Machine - before.Machine);

    private static double MachineBusy()
    {
        var fields = File.ReadLines("/proc/stat")
            .First()
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Skip(1)
            .Select(double.Parse)
            .ToArray();
        // user, nice, system, irq, softirq
        return (fields[0] + fields[1] + fields[2] + fields[5] + fields[6]) / Tick;
    }

    private sealed record ProcessUse(int Id, int Parent, double Own, double Ended)
    {
        public static ProcessUse? Read(string process)
        {
            try
            {
                var text = File.ReadAllText($"/proc/{process}/stat");
                // The name stands in brackets and may hold anything; after it: state, parent, …, and four times from the twelfth on.
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                double Time(int field) => double.Parse(fields[field], CultureInfo.InvariantCulture) / Tick;
                return new(
                    int.Parse(process, CultureInfo.InvariantCulture),
                    int.Parse(fields[1], CultureInfo.InvariantCulture),
                    Time(11) + Time(12),
                    Time(13) + Time(14)
                );
            }
            catch (IOException)
            {
                return null;
            }
        }
    }
}
