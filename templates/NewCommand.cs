// dotnet run templates/NewCommand.cs -- RetireForm --room Catalogue --event FormRetired --summary "Take a form out of use" --zh 停用表单
using System.Security;
using System.Text.RegularExpressions;

return NewCommand.Run(args, Directory.GetCurrentDirectory(), Console.Error);

/// <summary>
/// Writes a new act of the house: the command with its validator and handler, its endpoint, its words in both languages and its test
/// (新命令). What is there already is never written over.
/// </summary>
public static class NewCommand
{
    private const string Usage =
        "Usage: dotnet run templates/NewCommand.cs -- <Verb> --room <Room> --event <Event> --summary <English> --zh <中文> "
        + "[--noun <folder of the front>] [--role <Role>]";

    private const string House = "src/ParallelApproval",
        Front = "src/ParallelApproval.Web",
        Tests = "tests/ParallelApproval.Tests",
        Program = Front + "/Program.cs";

    private static readonly Regex Identifier = new("^[A-Z][A-Za-z0-9]{1,63}$"),
        Place = new(@"\{\{([A-Za-z]+)\}\}"),
        Hump = new("(?<=[a-z0-9])([A-Z])");

    private static readonly string[] Known = ["room", "event", "summary", "zh", "noun", "role"];

    /// <summary>0 when everything was written; 1 when nothing was, and one line says why.</summary>
    public static int Run(string[] args, string root, TextWriter says)
    {
        if (Fill(args) is not { } values)
        {
            says.WriteLine(Usage);
            return 1;
        }

        if (values.FirstOrDefault(value => !IsSound(value.Key, value.Value)) is { Key: { } wrong, Value: var text })
        {
            says.WriteLine($"Expected {wrong} as a name or a plain line, but it is \"{text}\".");
            return 1;
        }

        if (!File.Exists(Path.Combine(root, Program)))
        {
            says.WriteLine($"Expected the root of the repository, but there is no {Program} in {root}.");
            return 1;
        }

        var files = Files(values).ToDictionary(file => Path.Combine(root, file.Path), file => file.Template);
        if (files.Keys.FirstOrDefault(File.Exists) is { } taken)
        {
            says.WriteLine($"Expected a new verb, but {Path.GetRelativePath(root, taken)} is there already.");
            return 1;
        }

        foreach (var (path, template) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, Filled(File.ReadAllText(Path.Combine(root, "templates/command", template)), values));
            says.WriteLine(Path.GetRelativePath(root, path));
        }

        foreach (var (path, name, sentence, isOneLine) in Words(values))
            AddWord(Path.Combine(root, path), name, sentence, isOneLine, says);
        Open(Path.Combine(root, Program), values, says);
        says.WriteLine("Next: build, and let docs/authority.md and openapi.v1.json take what their tests print.");
        return 0;
    }

    private static IEnumerable<(string Path, string Template)> Files(IReadOnlyDictionary<string, string> values) =>
        [
            ($"{House}/{values["Room"]}/{values["Verb"]}.cs", "Command.cs.txt"),
            ($"{Front}/{values["Noun"]}/{values["Verb"]}Endpoint.cs", "Endpoint.cs.txt"),
            ($"{Tests}/{values["Room"]}/{values["Verb"]}Tests.cs", "Tests.cs.txt"),
        ];

    private static IEnumerable<(string Path, string Name, string Sentence, bool IsOneLine)> Words(
        IReadOnlyDictionary<string, string> values
    )
    {
        var (refusal, happened) = (values["refusal"], "house_" + values["Event"]);
        yield return (
            $"{House}/Refusals/Refusals.resx",
            refusal,
            "Expected 1 to 64 upper-case letters, digits and hyphens, but it is '{subject}'.",
            false
        );
        yield return ($"{House}/Refusals/Refusals.zh-CN.resx", refusal, "应为 1 至 64 位大写字母、数字或连字符，实为“{subject}”。", false);
        yield return ($"{Front}/Languages/Words.resx", happened, values["Summary"], true);
        yield return ($"{Front}/Languages/Words.zh-CN.resx", happened, values["Chinese"], true);
    }

    private static Dictionary<string, string>? Fill(string[] args)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 1; at < args.Length; at += 2)
            if (!args[at].StartsWith("--", StringComparison.Ordinal) || at + 1 == args.Length || !given.TryAdd(args[at][2..], args[at + 1]))
                return null;
        if (args.Length == 0 || given.Keys.Except(Known).Any() || Known[..4].Any(name => !given.ContainsKey(name)))
            return null;
        var (verb, summary) = (args[0], given["summary"].Trim().TrimEnd('.'));
        return new(StringComparer.Ordinal)
        {
            ["Verb"] = verb,
            ["Room"] = given["room"],
            ["Noun"] = given.GetValueOrDefault("noun", given["room"]),
            ["Event"] = given["event"],
            ["Role"] = given.GetValueOrDefault("role", "Administrator"),
            ["Summary"] = summary,
            ["summary"] = summary.Length > 0 ? char.ToLowerInvariant(summary[0]) + summary[1..] : "",
            ["Chinese"] = given["zh"],
            ["path"] = Joined(given.GetValueOrDefault("noun", given["room"]), '-') + "/" + Joined(verb, '-'),
            ["refusal"] = Joined(verb, '_') + "_subject_malformed",
            ["Refusal"] = verb + "SubjectMalformed",
        };
    }

    private static bool IsSound(string name, string value) =>
        name is "Verb" or "Room" or "Noun" or "Event" or "Role"
            ? Identifier.IsMatch(value)
            : value.Length is > 0 and <= 100
                && !value.Any(character => char.IsControl(character) || character is '"' or '\\' or '<' or '{');

    private static string Filled(string template, IReadOnlyDictionary<string, string> values) =>
        Place.Replace(template, place => values[place.Groups[1].Value]);

    private static void AddWord(string path, string name, string sentence, bool isOneLine, TextWriter says)
    {
        var text = File.ReadAllText(path);
        if (text.Contains($"name=\"{name}\"", StringComparison.Ordinal))
            return;
        var value = $"<value>{SecurityElement.Escape(sentence).Replace("&apos;", "'", StringComparison.Ordinal)}</value>";
        var entry = isOneLine
            ? $"  <data name=\"{name}\" xml:space=\"preserve\">{value}</data>\n"
            : $"  <data name=\"{name}\" xml:space=\"preserve\">\n    {value}\n  </data>\n";
        var end = text.LastIndexOf("</root>", StringComparison.Ordinal);
        File.WriteAllText(path, text[..end] + entry + text[end..]);
        says.WriteLine($"{Path.GetFileName(path)}: {name}");
    }

    // After the last door that opens by itself.
    private static void Open(string path, IReadOnlyDictionary<string, string> values, TextWriter says)
    {
        var lines = File.ReadAllLines(path).ToList();
        var door = lines.FindIndex(line => line.Trim() == "app.MapSession();");
        lines.Insert(door + 1, $"        app.Map{values["Verb"]}();");
        var import = $"using ParallelApproval.Web.{values["Noun"]};";
        if (!lines.Contains(import))
            lines.Insert(lines.FindLastIndex(line => line.StartsWith("using ParallelApproval.Web", StringComparison.Ordinal)) + 1, import);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
        says.WriteLine($"{Path.GetFileName(path)}: app.Map{values["Verb"]}()");
    }

    private static string Joined(string name, char by) => Hump.Replace(name, by + "$1").ToLowerInvariant();
}
