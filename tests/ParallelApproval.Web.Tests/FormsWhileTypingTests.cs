using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Organisation;
using ParallelApproval.Web.Supervision;
using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web;

/// <summary>
/// Forms by themselves, without a browser, a server or a database: what is wrong stands beside the field while somebody types.
/// </summary>
public sealed class FormsWhileTypingTests : BunitContext
{
    public FormsWhileTypingTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddHouse().AddMudServices().AddScoped<Occupant>().AddSingleton<LiveNews>().AddSingleton<OneCommand>();
        // Nobody asks it for anything.
        Services.AddSingleton(NpgsqlDataSource.Create("Host=localhost"));
        Services.AddDbContextFactory<ApprovalDbContext>(
            (services, options) => ApprovalDbContext.Configure(options, services.GetRequiredService<NpgsqlDataSource>())
        );
        Services.AddSingleton(TimeProvider.System).AddSingleton(TrailKeys.ForThisProcess()).AddSingleton(Vault.ForThisProcess());
        Services.AddSingleton<AuthenticationStateProvider, Nobody>();
        ReaderLanguage.Set(english: true);
    }

    [Fact]
    public void An_opinion_that_has_been_emptied_is_missed_at_once()
    {
        var form = Render<AnswerCardForm>();
        Fault(form, "explanation").ShouldBeEmpty();
        form.Find("#explanation").Input("The line was down.");
        Fault(form, "explanation").ShouldBeEmpty();
        form.Find("#explanation").Input("");
        Fault(form, "explanation").ShouldContain("Expected words");
        form.Find("#explanation").GetAttribute("aria-invalid").ShouldBe("true");
    }

    [Fact]
    public void A_hidden_character_is_named_beside_the_field()
    {
        var form = Render<OfficerForm>();
        form.Find("#name").Input("张\u202E三");
        Fault(form, "name").ShouldContain("U+202E");
        form.Find("#name").Input("张三");
        Fault(form, "name").ShouldBeEmpty();
    }

    [Fact]
    public void A_field_in_which_nobody_has_written_is_not_blamed()
    {
        var form = Render<OfficerForm>();
        form.Find("#userName").Input("Z");
        Fault(form, "userName").ShouldContain("user name of 3 to 64");
        Fault(form, "nameEn").ShouldBeEmpty();
    }

    [Fact]
    public void The_reader_is_told_in_his_language()
    {
        ReaderLanguage.Set(english: false);
        var form = Render<AppealCardForm>();
        form.Find("#statement").Input(new string('长', 2_001));
        Fault(form, "statement").ShouldContain("2000");
        Fault(form, "statement").ShouldNotContain("Expected");
    }

    private static string Fault<T>(IRenderedComponent<T> form, string field)
        where T : IComponent => form.Find($"[id='{field}-fault']").TextContent.Trim();

    private sealed class Nobody : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(new()));
    }
}
