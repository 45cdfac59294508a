using System.CommandLine;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Web.Commands;

/// <summary>
/// <c>vault status</c>, <c>vault rotate</c>, <c>vault encrypt</c>, <c>vault rotate-search</c> and <c>vault rewrap [--new]</c>: what an
/// operator does with the keys of personal data (个人信息密钥), while people work.
/// </summary>
internal static class VaultCommand
{
    // Five times as long as a node takes at most until it looks whether there is a newer key.
    private static readonly TimeSpan UntilAllHaveHeard = TimeSpan.FromSeconds(10);

    public static Command Make()
    {
        var status = new Command("status", "Says how many rows of each table are not yet encrypted with the newest key.");
        status.SetAction((parsed, cancellation) => StatusAsync(parsed.Settings(), cancellation));
        var rotate = new Command("rotate", "Makes a new key of the data, and encrypts everything with it.");
        rotate.SetAction((parsed, cancellation) => EncryptAsync(withNewKey: true, parsed.Settings(), cancellation));
        var encrypt = new Command("encrypt", "Goes on with that where it was broken off; exit code 1 when rows are left.");
        encrypt.SetAction((parsed, cancellation) => EncryptAsync(withNewKey: false, parsed.Settings(), cancellation));
        var search = new Command("rotate-search", "Makes a new key for what rows are found by, marks all anew, and retires the old key.");
        search.SetAction((parsed, cancellation) => RotateSearchAsync(parsed.Settings(), cancellation));
        var isNew = new Option<bool>("--new") { Description = "Adds a master key to the file first." };
        var rewrap = new Command("rewrap", "Wraps the keys of the data with the newest master key.") { isNew };
        rewrap.SetAction((parsed, cancellation) => RewrapAsync(parsed.GetValue(isNew), parsed.Settings(), cancellation));
        return new("vault", "The keys that personal data is encrypted with.") { status, rotate, encrypt, search, rewrap };
    }

    private static async Task<int> StatusAsync(string[] settings, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(settings, cancellation: cancellation);
        foreach (var (table, rows) in await app.Services.GetRequiredService<RotateDataKeys>().LeftAsync(cancellation))
            Console.WriteLine(FormattableString.Invariant($"{table} {rows}"));
        return 0;
    }

    private static async Task<int> EncryptAsync(bool withNewKey, string[] settings, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(settings, cancellation: cancellation);
        var keys = app.Services.GetRequiredService<RotateDataKeys>();
        if (withNewKey)
            Console.WriteLine(await keys.MakeKeyAsync(cancellation));
        var left = await keys.EncryptAsync(
            (table, rows) => Console.WriteLine(FormattableString.Invariant($"{table} +{rows}")),
            cancellation
        );
        Console.WriteLine(FormattableString.Invariant($"left: {left}"));
        return left == 0 ? 0 : 1;
    }

    private static async Task<int> RotateSearchAsync(string[] settings, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(settings, cancellation: cancellation);
        var keys = app.Services.GetRequiredService<RotateSearchKey>();
        Console.WriteLine(await keys.MakeKeyAsync(cancellation));
        await Task.Delay(UntilAllHaveHeard, cancellation); // a node that has heard of a new key tells nobody
        await keys.MarkAsync((table, rows) => Console.WriteLine(FormattableString.Invariant($"{table} +{rows}")), cancellation);
        foreach (var retired in await keys.RetireAsync(cancellation))
            Console.WriteLine($"retired: {retired}");
        return 0;
    }

    private static async Task<int> RewrapAsync(bool withNewKey, string[] settings, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(settings, cancellation: cancellation);
        if (withNewKey)
            app.Services.GetRequiredService<IWrapKeys>().Rotate();
        Console.WriteLine(await app.Services.GetRequiredService<RotateDataKeys>().RewrapAsync(cancellation));
        return 0;
    }
}
