using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ParallelApproval.Refusals;

namespace ParallelApproval.Web;

/// <summary>
/// What <c>templates/NewCommand.cs</c> writes fits the house as it is today: it compiles against it, words and door included.
/// </summary>
public sealed class NewCommandTests : IDisposable
{
    // The compiler writes the body of a generated pattern at a build; here nothing is run.
    private const string NotGenerated = "CS8795";

    private static readonly string[] Needed =
    [
        "src/ParallelApproval.Web/Program.cs",
        "src/ParallelApproval/Refusals/Refusals.resx",
        "src/ParallelApproval/Refusals/Refusals.zh-CN.resx",
        "src/ParallelApproval.Web/Languages/Words.resx",
        "src/ParallelApproval.Web/Languages/Words.zh-CN.resx",
        "templates/command/Command.cs.txt",
        "templates/command/Endpoint.cs.txt",
        "templates/command/Tests.cs.txt",
    ];

    private static readonly string[] Wanted =
    [
        "RetireForm",
        "--room",
        "Catalogue",
        "--event",
        "FormRetired",
        "--summary",
        "Take a form out of use",
        "--zh",
        "停用表单",
    ];

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly string _root = Directory.CreateTempSubdirectory("new-command-").FullName;

    public NewCommandTests()
    {
        foreach (var file in Needed)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
            File.Copy(Path.Combine(Repository(), file), At(file));
        }
    }

    [Fact]
    public void A_new_command_compiles_with_its_door_and_its_test_and_has_its_words_in_both_languages()
    {
        var run = Generator();
        var said = new StringWriter();
        run(Wanted, _root, said).ShouldBe(0, said.ToString());

        // The property of a refusal is written from the words at each build; another one of the house stands for it.
        string Source(string path) =>
            File.ReadAllText(At(path))
                .Replace("RefusalCode.RetireFormSubjectMalformed", "RefusalCode.MaterialCodeMalformed", StringComparison.Ordinal);
        var house = Compile(
            "ParallelApproval.Tests",
            [],
            "global using Shouldly; global using Xunit;",
            Source("src/ParallelApproval/Catalogue/RetireForm.cs"),
            Source("tests/ParallelApproval.Tests/Catalogue/RetireFormTests.cs")
        );
        Compile(
            "ParallelApproval.Web.Tests",
            [house.ToMetadataReference()],
            "global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Http; global using Microsoft.AspNetCore.Routing;",
            Source("src/ParallelApproval.Web/Catalogue/RetireFormEndpoint.cs")
        );

        Word("src/ParallelApproval/Refusals/Refusals.resx", "retire_form_subject_malformed").ShouldContain("{subject}");
        Word("src/ParallelApproval/Refusals/Refusals.zh-CN.resx", "retire_form_subject_malformed").ShouldContain("{subject}");
        Word("src/ParallelApproval.Web/Languages/Words.resx", "house_FormRetired").ShouldBe("Take a form out of use");
        Word("src/ParallelApproval.Web/Languages/Words.zh-CN.resx", "house_FormRetired").ShouldBe("停用表单");
        File.ReadAllLines(At("src/ParallelApproval.Web/Program.cs")).ShouldContain("        app.MapRetireForm();");
        RefusalCode.All.Keys.ShouldNotContain("retire_form_subject_malformed", "the example is no verb of the house");

        var before = File.ReadAllText(At("src/ParallelApproval.Web/Program.cs"));
        run(Wanted, _root, said = new()).ShouldBe(1);
        said.ToString().ShouldContain("is there already");
        File.ReadAllText(At("src/ParallelApproval.Web/Program.cs")).ShouldBe(before);
        run(["RetireForm"], _root, said = new()).ShouldBe(1);
        said.ToString().ShouldStartWith("Usage:");
        run([.. Wanted[..2], "../etc", .. Wanted[3..]], _root, said = new()).ShouldBe(1);
        said.ToString().ShouldContain("../etc");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    // The file is a program of its own and belongs to no project; it is compiled as dotnet run would.
    private static Func<string[], string, TextWriter, int> Generator()
    {
        var program = CSharpCompilation.Create(
            "NewCommand",
            [Parse(Usings), Parse(File.ReadAllText(Path.Combine(Repository(), "templates/NewCommand.cs")))],
            References,
            new(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
        );
        using var image = new MemoryStream();
        var made = program.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        made.Success.ShouldBeTrue(string.Join('\n', made.Diagnostics));
        var run = Assembly.Load(image.ToArray()).GetType("NewCommand")!.GetMethod("Run")!;
        return run.CreateDelegate<Func<string[], string, TextWriter, int>>();
    }

    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Threading; global using System.Threading.Tasks;";

    private static CSharpCompilation Compile(string assembly, MetadataReference[] also, params string[] sources)
    {
        var compilation = CSharpCompilation.Create(
            assembly,
            [Parse(Usings), .. sources.Select(Parse)],
            // Of that very name there is one at hand, which is not the one that is made here.
            [.. References.Where(known => Path.GetFileNameWithoutExtension(known.Display) != assembly), .. also],
            new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable)
        );
        compilation
            .GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(found => found.Severity is DiagnosticSeverity.Error && found.Id != NotGenerated)
            .Select(found => found.ToString())
            .ShouldBeEmpty();
        return compilation;
    }

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, new(LanguageVersion.Latest));

    private string Word(string path, string name) =>
        XDocument.Load(At(path)).Root!.Elements("data").Single(word => (string?)word.Attribute("name") == name).Element("value")!.Value;

    private string At(string file) => Path.Combine(_root, file);

    private static string Repository([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
