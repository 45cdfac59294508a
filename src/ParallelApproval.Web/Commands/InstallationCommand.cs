using System.CommandLine;
using ParallelApproval.Database;
using ParallelApproval.Installations;
using ParallelApproval.Web.Languages;
using ParallelApproval.Web.Problems;

namespace ParallelApproval.Web.Commands;

/// <summary>
/// <c>installation set --region … --district … --centre …</c>: whom the house serves, from the command line of the server. What was not
/// given stays as it is. Once there are cases, an administrator has to enter the same.
/// </summary>
internal static class InstallationCommand
{
    public static Command Make()
    {
        var region = Text("--region", "Region code, six digits (GB/T 2260).");
        var regionName = Text("--region-name", "Whole name of the region.");
        var district = Text("--district", "Name of the district.");
        var districtEn = Text("--district-en", "Name of the district, English.");
        var centre = Text("--centre", "Name of the service centre.");
        var centreEn = Text("--centre-en", "Name of the service centre, English.");
        var prefix = Text("--document-prefix", "The word before document numbers, 1 to 8 letters or digits.");
        var address = Text("--public-address", "Where the public reaches this server.");
        var place = Text("--place", "Where the hall stands, as papers say it.");
        var phone = Text("--phone", "Whom the applicant calls.");
        var reviewBody = Text("--review-body", "Who reviews decisions; the district's government unless given.");
        var court = Text("--court", "Which court hears suits; the court of the region unless given.");
        var tiers = Text("--tiers", "Names of the three tiers, separated by commas; 区,街道,社区 unless given.");
        var tiersEn = Text("--tiers-en", "The same in English.");
        var set = new Command("set", "Says whom this house serves; what is left out stays as it is.")
        {
            region,
            regionName,
            district,
            districtEn,
            centre,
            centreEn,
            prefix,
            address,
            place,
            phone,
            reviewBody,
            court,
            tiers,
            tiersEn,
        };
        set.SetAction(
            (parsed, cancellation) =>
                RunAsync(
                    parsed.Settings(),
                    held =>
                        new(
                            parsed.GetValue(region) ?? held?.Region ?? "",
                            parsed.GetValue(regionName) ?? held?.RegionName ?? "",
                            parsed.GetValue(district) ?? held?.District ?? "",
                            parsed.GetValue(districtEn) ?? held?.DistrictEn ?? "",
                            parsed.GetValue(centre) ?? held?.Centre ?? "",
                            parsed.GetValue(centreEn) ?? held?.CentreEn ?? "",
                            Tiers(parsed.GetValue(tiers), parsed.GetValue(tiersEn), held?.Tiers ?? TierNames.Usual),
                            parsed.GetValue(prefix) ?? held?.DocumentPrefix ?? "",
                            parsed.GetValue(address) ?? held?.PublicAddress,
                            parsed.GetValue(place) ?? held?.Place,
                            parsed.GetValue(phone) ?? held?.Phone,
                            parsed.GetValue(reviewBody) ?? held?.ReviewBody,
                            parsed.GetValue(court) ?? held?.Court
                        ),
                    cancellation
                )
        );
        return new("installation", "Whom this house serves: region, names, document prefix, address.") { set };
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    // Three names each; another count leaves one empty, and the house says which.
    private static TierNames Tiers(string? names, string? namesEn, TierNames held)
    {
        var chinese = names?.Split([',', '，', '、']) ?? [held.District, held.Street, held.Community];
        var english = namesEn?.Split(',') ?? [held.DistrictEn, held.StreetEn, held.CommunityEn];
        return new(At(chinese, 0), At(english, 0), At(chinese, 1), At(english, 1), At(chinese, 2), At(english, 2));
    }

    private static string At(string[] names, int at) => names.ElementAtOrDefault(at) ?? "";

    private static async Task<int> RunAsync(string[] settings, Func<Installation?, Installation> wanted, CancellationToken cancellation)
    {
        await using var app = await Program.OpenAsync(settings, cancellation: cancellation);
        var register = app.Services.GetRequiredService<InstallationRegister>();
        var entered = await app
            .Services.GetRequiredService<SetUpInstallationHandler>()
            .HandleAsync(
                new(wanted(register.Current), register.Revision),
                Act.OfSystem(app.Services.GetRequiredService<TimeProvider>()),
                cancellation
            );
        foreach (var error in entered.ErrorsOrEmptyList)
            await Console.Error.WriteLineAsync($"{RefusalTexts.Field(error)}: {RefusalTexts.Sentence(error)}".TrimStart(':', ' '));
        if (entered.IsError)
            return 1;
        Console.WriteLine(
            entered.Value.InForce
                ? $"This house serves {entered.Value.Installation.Region} {entered.Value.Installation.District}."
                : "Noted. It comes into force when an administrator has entered the same at /administration/installation."
        );
        return 0;
    }
}
