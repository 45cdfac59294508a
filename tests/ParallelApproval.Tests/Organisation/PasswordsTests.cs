using CsCheck;

namespace ParallelApproval.Organisation;

public class PasswordsTests
{
    [Fact]
    public void Only_the_right_password_fits_its_hash()
    {
        var hash = Passwords.Hash("Quiet-Harbour-7");
        Passwords.Matches(hash, "Quiet-Harbour-7").ShouldBeTrue();
        Passwords.Matches(hash, "quiet-harbour-7").ShouldBeFalse();
        Passwords.Matches(null, "Quiet-Harbour-7").ShouldBeFalse();
        Passwords.Matches("", "").ShouldBeFalse();
        hash.ShouldNotContain("Harbour");
    }

    [Fact]
    public void Same_password_is_hashed_differently_each_time() =>
        Passwords.Hash("Quiet-Harbour-7").ShouldNotBe(Passwords.Hash("Quiet-Harbour-7"));

    [Theory]
    [InlineData("Harbour-712", true)] // one short
    [InlineData("Quiet-Harbour-7", false)]
    [InlineData("quietharbour", false)] // any composition
    [InlineData("quiet harbour at night", false)]
    [InlineData("824609135771", false)]
    [InlineData("安静的港湾里停着七条小船", false)]
    [InlineData("安静的港湾里停着七条船", true)] // eleven characters
    [InlineData("passwordpassword", true)] // known from breaches
    [InlineData("QWERTYUIOPASDFGHJKL", true)]
    [InlineData("1qaz2wsx3edc4rfv", true)]
    [InlineData("ParallelApproval", true)] // the product
    [InlineData("P4rallelApproval-26", true)]
    [InlineData("parallelapproval by moonlight", false)] // enough of its own
    [InlineData("Root-Quiet-77", true)] // holds the user name
    [InlineData("Password123!", true)] // what people use most
    [InlineData("P@ssw0rd2026", true)]
    [InlineData("2026-Qwertyuiop", true)]
    [InlineData("Zhengwu#2026", true)]
    public void Weak_password_is_refused(string password, bool refused) => Passwords.Check(password, "root").IsError.ShouldBe(refused);

    [Fact]
    public void Neither_the_house_nor_the_parts_of_the_account_make_a_password()
    {
        string[] words = ["秦风区政务服务中心", "Qinfeng", "Centre", "610104"];
        Passwords.Check("秦风区政务服务中心2026#", "root", houseWords: words).FirstError.Code.ShouldBe("password_of_house");
        Passwords.Check("Qinfeng-Centre-610104", "root", houseWords: words).FirstError.Code.ShouldBe("password_of_house");
        Passwords.Check("Qinfeng-harbour-nights", "root", houseWords: words).IsError.ShouldBeFalse();
        Passwords.Check("wenbo-wenbo-zhang-1", "wenbo.zhang").FirstError.Code.ShouldBe("password_of_house");
    }

    [Fact]
    public void The_list_of_breached_passwords_is_there_and_none_of_it_is_shorter_than_any_password()
    {
        using var resource = typeof(Passwords).Assembly.GetManifestResourceStream(
            "ParallelApproval.Organisation.breached-passwords.txt.gz"
        )!;
        using var list = new StreamReader(new System.IO.Compression.GZipStream(resource, System.IO.Compression.CompressionMode.Decompress));
        var lines = list.ReadToEnd().Split('\n');
        lines.Length.ShouldBeGreaterThan(50_000);
        lines.ShouldAllBe(line => line.Length >= Passwords.MinimumLength && line.Length <= Passwords.MaximumLength);
        foreach (var known in lines.Where((_, at) => at % 997 == 0))
            Passwords.Check(known.ToUpperInvariant(), "root").IsError.ShouldBeTrue(known);
    }

    [Fact]
    public void A_password_of_all_its_length_counts_to_the_last_character()
    {
        var longest = string.Concat(Enumerable.Range(0, 16).Select(at => "harbour" + (char)('a' + at)));
        longest.Length.ShouldBe(Passwords.MaximumLength);
        Passwords.Check(longest, "root").IsError.ShouldBeFalse();
        Passwords.Check(longest + "x", "root").FirstError.Code.ShouldBe("password_too_weak");
        var hash = Passwords.Hash(longest);
        Passwords.Matches(hash, longest).ShouldBeTrue();
        Passwords.Matches(hash, longest[..^1] + "z").ShouldBeFalse();
    }

    [Fact]
    public void Refusal_never_repeats_the_password() =>
        Passwords.Check("hunter2", "root").FirstError.Description.ShouldNotContain("hunter2");

    [Fact]
    public void Endless_password_is_refused_before_it_is_hashed() =>
        Passwords.Check("Aa1" + new string('x', 1_000), "root").IsError.ShouldBeTrue();
}
