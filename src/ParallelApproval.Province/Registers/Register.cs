using ErrorOr;
using FluentValidation;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Refusals;

namespace ParallelApproval.Province.Registers;

/// <summary>
/// The register of districts (区县名册) as it stands in its file: which houses stand behind this entrance, and where. The one owner of that;
/// it holds no secret.
/// </summary>
/// <param name="Districts">In the order in which they are listed to readers.</param>
internal sealed record Register(ProvinceEntry Province, IReadOnlyList<DistrictEntry> Districts);

/// <summary>The province itself.</summary>
/// <param name="Address">Where its own pages are reached, e.g. <c>https://province.example</c>.</param>
internal sealed record ProvinceEntry(string Name, string NameEn, string Address)
{
    /// <summary>Its name in the reader's language.</summary>
    public string NameIn(bool english) => english ? NameEn : Name;
}

/// <summary>One district.</summary>
/// <param name="Region">行政区划代码, with which its case numbers begin.</param>
/// <param name="Address">Where readers reach its house, by a name of its own: sessions stay with that name. Scheme, host and port.</param>
/// <param name="Nodes">The addresses of its servers, as this entrance reaches them; none while the house is shut.</param>
/// <param name="KeyFile">The file with the key by which its figures are asked for, beside the register or absolute; null where the
/// district gives none.</param>
internal sealed record DistrictEntry(
    string Region,
    string Name,
    string NameEn,
    string Address,
    IReadOnlyList<string> Nodes,
    string? KeyFile = null
)
{
    /// <summary>Its name in the reader's language.</summary>
    public string NameIn(bool english) => english ? NameEn : Name;
}

/// <summary>Judges a register before it counts.</summary>
internal sealed class RegisterValidator : AbstractValidator<Register>
{
    /// <param name="folder">Where the register lies.</param>
    public RegisterValidator(string folder)
    {
        RuleFor(register => register.Province).SetValidator(new ProvinceEntryValidator());
        RuleForEach(register => register.Districts).SetValidator(new DistrictEntryValidator(folder));
        RuleFor(register => register).RefusesAll((register, _) => Doubles(register));
    }

    // A number leads to one district, a name to one house, a server to one database.
    private static IEnumerable<Error> Doubles(Register register)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { HostOf(register.Province.Address) };
        foreach (var (at, district) in register.Districts.Index())
        {
            var place = FormattableString.Invariant($"districts[{at}]");
            if (!seen.Add(district.Region))
                yield return Twice(place + ".region", district.Region);
            if (!seen.Add(HostOf(district.Address)))
                yield return Twice(place + ".address", HostOf(district.Address));
            foreach (var (node, address) in district.Nodes.Index())
                if (!seen.Add(address.TrimEnd('/')))
                    yield return Twice(FormattableString.Invariant($"{place}.nodes[{node}]"), address);
        }
    }

    private static string HostOf(string address) => ServerAddress.Read(address)?.Host ?? address;

    private static Error Twice(string field, string what) => Refusal.Input(field, RefusalCode.RegisterTwice, ("what", what));
}

internal sealed class ProvinceEntryValidator : AbstractValidator<ProvinceEntry>
{
    public ProvinceEntryValidator()
    {
        RuleFor(province => province.Name).Given().IsName();
        RuleFor(province => province.NameEn).Given().IsName();
        RuleFor(province => province.Address).IsServerAddress();
    }
}

internal sealed class DistrictEntryValidator : AbstractValidator<DistrictEntry>
{
    private const int MostNodes = 64;

    public DistrictEntryValidator(string folder)
    {
        RuleFor(district => district.Region)
            .Refuses((region, place) => RegionCode.IsOfDistrict(region) ? null : Malformed(place.Field, region));
        RuleFor(district => district.Name).Given().IsName();
        RuleFor(district => district.NameEn).Given().IsName();
        RuleFor(district => district.Address).IsServerAddress();
        RuleFor(district => (IReadOnlyCollection<string>?)district.Nodes).HasAtMost(MostNodes).OverridePropertyName("Nodes");
        RuleForEach(district => district.Nodes).IsServerAddress();
        RuleFor(district => district.KeyFile)
            .Refuses((file, place) => file is null || File.Exists(Path.Combine(folder, file)) ? null : Missing(place.Field, file));
    }

    private static Error Malformed(string field, string? region) =>
        Refusal.Input(field, RefusalCode.InstallationRegionMalformed, ("region", region));

    private static Error Missing(string field, string file) => Refusal.Input(field, RefusalCode.KeyFileMissing, ("file", file));
}

/// <summary>The address of a server: scheme, host, port, and nothing behind them.</summary>
internal static class ServerAddress
{
    /// <summary>Null for anything else.</summary>
    public static Uri? Read(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && address is { PathAndQuery: "/", Fragment: "", UserInfo: "", Host.Length: > 0 }
            ? address
            : null;

    public static IRuleBuilderOptions<T, string> IsServerAddress<T>(this IRuleBuilder<T, string> rule) =>
        rule.Refuses((address, place) => Read(address) is null ? Malformed(place.Field, address) : null);

    private static Error Malformed(string field, string? address) =>
        Refusal.Input(field, RefusalCode.ServerAddressMalformed, ("address", address));
}
