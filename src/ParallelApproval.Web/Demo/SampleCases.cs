using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;

namespace ParallelApproval.Web.Demo;

/// <summary>
/// The cases that the demonstration begins with (样例办件): the catering case in the middle of its course, and one that still wants papers.
/// They are made by the same commands as any other, two working days ago; only in a database without cases.
/// </summary>
internal sealed class SampleCases(
    CaseQueries cases,
    CatalogueRegister catalogue,
    CalendarRegister calendars,
    OfficerRegister officers,
    TimeProvider time,
    ReceiveCaseHandler receive,
    ClaimTaskHandler claim,
    RecordSiteVisitHandler look,
    DecideBranchHandler decide
)
{
    private const string Catering = "610104-YJS-001";
    private static readonly TimeOnly Morning = new(9, 12);

    public async Task LoadAsync(CancellationToken cancellation)
    {
        if (await cases.AnyAsync(cancellation))
            return;
        var (before, yesterday) = WorkingDaysAgo();
        var item = catalogue.Current.InForce(Catering, before.OfficialDate())!;
        var papers = item.Materials.Where(paper => paper.IsAsked).Select(paper => new SuppliedMaterial(paper.Code)).ToArray();

        var first = await receive.HandleAsync(
            new(new(Catering, Person("张三", "61010418900101003X"), Materials: papers), Accept: true),
            By("clerk", before),
            cancellation
        );
        CaseNumber.TryParse(Told(first).CaseNumber, out var number);
        Told(
            await look.HandleAsync(
                new(number, 1, ["刘芳", "王强"], Passes: true, "现场布局、设施符合要求。", Defects: [], Place: "西大街1号"),
                By("approver-syj", yesterday),
                cancellation
            )
        );
        Told(
            await decide.HandleAsync(
                new(new(number, 1, 1), Verdict.Approve, "现场踏勘合格，材料齐全，同意。"),
                By("approver-syj", yesterday),
                cancellation
            )
        );
        Told(await claim.HandleAsync(new(new(number, 2, 1)), By("approver-gsj", yesterday.AddHours(1)), cancellation));
        Told(
            await receive.HandleAsync(
                new(new(Catering, Person("李四", "610104189001010021"), Materials: papers[..14])),
                By("clerk", yesterday.AddHours(2)),
                cancellation
            )
        );
    }

    /// <summary>Nine in the morning of the last two working days before today.</summary>
    private (DateTimeOffset Before, DateTimeOffset Yesterday) WorkingDaysAgo()
    {
        var days = new List<DateTimeOffset>();
        for (var day = time.OfficialToday().AddDays(-1); days.Count < 2; day = day.AddDays(-1))
            if (calendars.Current.IsWorkingDay(day) is { IsError: true } or { Value: true })
                days.Add(day.At(Morning));
        return (days[1], days[0]);
    }

    private Act By(string userName, DateTimeOffset at)
    {
        var officer = officers.Find(userName)!;
        return new(officer.UserName, officer.Name, officer.DepartmentCode ?? "", at);
    }

    private static Applicant Person(string name, string number) => new(ApplicantKind.Person, name, number, "13800001234");

    private static T Told<T>(ErrorOr<T> outcome) =>
        outcome.IsError ? throw new InvalidOperationException(outcome.FirstError.Description) : outcome.Value;
}
