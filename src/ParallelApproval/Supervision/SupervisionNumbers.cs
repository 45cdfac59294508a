using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ParallelApproval.Identities;

namespace ParallelApproval.Supervision;

/// <summary>
/// The number of a card (牌号): the file in which it lies, <c>K</c>, and a running number within that file. The number itself says where the
/// card is kept.
/// </summary>
public readonly record struct CardNumber(CaseNumber File, int Running)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out CardNumber number)
    {
        var found = SupervisionNumbers.TryParse(text, 'K', out var file, out var running);
        number = new(file, running);
        return found;
    }

    public override string ToString() => SupervisionNumbers.Text(File, 'K', Running);
}

/// <summary>
/// The number of a supervision order (督办单编号): the file in which it lies, <c>D</c>, and a running number within that file.
/// </summary>
public readonly record struct OrderNumber(CaseNumber File, int Running)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out OrderNumber number)
    {
        var found = SupervisionNumbers.TryParse(text, 'D', out var file, out var running);
        number = new(file, running);
        return found;
    }

    public override string ToString() => SupervisionNumbers.Text(File, 'D', Running);
}

/// <summary>The number of a spot check (抽查编号): the centre's own file of the day it was drawn, <c>C</c>, and a running number.</summary>
public readonly record struct SpotCheckNumber(CaseNumber File, int Running)
{
    public static bool TryParse([NotNullWhen(true)] string? text, out SpotCheckNumber number)
    {
        var found = SupervisionNumbers.TryParse(text, 'C', out var file, out var running);
        number = new(file, running);
        return found;
    }

    public override string ToString() => SupervisionNumbers.Text(File, 'C', Running);
}

/// <summary>How they are written, e.g. <c>6101042026030200001X-K1</c>.</summary>
internal static class SupervisionNumbers
{
    public static bool TryParse(string? text, char letter, out CaseNumber file, out int running)
    {
        (file, running) = (default, 0);
        return text is { Length: > CaseNumber.Length + 2 and <= CaseNumber.Length + 8 }
            && text[CaseNumber.Length] == '-'
            && text[CaseNumber.Length + 1] == letter
            && CaseNumber.TryParse(text[..CaseNumber.Length], out file)
            && text[CaseNumber.Length + 2] != '0'
            && int.TryParse(text.AsSpan(CaseNumber.Length + 2), NumberStyles.None, CultureInfo.InvariantCulture, out running);
    }

    public static string Text(CaseNumber file, char letter, int running) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}-{letter}{running}");
}
