using System.CommandLine;
using ParallelApproval.Web.Certificates;

namespace ParallelApproval.Web.Commands;

/// <summary>
/// <c>signing verify FILE [--public-key KEY]</c> and <c>signing public-key</c>: whoever has a paper as a PDF verifies its signatures (验签),
/// without a database.
/// </summary>
internal static class SigningCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("file") { Description = "The PDF." };
        var key = new Option<string?>("--public-key") { Description = "The SM2 key that must have signed it, as public-key prints it." };
        var verify = new Command("verify", "Verifies the signatures of a PDF, SM2 among them; exit code 1 when they do not hold.")
        {
            file,
            key,
        };
        verify.SetAction((parsed, cancellation) => VerifyAsync(parsed.GetValue(file)!, parsed.GetValue(key), Console.Out, cancellation));
        var publicKey = new Command("public-key", "Prints the public keys (SM2) that papers are signed for.");
        publicKey.SetAction((parsed, cancellation) => PublicKeyAsync(parsed.Settings(), cancellation));
        return new("signing", "The digital signatures of papers.") { verify, publicKey };
    }

    /// <summary>Prints each signature; 0 when there is one, all hold, the last covers the file, and the key is the one that was
    /// named.</summary>
    public static async Task<int> VerifyAsync(string path, string? publicKey, TextWriter told, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            await told.WriteLineAsync($"Expected a file at {path}, but there is none.");
            return 1;
        }

        var found = FileSignature.Read(await File.ReadAllBytesAsync(path, cancellation));
        foreach (var one in found)
            await told.WriteLineAsync(
                FormattableString
                    .Invariant(
                        $"{(one.Holds ? "holds" : "DOES NOT HOLD")} {one.Method} {one.Name} until {one.ValidTo:yyyy-MM-dd} {one.PublicKey}"
                    )
                    .TrimEnd() + (one.IsWhole ? "" : " (signed once more since)")
            );
        if (found.Count == 0)
            await told.WriteLineAsync("It bears no signature that can be read.");
        var isTheirs =
            publicKey is null || (found is [.., { PublicKey: { } by }] && by.Equals(publicKey, StringComparison.OrdinalIgnoreCase));
        if (!isTheirs)
            await told.WriteLineAsync("It was NOT signed last with that key.");
        return isTheirs && found is [.., { IsWhole: true }] && found.All(one => one.Holds) ? 0 : 1;
    }

    private static async Task<int> PublicKeyAsync(string[] settings, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(settings, cancellation: cancellation);
        foreach (var key in app.Services.GetRequiredService<Sm2PaperSigner>().PublicKeys)
            Console.WriteLine(key);
        return 0;
    }
}
