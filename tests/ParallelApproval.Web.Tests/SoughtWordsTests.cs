using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using ParallelApproval.Web.Workbench;

namespace ParallelApproval.Web;

/// <summary>A name that an officer looks for stands in no address, so in no log of a proxy and in no history.</summary>
[Collection<OneDoor>]
public sealed class SoughtWordsTests(FrontDoor door)
{
    [Fact]
    public async Task What_is_looked_for_stands_encrypted_in_the_address_and_is_found()
    {
        var application = Drill.Application();
        application["applicant"]!["name"] = "司徒觅见";
        var receipt = await (await door.AsAsync("clerk")).PostAsync("/api/cases", application);
        receipt.Status.ShouldBe(201, receipt.Text);
        var written = door.App.Services.GetRequiredService<SoughtWords>().Write(" 司徒觅见 ").ShouldNotBeNull();
        written.ShouldMatch("^~[A-Za-z0-9_-]+$");

        var clerk = await Browser.SignInAsync(door.Address, "clerk");
        (await clerk.OpenAsync("/cases?Search=" + written)).Html.ShouldContain(receipt["caseNumber"]!.GetValue<string>());
        (await clerk.OpenAsync("/cases?Search=" + Uri.EscapeDataString("没有此人"))).Html.ShouldNotContain("司徒觅见");
    }

    [Fact]
    public void Spoilt_words_are_none_and_typed_ones_are_as_typed()
    {
        var words = new SoughtWords(new EphemeralDataProtectionProvider());
        words.Read(words.Write("13900000000")).ShouldBe("13900000000");
        words.Read("13900000000").ShouldBe("13900000000");
        words.Read("~nonsense").ShouldBeNull();
        words.Read("~").ShouldBeNull();
        words.Read(null).ShouldBeNull();
        words.Write("  ").ShouldBeNull();
        words.Read(new SoughtWords(new EphemeralDataProtectionProvider()).Write("王")).ShouldBeNull("another house wrote it");
    }
}
