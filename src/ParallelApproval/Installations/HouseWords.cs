using ParallelApproval.Organisation;

namespace ParallelApproval.Installations;

/// <summary>The names of the house as it is set up (本机构用语), whole and in their parts.</summary>
internal sealed class HouseWords(InstallationRegister installation) : IKnowHouseWords
{
    public IEnumerable<string> Words =>
        installation.Current is { } house
            ? new[]
            {
                house.RegionName,
                house.District,
                house.DistrictEn,
                house.Centre,
                house.CentreEn,
                house.DocumentPrefix,
                house.Region,
            }.SelectMany(name => name.Split(' ').Append(name.Replace(" ", "", StringComparison.Ordinal)))
            : [];
}
