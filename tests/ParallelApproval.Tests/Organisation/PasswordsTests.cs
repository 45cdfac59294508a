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
    [InlineData("Demo#2026", true)] // one short
    [InlineData("Quiet-Harbour-7", false)]
    [InlineData("quietharbour", true)] // one class
    [InlineData("quietharbour7", true)] // two classes
    [InlineData("Quietharbour7", false)]
    [InlineData("Root-Quiet-77", true)] // holds the user name
    [InlineData("Password123!", true)] // what people use most
    [InlineData("P@ssw0rd2026", true)]
    [InlineData("2026-Qwertyuiop", true)]
    [InlineData("Zhengwu#2026", true)]
    public void Weak_password_is_refused(string password, bool refused) => Passwords.Check(password, "root").IsError.ShouldBe(refused);

    [Fact]
    public void Refusal_never_repeats_the_password() =>
        Passwords.Check("hunter2", "root").FirstError.Description.ShouldNotContain("hunter2");

    [Fact]
    public void Endless_password_is_refused_before_it_is_hashed() =>
        Passwords.Check("Aa1" + new string('x', 1_000), "root").IsError.ShouldBeTrue();
}
