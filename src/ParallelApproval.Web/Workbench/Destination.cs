using System.Reflection;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Workbench;

/// <summary>
/// An entry of the staff navigation (导航). It is offered when its page exists and the table of authority lets the officer open it.
/// </summary>
/// <param name="Path">Address of the page; its own <see cref="RequiresAttribute"/> names the verb.</param>
/// <param name="Word">What it is called.</param>
/// <param name="Icon">Drawn before the word.</param>
/// <param name="Verb">For what is no page of ours; null to ask the page.</param>
internal sealed record Destination(string Path, string Word, string Icon, Verb? Verb = null)
{
    private static readonly Dictionary<string, Verb> Pages = typeof(Destination)
        .Assembly.GetTypes()
        .Where(type => type.GetCustomAttribute<RequiresAttribute>() is not null)
        .SelectMany(type =>
            type.GetCustomAttributes<RouteAttribute>().Select(route => (route.Template, type.GetCustomAttribute<RequiresAttribute>()!.Verb))
        )
        .ToDictionary(page => page.Template, page => page.Verb, StringComparer.Ordinal);

    /// <summary>All of them, in the order in which they stand in the navigation.</summary>
    private static readonly Destination[] All =
    [
        new("/figures", "figures", Icons.Material.Filled.Today),
        new("/window", "window", Icons.Material.Filled.DesktopWindows),
        new("/prechecks", "prechecks", Icons.Material.Filled.FactCheck),
        new("/bookings", "bookings", Icons.Material.Filled.EventAvailable),
        new("/tasks", "tasks", Icons.Material.Filled.Inbox),
        new("/waiting", "waiting", Icons.Material.Filled.PendingActions),
        new("/cases", "cases", Icons.Material.Filled.FolderOpen),
        new("/supervision", "supervision", Icons.Material.Filled.Traffic),
        new("/evaluation", "evaluation", Icons.Material.Filled.StarRate),
        new("/publication", "results", Icons.Material.Filled.BarChart),
        new("/figures/headline", "headline", Icons.Material.Filled.QueryStats),
        new("/appraisal", "appraisal", Icons.Material.Filled.Grade),
        new("/figures/bulletins", "bulletins", Icons.Material.Filled.Campaign),
        new("/disposals", "disposals", Icons.Material.Filled.DeleteSweep),
        new("/powers", "powers", Icons.Material.Filled.HowToReg),
        new("/administration", "administration", Icons.Material.Filled.Settings),
        new("/phrases", "phrases", Icons.Material.Filled.ShortText),
        new("/templates", "templates", Icons.Material.Filled.Description),
        new("/studio", "studio", Icons.Material.Filled.AccountTree, Authority.Verb.Of<SeeWorkflows>()),
        new("/flows", "flows", Icons.Material.Filled.Science),
    ];

    // Where an officer of this role begins his day: the first of these that he may open.
    private static readonly Dictionary<Role, string[]> Starts = new()
    {
        [Role.Clerk] = ["/window", "/receive"],
        [Role.Approver] = ["/tasks"],
        [Role.Supervisor] = ["/supervision", "/cases"],
        [Role.Manager] = ["/figures", "/cases"],
        [Role.Designer] = ["/studio"],
        [Role.Administrator] = ["/administration", "/studio"],
        [Role.SecurityAdministrator] = ["/administration/proposals"],
        [Role.AuditAdministrator] = ["/administration/trail"],
    };

    public static IEnumerable<Destination> For(Caller caller) => All.Where(destination => destination.Asks is { } verb && caller.May(verb));

    /// <summary>The page on which an officer lands after signing in.</summary>
    public static string StartOf(Caller caller)
    {
        var open = caller.Officer.Roles.SelectMany(role => Starts.GetValueOrDefault(role, []));
        return open.FirstOrDefault(path => IsOpenTo(caller, path)) ?? For(caller).FirstOrDefault()?.Path ?? "/";
    }

    /// <summary>Whether there is such a page and the table lets him open it.</summary>
    public static bool IsOpenTo(Caller caller, string path) => VerbOf(path) is { } verb && caller.May(verb);

    // Null when the page does not exist.
    private Verb? Asks => Verb ?? VerbOf(Path);

    private static Verb? VerbOf(string path) =>
        Pages.TryGetValue(path, out var verb) ? verb : All.FirstOrDefault(destination => destination.Path == path)?.Verb;
}
