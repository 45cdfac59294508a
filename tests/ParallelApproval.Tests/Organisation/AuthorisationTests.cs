namespace ParallelApproval.Organisation;

public class AuthorisationTests
{
    [Fact]
    public void Letter_holds_for_its_items_from_its_first_to_its_last_day()
    {
        var letter = Letter("610104-YJS-001");
        letter.Covers("610104-YJS-001", new(2026, 1, 1)).ShouldBeTrue();
        letter.Covers("610104-YJS-001", new(2026, 12, 31)).ShouldBeTrue();
        letter.Covers("610104-YJS-001", new(2025, 12, 31)).ShouldBeFalse();
        letter.Covers("610104-YJS-001", new(2027, 1, 1)).ShouldBeFalse();
        letter.Covers("610104-YJS-002", new(2026, 6, 1)).ShouldBeFalse();
    }

    [Fact]
    public void Letter_without_items_holds_for_all() => Letter().Covers("610104-YJS-002", new(2026, 6, 1)).ShouldBeTrue();

    [Fact]
    public void Revoked_letter_holds_no_more_from_that_day()
    {
        var letter = Letter();
        letter.RevokedOn = new(2026, 6, 1);
        letter.Covers("x", new(2026, 5, 31)).ShouldBeTrue();
        letter.Covers("x", new(2026, 6, 1)).ShouldBeFalse();
    }

    private static Authorisation Letter(params List<string> items) =>
        new()
        {
            Id = Guid.NewGuid(),
            Number = "莲授〔2026〕1号",
            DepartmentCode = "SYJ",
            OfficerId = Guid.NewGuid(),
            GrantedBy = Guid.NewGuid(),
            ItemCodes = items,
            From = new(2026, 1, 1),
            To = new(2026, 12, 31),
        };
}
