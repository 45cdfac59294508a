using System.Text.Json.Nodes;
using ParallelApproval.Testing;

namespace ParallelApproval.Web;

/// <summary>事项样本库 and 事项包 through the API and the page: from one house into another.</summary>
public sealed class LibraryOverHttpTests(FrontDoor door, TestCluster cluster) : IClassFixture<FrontDoor>
{
    private const string Model = "610104-XK-103";

    private static readonly string From = DateTime
        .UtcNow.AddDays(40)
        .ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bundle_goes_from_one_house_to_another_which_compares_it_trusts_its_signer_and_takes_it()
    {
        var designer = await door.AsAsync("designer");
        var draft = (await designer.GetAsync($"/api/library/{Model}"))["model"]!.AsObject();
        (draft["promisedDays"], draft["effectiveFrom"]) = (4, From);
        draft["branches"]![0]!["promisedDay"] = 4;
        var published = await designer.PutAsync($"/api/catalogue/items/{Model}?expectedVersion=1", draft.DeepClone());
        published.Status.ShouldBe(200, published.Text);
        var bundle = await FileAsync(designer, $"/api/bundles/export?items={Model}");
        var fingerprint = (await designer.GetAsync("/api/bundles/signers"))["own"]!.GetValue<string>();
        (await designer.GetAsync("/api/bundles/export?items=NONE")).Code.ShouldBe("model_unknown");

        await using var database = await cluster.CopyAsync(OtherDistrict.Template, Cancellation);
        await using var app = await FrontDoor.OpenAsync(database.Source, "Production", Cancellation);
        await app.StartAsync(Cancellation);
        var address = new Uri(app.Urls.Single());
        var admin = await Account.SignInAsync(address, "admin", "Demo#2026");
        (await SendAsync(address, admin, $"/api/bundles/comparison?from={From}", bundle)).Code.ShouldBe("installation_not_set_up");
        (await admin.PutAsync("/api/installation?expectedRevision=0", Installation())).Status.ShouldBe(200);

        var seen = await SendAsync(address, admin, $"/api/bundles/comparison?from={From}", bundle);
        seen.Status.ShouldBe(200, seen.Text);
        (seen["fingerprint"]!.GetValue<string>(), seen["standing"]!.GetValue<string>()).ShouldBe((fingerprint, "unknown"));
        var item = seen["comparison"]!["parts"]!.AsArray().Single(part => part!["kind"]!.GetValue<string>() == "item")!;
        (item["code"]!.GetValue<string>(), item["change"]!.GetValue<string>()).ShouldBe(("511602-XK-103", "changed"));
        item["lines"]!
            .AsArray()
            .Select(line => $"{line!["field"]} {line["ours"]} {line["theirs"]}")
            .ShouldBe(["promisedDays 5 4", "branches[1].promisedDay 5 4"], ignoreOrder: true);

        var adoption = $"/api/bundles/adoption?from={From}&compared={seen["comparison"]!["compared"]!.GetValue<string>()}";
        var refused = await SendAsync(address, admin, adoption, bundle);
        (refused.Status, refused.Code).ShouldBe((409, "bundle_signer_unknown"), refused.Text);
        var trusted = new JsonObject { ["name"] = "莲湖区", ["isTrusted"] = true };
        (
            await (await Account.SignInAsync(address, "designer", "Demo#2026")).PutAsync(
                $"/api/bundles/signers/{fingerprint}",
                trusted.DeepClone()
            )
        ).Code.ShouldBe("verb_not_allowed");
        (await admin.PutAsync("/api/bundles/signers/12", trusted.DeepClone())).Code.ShouldBe("fingerprint_malformed");
        (await admin.PutAsync($"/api/bundles/signers/{fingerprint}", trusted.DeepClone())).Status.ShouldBe(200);
        var adopted = await SendAsync(address, admin, adoption, bundle);
        adopted.Status.ShouldBe(200, adopted.Text);
        adopted["items"]!.AsArray().Select(code => code!.GetValue<string>()).ShouldBe(["511602-XK-103"]);
        (await SendAsync(address, admin, adoption, bundle)).Code.ShouldBe("comparison_stale");
        var versions = await admin.GetAsync("/api/catalogue/items/511602-XK-103/versions");
        versions["items"]![0]!["promisedDays"]!.GetValue<int>().ShouldBe(4);
        (await admin.GetAsync("/api/audit/verification")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_model_of_the_product_is_compared_and_adopted_under_another_body()
    {
        var designer = await door.AsAsync("designer");
        var models = (await designer.GetAsync("/api/library"))["items"]!.AsArray();
        models.Count.ShouldBe(21);
        models.ShouldAllBe(model => model!["laws"]!.AsArray().Count > 0 && model["asOf"] != null);
        const string other = "610104-XK-104";
        var plan = new JsonObject
        {
            ["from"] = From,
            ["items"] = new JsonArray(other),
            ["bodies"] = new JsonObject { [(await LeadAsync(designer, other))] = "MZJ" },
        };
        var seen = await designer.PostAsync("/api/library/comparison", plan.DeepClone());
        seen.Status.ShouldBe(200, seen.Text);
        plan["compared"] = seen["compared"]!.GetValue<string>();
        (await (await door.AsAsync("clerk")).PostAsync("/api/library/adoption", plan.DeepClone())).Code.ShouldBe("verb_not_allowed");
        var adopted = await designer.PostAsync("/api/library/adoption", plan.DeepClone());
        adopted.Status.ShouldBe(200, adopted.Text);
        var newest = (await designer.GetAsync($"/api/catalogue/items/{other}/versions"))["items"]![0]!;
        newest["leadDepartmentCode"]!.GetValue<string>().ShouldBe("MZJ");
        newest["effectiveFrom"]!.GetValue<string>().ShouldBe(From);

        plan["items"] = new JsonArray("610104-NO-1");
        (await designer.PostAsync("/api/library/comparison", Without(plan, "compared"))).Code.ShouldBe("model_unknown");
        (await SendAsync(door.Address, designer, $"/api/bundles/comparison?from={From}", [1, 2, 3])).Code.ShouldBe("bundle_unreadable");
        (await SendAsync(door.Address, designer, $"/api/bundles/comparison?from={From}&bodies=nonsense", [1])).Code.ShouldBe(
            "field_malformed"
        );
    }

    [Fact]
    public async Task The_page_shows_the_models_and_opens_one()
    {
        var designer = await Browser.SignInAsync(door.Address, "designer");
        var page = await designer.OpenAsync("/library?Item=" + Model);
        page.Html.ShouldContain("21 models");
        page.Html.ShouldContain("Compare with what the house has");
        (await designer.OpenAsync("/library/" + Model)).Html.ShouldContain("公共场所卫生管理条例");
        (await designer.OpenAsync("/library/X")).Html.ShouldContain("There is no model X");
    }

    private static async Task<string> LeadAsync(Account account, string model) =>
        (await account.GetAsync($"/api/library/{model}"))["model"]!["leadDepartmentCode"]!.GetValue<string>();

    private static JsonObject Without(JsonObject body, string member)
    {
        var copy = (JsonObject)body.DeepClone();
        copy.Remove(member);
        return copy;
    }

    private async Task<byte[]> FileAsync(Account account, string path)
    {
        using var http = new HttpClient { BaseAddress = door.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", account.Token);
        using var answer = await http.GetAsync(path, Cancellation);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(Cancellation));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        return await answer.Content.ReadAsByteArrayAsync(Cancellation);
    }

    private static async Task<Answer> SendAsync(Uri address, Account account, string path, byte[] file)
    {
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", account.Token);
        using var content = new ByteArrayContent(file) { Headers = { ContentType = new("application/octet-stream") } };
        using var answer = await http.PostAsync(path, content, Cancellation);
        return new((int)answer.StatusCode, null, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static JsonObject Installation() =>
        new()
        {
            ["region"] = OtherDistrict.Region,
            ["regionName"] = "四川省广安市广安区",
            ["district"] = "广安区",
            ["districtEn"] = "Guang'an District",
            ["centre"] = "广安区政务服务大厅",
            ["centreEn"] = "Service Hall of Guang'an",
            ["documentPrefix"] = "广审",
        };
}
