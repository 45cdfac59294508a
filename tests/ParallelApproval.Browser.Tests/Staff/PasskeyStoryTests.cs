using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using ParallelApproval.Web;
using static Microsoft.Playwright.Assertions;

namespace ParallelApproval.Browser.Staff;

/// <summary>通行密钥 in a real Chromium, with its own authenticator made of code: added, signed out, signed in without a password.</summary>
public sealed class PasskeyStoryTests(FrontDoor door, Chromium chromium) : IClassFixture<FrontDoor>
{
    // Browsers keep passkeys for names, not for bare numbers.
    private Uri Named => new($"http://localhost:{door.Address.Port}");

    [Fact]
    public async Task A_clerk_adds_a_passkey_and_comes_in_by_it_without_a_password()
    {
        await using var visit = await Visit.BeginAsync(chromium, Named, new Reader());
        var (page, device) = (visit.Page, await DeviceAsync(visit.Page));
        await visit.OpenAsAsync("clerk", "/account");
        await Expect(page).ToHaveURLAsync(new Regex("/account"));
        await page.Locator("#passkey-password").FillAsync("Demo#2026");
        await page.Locator("form:has(#passkey-password) button").ClickAsync();
        await page.Locator("#passkey-name").FillAsync("窗口电脑");
        await page.Locator("button[data-passkey=create]").ClickAsync();
        await Expect(page.Locator("tr[data-passkey-row]")).ToContainTextAsync("窗口电脑");
        (await device.CredentialsAsync()).Count.ShouldBe(1);

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/login");
        await page.Locator("button[data-passkey=get]").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/window"));
        await page.GotoAsync("/account");
        await Expect(page.Locator("tr[data-passkey-row] td").Last).Not.ToContainTextAsync("未使用");
        visit.Complaints.ShouldBeEmpty();

        // The key copied before it signed once more: its counter goes back.
        var copied = (await device.CredentialsAsync()).Single();
        await device.SetCountAsync(copied, 0);
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/login");
        await page.Locator("button[data-passkey=get]").ClickAsync();
        await Expect(page.Locator("[role=alert]")).ToContainTextAsync("通行密钥核验未通过");
    }

    [Fact]
    public async Task A_device_that_knows_no_key_of_this_house_is_told_so_and_the_page_stays()
    {
        await using var visit = await Visit.BeginAsync(chromium, Named, new Reader());
        await DeviceAsync(visit.Page);
        await visit.Page.GotoAsync("/login");
        await visit.Page.Locator("button[data-passkey=get]").ClickAsync();
        await Expect(visit.Page.Locator("[data-passkey-told]")).ToContainTextAsync("设备未提供通行密钥");
        await Expect(visit.Page.Locator("button[data-passkey=get]")).ToBeEnabledAsync();
    }

    private static async Task<Device> DeviceAsync(IPage page)
    {
        var talk = await page.Context.NewCDPSessionAsync(page);
        await talk.SendAsync("WebAuthn.enable");
        var added = await talk.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        return new(talk, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    private sealed record Device(ICDPSession Talk, string Id)
    {
        public async Task<IReadOnlyList<JsonObject>> CredentialsAsync()
        {
            var told = await Talk.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = Id });
            return [.. JsonNode.Parse(told!.Value.GetProperty("credentials").GetRawText())!.AsArray().Select(one => one!.AsObject())];
        }

        public async Task SetCountAsync(JsonObject credential, int count)
        {
            await Talk.SendAsync(
                "WebAuthn.removeCredential",
                new() { ["authenticatorId"] = Id, ["credentialId"] = credential["credentialId"]!.GetValue<string>() }
            );
            var copy = System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, object>>(credential.ToJsonString())!;
            copy["signCount"] = count;
            await Talk.SendAsync("WebAuthn.addCredential", new() { ["authenticatorId"] = Id, ["credential"] = copy });
        }
    }
}
