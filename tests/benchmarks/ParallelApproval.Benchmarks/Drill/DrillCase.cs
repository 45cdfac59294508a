using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ParallelApproval.Benchmarks.Drill;

/// <summary>The case that every client plays: one application of about 2 KB, six departments that do not wait for each other.</summary>
internal static class DrillCase
{
    public const int Branches = 6;
    public const string Password = "Demo#2026";
    public const string Clerk = "clerk";

    /// <summary>The departments of branches 1 to 6.</summary>
    public static readonly string[] Departments = ["SYJ", "GSJ", "ZJJ", "GSS", "DSS", "TJJ"];

    public static readonly byte[] Approval = JsonSerializer.SerializeToUtf8Bytes(
        new { decision = "approve", opinion = "经审查，申请材料齐全、符合法定形式和标准，同意。" }
    );

    private const string IdNumberMark = "000000000000000000";
    private static int _applicants;

    /// <summary>Account of the officer who decides a branch.</summary>
    public static string Approver(int branch) => "approver-" + Departments[branch - 1].ToLowerInvariant();

    /// <summary>Makes the bodies of applications that differ in the applicant's number only.</summary>
    public static Func<byte[]> Applications(string item, bool accept)
    {
        var text = JsonSerializer.Serialize(
            new
            {
                itemCode = item,
                applicant = new
                {
                    kind = "person",
                    name = "王小明",
                    idNumber = IdNumberMark,
                    phone = "13900000000",
                },
                form = Form(),
                materials = new[]
                {
                    new
                    {
                        code = "M01",
                        form = "original",
                        copies = 1,
                    },
                    new
                    {
                        code = "M02",
                        form = "copyCheckedAgainstOriginal",
                        copies = 1,
                    },
                },
                accept,
            }
        );
        var cut = text.IndexOf(IdNumberMark, StringComparison.Ordinal);
        var (head, tail) = (text[..cut], text[(cut + IdNumberMark.Length)..]);
        return () => Encoding.UTF8.GetBytes(head + IdNumber(Interlocked.Increment(ref _applicants)) + tail);
    }

    /// <summary>What a restaurant fills in, until it is 2,048 bytes of JSON.</summary>
    private static Dictionary<string, object> Form()
    {
        var form = new Dictionary<string, object>
        {
            ["premisesName"] = "小明面馆",
            ["address"] = "某区某街道幸福路 18 号一层",
            ["areaSquareMetres"] = 86,
            ["seats"] = 42,
            ["staff"] = 7,
            ["opensOn"] = "2026-05-01",
            ["registeredCapitalYuan"] = 100_000,
            ["hasGasSupply"] = true,
            ["wasteWaterSeparator"] = "YG-2",
        };
        var equipment = new StringBuilder();
        for (var line = 1; JsonSerializer.SerializeToUtf8Bytes(form).Length < 2_000; line++)
        {
            equipment.Append(
                CultureInfo.InvariantCulture,
                $"stove {line}, serial {line * 7_919_993 % 99_991:00000}-{line * 104_729 % 9_973:0000}, checked "
                    + $"2026-0{(line % 9) + 1}-1{line % 10}; "
            );
            form["equipment"] = equipment.ToString();
        }

        return form;
    }

    /// <summary>A citizen number of a person who does not exist, with its check character (GB 11643).</summary>
    private static string IdNumber(int applicant)
    {
        var born = new DateOnly(1960, 1, 1).AddDays(applicant / 999 % 14_000);
        var digits = string.Create(CultureInfo.InvariantCulture, $"610104{born:yyyyMMdd}{(applicant % 999) + 1:000}");
        var sum = digits.Select((digit, place) => (digit - '0') * ((1 << (17 - place)) % 11)).Sum();
        return digits + "10X98765432"[sum % 11];
    }
}
