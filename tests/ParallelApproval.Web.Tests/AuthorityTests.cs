using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Organisation;
using ParallelApproval.Web.Authority;

namespace ParallelApproval.Web;

/// <summary>Every door has a lock, and every lock opens for those whom the table names and for nobody else.</summary>
public sealed class AuthorityTests(FrontDoor door) : IClassFixture<FrontDoor>
{
    private static readonly Dictionary<Role, string> AccountOf = new()
    {
        [Role.Clerk] = "clerk",
        [Role.Approver] = "approver-syj",
        [Role.Supervisor] = "supervisor",
        [Role.Manager] = "manager",
        [Role.Designer] = "designer",
        [Role.Administrator] = "admin",
        [Role.SecurityAdministrator] = "security",
        [Role.AuditAdministrator] = "auditor",
    };

    // Sheets and scripts, the same for everybody.
    private static readonly string[] Files = ["/static/", "/_framework/", "/_content/MudBlazor/"];

    private IEnumerable<RouteEndpoint> Endpoints =>
        door.App.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    [Fact]
    public void Every_endpoint_names_a_verb_with_a_row_or_is_open_on_purpose()
    {
        var unnamed = Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Where(endpoint => endpoint.Metadata.GetMetadata<RequiresAttribute>() is not { } required || required.Verb.Authority is null)
            .Select(endpoint => endpoint.DisplayName);
        unnamed.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_open_to_anybody_is_this_and_no_more()
    {
        var open = Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/'))
            .Where(route => !Files.Any(folder => route.StartsWith(folder, StringComparison.Ordinal)))
            .Distinct()
            .Order(StringComparer.Ordinal);
        open.ShouldBe([
            "/",
            "/api/public/booking-offers",
            "/api/public/booking-offers/{offer}/times",
            "/api/public/bookings",
            "/api/public/bookings/{id}",
            "/api/public/bookings/{id}/cancellation",
            "/api/public/bookings/{id}/invitation",
            "/api/public/bookings/{id}/move",
            "/api/public/cases/{no}",
            "/api/public/cases/{no}/services",
            "/api/public/complaints",
            "/api/public/complaints/{complaint}",
            "/api/public/evaluations",
            "/api/public/items",
            "/api/public/items/{itemCode}",
            "/api/public/papers/verification",
            "/api/public/prechecks",
            "/api/public/prechecks/{id}",
            "/api/public/prechecks/{id}/files",
            "/api/public/prechecks/{id}/files/{file}",
            "/api/public/prechecks/{id}/sending",
            "/api/public/results",
            "/api/session",
            "/api/session/passkey",
            "/api/session/passkey-challenge",
            "/appearance",
            "/apply",
            "/apply/draft",
            "/board",
            "/book",
            "/book/mine",
            "/book/mine.ics",
            "/complain",
            "/docs/favicon.svg",
            "/docs/scalar.aspnetcore.js",
            "/docs/scalar.js",
            "/docs/{documentName?}",
            "/elsa/api/identity/login",
            "/guide",
            "/guide/{ItemCode}",
            "/guide/{itemCode}/form.pdf",
            "/guide/{itemCode}/sample.pdf",
            "/health",
            "/health/live",
            "/health/ready",
            "/health/sweep",
            "/kiosk",
            "/language",
            "/login",
            "/not-found",
            "/openapi/{documentName}.json",
            "/rate",
            "/refusals",
            "/results",
            "/sign-out",
            "/staff",
            "/studio/_content/{**file}",
            "/studio/_framework/{**file}",
            "/studio/appsettings.json",
            "/studio/appsettings.{environment}.json",
            "/studio/shell/{**file}",
            "/studio/{file}.css",
            "/track",
            "/track/paper",
            "/verify",
            "/verify/{Printed}",
        ]);
    }

    [Fact]
    public void The_table_of_authority_in_the_docs_says_what_the_verbs_say() => Approved.ShouldMatch("../../../docs/authority.md", Table());

    private static string Table()
    {
        var text = new StringBuilder(
            """
            # Authority 权限表

            Who may do what: printed from the attribute `[Authority]` that stands on each command, and on what is only looked at. What is not here is open to nobody. Where a tier
            is not named, streets and communities may do it, too. What takes two persons is proposed by one of these and confirmed by a
            security administrator who is another one. Neither that nor what a person does himself is given to a key of a system; all else
            may be, by the name in the first column.

            | verb | what it does | roles | tier | relation to the thing | persons |
            | --- | --- | --- | --- | --- | --- |

            """
        );
        foreach (var verb in Verb.All)
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{verb}` | {verb.Authority!.Summary} | {Roles(verb.Authority)} | "
                    + $"{(verb.Authority.InDistrictOnly ? "District" : "")} | {RelationOf(verb.Authority)} | "
                    + $"{(verb.Authority.TakesTwo ? "two" : verb.Authority.InPerson ? "himself" : "")} |\n"
            );
        return text.ToString();
    }

    private static string Roles(AuthorityAttribute authority) =>
        authority.Roles.Count == 0 ? "whoever is signed in" : string.Join(", ", authority.Roles);

    private static string RelationOf(AuthorityAttribute authority) =>
        authority.Relation is Relation.None ? "" : authority.Relation.ToString();

    [Fact]
    public void Every_verb_is_asked_for_by_some_endpoint()
    {
        var asked = Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<RequiresAttribute>()?.Verb).OfType<Verb>().ToHashSet();
        // The dashboard of the jobs stands only where jobs run; its own tests ask for these two.
        Verb.All.Except([Verb.Of<SeeJobs>(), Verb.Of<RunJobs>()]).Where(verb => !asked.Contains(verb)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_endpoint_lets_in_the_roles_of_its_row_and_turns_everybody_else_away()
    {
        var wrong = new List<string>();
        foreach (var (method, path, verb) in Guarded())
        foreach (var (role, userName) in AccountOf)
        {
            // An account of its own for the endpoints that would change the fixture for the others.
            var answer = await (await door.AsAsync(userName)).SendAsync(new(method), path, method is "GET" or "DELETE" ? null : "{}");
            var turnedAway = answer.Code == "verb_not_allowed";
            if (turnedAway != !verb.Allows([role], Tier.District))
                wrong.Add($"{role} {method} {path}: {answer.Status} {answer.Code}");
            if (answer.Status >= 500)
                wrong.Add($"{role} {method} {path}: {answer.Status} {answer.Text}");
            if (method is "DELETE" && path.StartsWith("/api/session", StringComparison.Ordinal))
                door.Forget(userName);
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_gets_in_without_signing_in()
    {
        foreach (var (method, path, _) in Guarded())
        {
            var answer = await door.Anonymous.SendAsync(new(method), path, method is "GET" or "DELETE" ? null : "{}");
            answer.Status.ShouldBe(401, $"{method} {path}");
            answer.Code.ShouldBe("sign_in_needed");
        }
    }

    [Fact]
    public async Task A_false_token_stands_for_nobody()
    {
        var answer = await new Account(door.Address, "CfDJ8-forged").GetAsync("/api/session");
        answer.Status.ShouldBe(401);
    }

    [Fact]
    public void A_verb_of_the_district_is_not_for_a_street() =>
        Verb.Of<EditCatalogue>().Allows([Role.Designer], Tier.Street).ShouldBeFalse();

    private IEnumerable<(string Method, string Path, Verb Verb)> Guarded() =>
        from endpoint in Endpoints
        let required = endpoint.Metadata.GetMetadata<RequiresAttribute>()
        where
            required is not null
            && endpoint.RoutePattern.RawText!.TrimStart('/') is var route
            && (route.StartsWith("api/", StringComparison.Ordinal) || route.StartsWith("elsa/api/", StringComparison.Ordinal))
        from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
        select (method, Fill(endpoint), required.Verb);

    private static string Fill(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        foreach (var parameter in endpoint.RoutePattern.Parameters)
            path = System.Text.RegularExpressions.Regex.Replace(path, @"\{" + parameter.Name + @"[^}]*\}", Example(parameter.Name));
        return path;
    }

    private static string Example(string name) =>
        name switch
        {
            "no" => "61010420260302000019",
            "id" => "61010420260302000019-01-1",
            "notice" => "1",
            "scan" => "1",
            "period" => "2026-03",
            "rating" => "61010420260302000019-1",
            "complaint" => "TS00000001",
            "year" => "2026",
            "version" => "1",
            _ => "610104-YJS-001",
        };
}
