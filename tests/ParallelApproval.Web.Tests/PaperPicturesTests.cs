using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ParallelApproval.Certificates;

namespace ParallelApproval.Web;

/// <summary>
/// Every kind of paper looks as it looked when somebody looked at it: rendered by poppler, and compared with the picture that was approved,
/// which is kept as a text of sixty columns that anybody can read.
/// </summary>
public sealed class PaperPicturesTests : IDisposable
{
    private const string Renderer = "/usr/bin/pdftoppm";
    private const int Columns = 60;
    private const int Lines = 42;

    // From blank to black; a cell that is half full of text has about a fifth of its ink.
    private const string Shades = " .:-=+*#%@";
    private const double Fullest = 0.45;

    // Another version of the renderer smooths otherwise; a line that has moved changes hundreds.
    private const int MostShadesOff = 1;
    private const int MostCellsOff = 12;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pictures-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<DocumentKind> Kinds => PrintedPapersTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_kind_of_paper_looks_as_it_was_approved(DocumentKind kind)
    {
        Assert.SkipUnless(File.Exists(Renderer), "There is no pdftoppm here: apt-get install poppler-utils.");
        var (picture, approved) = (await PictureAsync(PrintedPapersTests.Print(kind)), Approved($"{kind}.txt"));
        var known = File.Exists(approved) ? await File.ReadAllTextAsync(approved, Cancellation) : "";
        if (CellsOff(picture, known) <= MostCellsOff)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(approved)!);
        await File.WriteAllTextAsync(approved + ".received", picture, Cancellation);
        Assert.Fail(
            $"{kind} looks otherwise than it was approved. Look at {approved}.received; if it is right, let it take its place.\n{picture}"
        );
    }

    [Fact]
    public async Task Two_kinds_of_paper_do_not_look_alike() =>
        CellsOff(
                await PictureAsync(PrintedPapersTests.Print(DocumentKind.Grant)),
                await PictureAsync(PrintedPapersTests.Print(DocumentKind.Refusal))
            )
            .ShouldBeGreaterThan(MostCellsOff);

    private static int CellsOff(string one, string other)
    {
        var (here, there) = (one.Split('\n'), other.Split('\n'));
        if (here.Length != there.Length)
            return int.MaxValue;
        return here.Zip(there).Sum(line => line.First.Length == line.Second.Length ? line.First.Zip(line.Second).Count(IsOff) : Columns);
    }

    private static bool IsOff((char One, char Other) cell) =>
        Math.Abs(Shades.IndexOf(cell.One, StringComparison.Ordinal) - Shades.IndexOf(cell.Other, StringComparison.Ordinal)) > MostShadesOff;

    // The first sheet: a second copy is the same but for a line.
    private async Task<string> PictureAsync(byte[] pdf)
    {
        var (paper, sheet) = (Path.Combine(_folder.FullName, "paper.pdf"), Path.Combine(_folder.FullName, "sheet"));
        await File.WriteAllBytesAsync(paper, pdf, Cancellation);
        var start = new ProcessStartInfo(Renderer, ["-gray", "-r", "72", "-f", "1", "-l", "1", "-singlefile", paper, sheet]);
        using var rendering = Process.Start(start)!;
        await rendering.WaitForExitAsync(Cancellation);
        rendering.ExitCode.ShouldBe(0);
        return Draw(await File.ReadAllBytesAsync(sheet + ".pgm", Cancellation));
    }

    private static string Draw(byte[] pgm)
    {
        // "P5", width, height and the value of white, each behind a blank; then a byte for each point (netpbm, PGM).
        var (head, at) = (new List<string>(), 0);
        while (head.Count < 4)
        {
            var end = Array.FindIndex(pgm, at, value => char.IsWhiteSpace((char)value));
            head.Add(Encoding.ASCII.GetString(pgm, at, end - at));
            at = end + 1;
        }

        var (width, height) = (int.Parse(head[1], CultureInfo.InvariantCulture), int.Parse(head[2], CultureInfo.InvariantCulture));
        var picture = new StringBuilder();
        for (var line = 0; line < Lines; line++)
        {
            for (var column = 0; column < Columns; column++)
                picture.Append(Shade(Ink(pgm.AsSpan(at), width, (column, column + 1, width, Columns), (line, line + 1, height, Lines))));
            picture.Append('\n');
        }

        return picture.ToString();
    }

    private static char Shade(double ink) =>
        Shades[(int)Math.Min(Shades.Length - 1, Math.Ceiling(ink / Fullest * (Shades.Length - 1) - 0.05))];

    private static double Ink(
        ReadOnlySpan<byte> points,
        int width,
        (int From, int To, int Size, int Of) across,
        (int From, int To, int Size, int Of) down
    )
    {
        var (sum, count) = (0, 0);
        for (var y = down.From * down.Size / down.Of; y < down.To * down.Size / down.Of; y++)
        for (var x = across.From * across.Size / across.Of; x < across.To * across.Size / across.Of; x++)
            (sum, count) = (sum + 255 - points[(y * width) + x], count + 1);
        return sum / (255.0 * count);
    }

    private static string Approved(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Approved", "papers", name);
}
