using System.CommandLine;
using ParallelApproval.Database;
using ParallelApproval.Events;

namespace ParallelApproval.Web.Commands;

/// <summary>
/// <c>trail verify [--from-root LINE]</c>, <c>trail root</c> and <c>trail rotate</c>: what an operator does with the sealed trail (存证).
/// </summary>
internal static class TrailCommand
{
    public static Command Make()
    {
        var fromRoot = new Option<string?>("--from-root") { Description = "A root as it was printed, that must have been there." };
        var verify = new Command("verify", "Verifies chains, rows and roots; exit code 1 when something was changed.") { fromRoot };
        verify.SetAction((parsed, cancellation) => VerifyAsync(parsed.GetValue(fromRoot), parsed.Settings(), cancellation));
        var root = new Command("root", "Makes the root of this moment and prints it, one line.");
        root.SetAction((parsed, cancellation) => RootAsync(parsed.Settings(), cancellation));
        var rotate = new Command("rotate", "Adds a key to the file: from now on it seals, and the old ones go on verifying.");
        rotate.SetAction((parsed, cancellation) => RotateAsync(parsed.Settings(), cancellation));
        var publicKey = new Command("public-key", "Prints the public key (SM2) that roots are signed for, where they are.");
        publicKey.SetAction((parsed, cancellation) => PublicKeyAsync(parsed.Settings(), cancellation));
        return new("trail", "The sealed audit trail.") { verify, root, rotate, publicKey };
    }

    /// <summary>Verifies everything and prints what was found; 1 when something was changed.</summary>
    public static async Task<int> VerifyAsync(string? fromRoot, string[] settings, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(settings, cancellation: cancellation);
        var audit = await app.Services.GetRequiredService<AuditQueries>().VerifyAsync(cancellation, fromRoot);
        Console.WriteLine(audit.Holds ? "holds" : "DOES NOT HOLD");
        Console.WriteLine(
            FormattableString.Invariant($"{audit.Cases} cases, {audit.Events}+{audit.HouseEvents} events, {audit.Rows} rows")
        );
        Console.WriteLine(
            audit.Guard switch
            {
                GuardState.TwoRoles => "guarded by two roles: that of the program cannot change or remove what is sealed for ever",
                GuardState.OneRole => "guarded by ONE role only: whoever has the program's connection can switch the triggers off",
                _ => "guarded by two roles, but that of the program has MORE RIGHTS than it needs: start it with its owner once",
            }
        );
        foreach (var broken in audit.Broken)
            Console.WriteLine(FormattableString.Invariant($"{broken.CaseNumber} #{broken.Sequence} {broken.Fault}"));
        foreach (var altered in audit.Altered)
            Console.WriteLine($"{altered.Place} {altered.Fault}");
        return audit.Holds ? 0 : 1;
    }

    private static async Task<int> RootAsync(string[] settings, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(settings, cancellation: cancellation);
        Console.WriteLine(await app.Services.GetRequiredService<TrailRoots>().MakeAsync(cancellation));
        return 0;
    }

    private static async Task<int> PublicKeyAsync(string[] settings, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(settings, cancellation: cancellation);
        var keys = app.Services.GetRequiredService<TrailKeys>();
        foreach (var id in keys.Ids)
            if (RootSignature.PublicKey(keys, id) is { } key)
                Console.WriteLine($"{id} {key}");
        return 0;
    }

    private static async Task<int> RotateAsync(string[] settings, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(settings, cancellation: cancellation);
        Console.WriteLine(app.Services.GetRequiredService<TrailKeys>().Rotate());
        await app.Services.GetRequiredService<TrailSetup>().EstablishAsync(cancellation);
        return 0;
    }
}
