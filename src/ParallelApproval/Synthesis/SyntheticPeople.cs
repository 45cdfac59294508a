using System.Globalization;
using ParallelApproval.Cases;
using ParallelApproval.Identities;

namespace ParallelApproval.Synthesis;

/// <summary>
/// Applicants who never lived (仿真申请人): citizens born in 1890, so that no living person is met, and companies with codes of their own.
/// </summary>
internal static class SyntheticPeople
{
    private const string Surnames = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗";
    private const string Given = "伟芳娜敏静强磊军洋勇艳杰娟涛明超秀霞平刚桂英华文建国红玉兰志";
    private const int People = 180_000;
    private static readonly DateOnly FirstBirthday = new(1890, 1, 1);

    public static string NameOf(Random random) =>
        $"{Surnames[random.Next(Surnames.Length)]}{Given[random.Next(Given.Length)]}{(random.Next(3) == 0 ? "" : Given[random.Next(Given.Length)])}";

    public static Applicant Applicant(Random random) => random.Next(4) == 0 ? Company(random) : Person(random);

    private static Applicant Person(Random random) => Person(random.Next(People));

    /// <summary>A certain citizen; after some hundred thousand it is the first one again.</summary>
    public static Applicant Person(int number)
    {
        var who = number % People;
        var name = NameOf(new Random(who));
        var text = string.Create(CultureInfo.InvariantCulture, $"610104{FirstBirthday.AddDays(who % 365):yyyyMMdd}{who / 365 + 1:D3}");
        return new(ApplicantKind.Person, name, text + CitizenNumber.CheckCharacter(text), Phone(who));
    }

    private static Applicant Company(Random random)
    {
        var which = random.Next(60_000);
        var of = new Random(which);
        var text = string.Create(CultureInfo.InvariantCulture, $"91610104MA7{which:D6}");
        return new(
            ApplicantKind.Organisation,
            $"西安{Given[of.Next(Given.Length)]}{Given[of.Next(Given.Length)]}商贸有限公司",
            text + UnifiedCreditCode.CheckCharacter(text),
            Phone(which)
        );
    }

    private static string Phone(int who) => string.Create(CultureInfo.InvariantCulture, $"138{10_000_000 + who:D8}");
}
