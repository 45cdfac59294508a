using System.CommandLine;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Commands;

/// <summary>
/// <c>create-administrator --user-name … [--name …] [--role …]</c>: the first account of a Production database, and the first of each of
/// the
/// three administrators. The password is read from the terminal without echo, or from standard input; it never stands on the command line,
/// where other users could see it.
/// </summary>
internal static class CreateAdministratorCommand
{
    private static readonly (string Word, Role Role)[] Kinds =
    [
        ("system", Role.Administrator),
        ("security", Role.SecurityAdministrator),
        ("audit", Role.AuditAdministrator),
    ];

    public static Command Make()
    {
        var userName = new Option<string>("--user-name") { Description = "Sign-in name.", Required = true };
        var name = new Option<string?>("--name") { Description = "Name as printed; the sign-in name when left out." };
        var role = new Option<string>("--role")
        {
            Description = "Which of the three administrators.",
            DefaultValueFactory = _ => Kinds[0].Word,
        };
        role.AcceptOnlyFromAmong([.. Kinds.Select(kind => kind.Word)]);
        var command = new Command("create-administrator", "Creates the first account of an administrator.") { userName, name, role };
        command.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.Settings(),
                    parsed.GetValue(userName)!,
                    parsed.GetValue(name) ?? parsed.GetValue(userName)!,
                    Kinds.First(kind => kind.Word == parsed.GetValue(role)).Role,
                    cancellation
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(string[] settings, string userName, string name, Role role, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(settings, cancellation: cancellation);
        await using var scope = app.Services.CreateAsyncScope();
        var created = await scope
            .ServiceProvider.GetRequiredService<CreateAdministratorHandler>()
            .HandleAsync(new(userName, name, name, ReadPassword(), role), cancellation);
        foreach (var error in created.ErrorsOrEmptyList)
            await Console.Error.WriteLineAsync(RefusalTexts.Sentence(error));
        if (created.IsError)
            return 1;
        Console.WriteLine($"Administrator {created.Value.UserName} may sign in now.");
        return 0;
    }

    private static string ReadPassword()
    {
        if (Console.IsInputRedirected)
            return Console.In.ReadLine() ?? "";
        Console.Error.Write("Password: ");
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else
                typed.Append(key.KeyChar);
        Console.Error.WriteLine();
        return typed.ToString();
    }
}
