using ParallelApproval.Web.Session;
using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web.Administration;

/// <summary>
/// A page of the administration (管理页面): where it lies and what it is called. It is offered to whom the table of authority lets in.
/// </summary>
public sealed record Section(string Path, string Word)
{
    public const string Home = "/administration";

    public static readonly Section Start = new("/start", "start");
    public static readonly Section Import = new("/import", "import");
    public static readonly Section Library = new("/library", "library");
    public static readonly Section ListedItems = new(Home + "/list", "listed_items");
    public static readonly Section Installation = new(Home + "/installation", "installation");
    public static readonly Section Letters = new(Home + "/letters", "letters");
    public static readonly Section Absences = new(Home + "/absences", "absences");
    public static readonly Section Officers = new(Home + "/officers", "officers");
    public static readonly Section Proposals = new(Home + "/proposals", "two_persons");
    public static readonly Section SignIns = new(Home + "/sign-ins", "sign_in_alarms");
    public static readonly Section Keys = new(Home + "/keys", "api_keys");
    public static readonly Section Webhooks = new(Home + "/webhooks", "webhooks");
    public static readonly Section Departments = new(Home + "/departments", "departments");
    public static readonly Section Windows = new(Home + "/windows", "windows");
    public static readonly Section Offers = new(Home + "/offers", "offers");
    public static readonly Section Seals = new(Home + "/seals", "seals");
    public static readonly Section Items = new(Home + "/items", "items");
    public static readonly Section Materials = new(Home + "/materials", "materials_library");
    public static readonly Section Calendars = new(Home + "/calendars", "calendars");
    public static readonly Section Blocks = new(Home + "/blocks", "blocks");
    public static readonly Section Trail = new(Home + "/trail", "house_trail");
    public static readonly Section DamagedRecords = new(Home + "/damaged-records", "damaged_records");
    public static readonly Section Settings = new(Home + "/settings", "settings");

    private static readonly Section[] All =
    [
        Start,
        Installation,
        Letters,
        Absences,
        Officers,
        Proposals,
        SignIns,
        Keys,
        Webhooks,
        Departments,
        Windows,
        Offers,
        Seals,
        Items,
        Materials,
        ListedItems,
        Import,
        Library,
        Calendars,
        Blocks,
        Trail,
        DamagedRecords,
        Settings,
    ];

    internal static IEnumerable<Section> For(Caller caller) => All.Where(section => Destination.IsOpenTo(caller, section.Path));
}
