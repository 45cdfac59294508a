using System.CommandLine;
using ParallelApproval.Web.Settings;

namespace ParallelApproval.Web.Commands;

/// <summary><c>settings check</c>: says what is wrong with the settings as a start would, and starts nothing.</summary>
internal static class SettingsCommand
{
    public static Command Make()
    {
        var check = new Command("check", "Says what is wrong with the settings, and exits with 1 where something is.");
        check.SetAction(parsed =>
        {
            SettingsCheck.Demand(Program.Configured(parsed.Settings()).Configuration);
            Console.WriteLine("The settings are sound.");
            return 0;
        });
        return new("settings", "The settings of the program; docs/settings.md lists them.") { check };
    }
}
