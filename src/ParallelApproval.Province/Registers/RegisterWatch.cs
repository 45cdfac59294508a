namespace ParallelApproval.Province.Registers;

/// <summary>
/// Looks at the file of the register every second (名册监视) and takes over what has changed. It reads instead of waiting for a sign of the
/// file system: network drives and mounted secrets give none.
/// </summary>
internal sealed partial class RegisterWatch(RegisterFile file, DistrictBook book, TimeProvider time, ILogger<RegisterWatch> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    private void Look()
    {
        // What is wrong with a file may lie beside it: a key that was missing has come.
        var digest = file.Digest();
        var isNew = digest != book.LookedAt;
        if (!isNew && book.Refused.Count == 0)
            return;
        var read = file.Read();
        if (read.IsError)
        {
            book.Refuse(read.Errors, digest);
            if (isNew)
                foreach (var fault in read.Errors)
                    LogRefused(RegisterFaults.Line(fault));
            return;
        }

        book.TakeOver(read.Value, digest);
        LogInForce(read.Value.Districts.Count);
    }

    [LoggerMessage(LogLevel.Error, "The register is refused, the former one stays in force: {Fault}")]
    private partial void LogRefused(string fault);

    [LoggerMessage(LogLevel.Information, "The register has changed and is in force: {Districts} districts.")]
    private partial void LogInForce(int districts);
}
