using System.Globalization;
using System.Text.Json.Nodes;
using ErrorOr;
using ParallelApproval.Calendars;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Clocks;
using ParallelApproval.Database;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;

namespace ParallelApproval.Certificates;

/// <summary>
/// What a paper states (文书内容): taken from the event it follows from, and from what never changes in a case (applicant, item version,
/// decisions). Due dates and results are those at the moment of making, under the lock of the case.
/// </summary>
internal sealed partial class DocumentFacts(
    CatalogueRegister catalogue,
    OfficerRegister officers,
    CalendarRegister calendars,
    InstallationRegister installation,
    ExplainClocks explain,
    ExplainDates dates
)
{
    // 行政许可法 art. 44.
    private const int DaysToDeliver = 10;

    /// <summary>Code of the department whose paper it is: the branch's, or the one that took the case in.</summary>
    public string Issuer(CaseFile file, DocumentNeed need) => file.FindBranch(need.Branch)?.Department ?? Item(file).IntakeDepartmentCode;

    /// <summary>Refuses when a date lies in a year without a calendar.</summary>
    public ErrorOr<JsonObject> Of(CaseFile file, DocumentNeed need, string number, Seal? seal)
    {
        var facts = Common(file, need, number, seal);
        var told = need.Told;
        ErrorOr<Success> stated = need.Kind switch
        {
            DocumentKind.AcceptanceNotice => Accepted(facts, file, told.As<CaseAccepted>()!),
            DocumentKind.CorrectionNotice => Faults(
                facts,
                file,
                told.As<CorrectionNotified>()?.Faults ?? told.As<BranchCorrectionRequested>()!.Faults,
                need.Branch,
                told.As<CorrectionNotified>()?.AnswerDue
            ),
            DocumentKind.NonAcceptance => Declined(facts, told.As<CaseDeclined>()!),
            DocumentKind.CopyNotice => Copied(facts, file),
            DocumentKind.StopNotice => Stopped(facts, file, told.As<BranchStopped>()!, need.Cause.At),
            DocumentKind.ExtensionNotice => Extended(facts, file, need),
            DocumentKind.OpinionPaper or DocumentKind.Grant or DocumentKind.Refusal => Decided(
                facts,
                file,
                told.As<BranchDecided>()!,
                need.Cause.At
            ),
            DocumentKind.CertificatePaper => Certified(facts, file, need),
            DocumentKind.FinishNotice => Finished(facts, file, told.As<CaseFinished>()!),
            DocumentKind.VisitNotice => Called(facts, file, told.As<SiteVisitCalled>()!),
            DocumentKind.BlockedNotice => Blocked(facts, file, told.As<BranchBlocked>()!),
            DocumentKind.AcceptanceRevoked => Revoked(facts, file, told.As<DeferralMissed>()!),
            DocumentKind.FeeNotice => Fee(facts, told),
            DocumentKind.GrantRevocation => RevokedGrant(facts, file, need.Branch, told.As<GrantRevoked>()!),
            DocumentKind.LapseNotice => Lapsed(facts, file, told),
            DocumentKind.ReceiptCopy => Copied(facts, file, told.As<ReceiptCopied>()!),
            DocumentKind.ErrorNotice => Miswritten(facts, file, told.As<PaperCorrected>()!),
            DocumentKind.VisitRecord => Visited(facts, file, need.Branch, RoundOf(told)),
            DocumentKind.DefectNotice => Defects(facts, file, RoundOf(told)),
            DocumentKind.DeferralPromise => Deferred(facts, file, told.As<PapersDeferred>()!),
            DocumentKind.CommitmentLetter => Promised(facts, file, told.As<CommitmentSigned>()!),
            DocumentKind.DecisionWithdrawal => TakenBack(facts, file, told.As<DecisionWithdrawn>()!, need.Cause.Sequence),
            DocumentKind.HearingRightNotice => RightTold(facts, file, told.As<HearingRightTold>()!),
            DocumentKind.HearingNotice => CalledToHearing(facts, file, told.As<HearingCalled>()!),
            DocumentKind.HearingRecord => MinutesOf(facts, file, told.As<HearingRecorded>()!),
            DocumentKind.PartyNotice => PartyTold(facts, file, told.As<InterestedPartyTold>()!),
            DocumentKind.InspectorsNotice => Inspecting(facts, told.As<InspectorsNamed>()!),
            DocumentKind.DeemedRenewal => Renewed(facts, told.As<RenewalDeemed>()!),
            DocumentKind.DeliveryReceipt => Delivered(facts, file, told.As<CaseDelivered>()!, need.Cause.At),
            _ => Withdrawn(facts, file, told.As<CaseWithdrawn>()!),
        };
        return stated.IsError ? stated.Errors : facts;
    }

    private JsonObject Common(CaseFile file, DocumentNeed need, string number, Seal? seal)
    {
        var (applicant, branch, issuer) = (file.Applicant!, file.FindBranch(need.Branch), Issuer(file, need));
        var power = Power(file, need.Branch);
        return new()
        {
            ["number"] = number,
            ["title"] = need.Kind switch
            {
                DocumentKind.Grant => power.GrantTitle,
                DocumentKind.Refusal => power.RefusalTitle,
                _ => need.Kind.Title(),
            },
            ["power"] = new JsonObject
            {
                ["name"] = power.Name,
                ["isLicence"] = power.IsLicence,
                ["granted"] = power.Granted,
                ["refused"] = power.Refused,
                ["content"] = power.Content,
            },
            ["date"] = DocumentWords.Of(need.Cause.At),
            ["caseNumber"] = file.Number.ToString(),
            ["item"] = new JsonObject { ["code"] = file.Case.ItemCode, ["name"] = file.Case.ItemName },
            ["applicant"] = new JsonObject
            {
                ["name"] = applicant.Name,
                ["number"] = applicant.IdNumber,
                ["numberName"] = applicant.Kind is ApplicantKind.Person ? "身份证号" : "统一社会信用代码",
                ["agent"] = applicant.Agent?.Name,
            },
            ["receivedOn"] = DocumentWords.Of(file.Case.ReceivedAt),
            ["acceptedOn"] = file.Case.AcceptedAt is { } accepted ? DocumentWords.Of(accepted) : null,
            ["district"] = installation.Current?.District,
            ["centre"] = installation.Current?.Centre,
            ["place"] = installation.Current?.Place,
            ["phone"] = installation.Current?.Phone,
            ["issuer"] = NameOf(issuer),
            ["lead"] = NameOf(Item(file).LeadDepartmentCode),
            ["department"] = branch is null ? null : NameOf(branch.Department),
            ["result"] = branch?.Result,
            ["officer"] = need.Cause.Actor,
            ["seal"] = seal is null ? null : new JsonObject { ["number"] = seal.Number, ["inscription"] = seal.Inscription },
            ["remedies"] = Remedies(DecideBranch.UsualRemedies, issuer),
            ["copies"] = need.Kind.Copies(),
        };
    }

    private static ErrorOr<Success> Copied(JsonObject facts, CaseFile file, ReceiptCopied copied)
    {
        facts["papers"] = Array(file.Materials.Where(paper => paper.State is not MaterialState.PassedInside), paper => new()
            {
                ["code"] = paper.Code,
                ["name"] = paper.Name,
                ["form"] = paper.Form is { } form ? DocumentWords.Of(form) : "—",
                ["copies"] = paper.Copies > 0 ? paper.Copies.ToString(CultureInfo.InvariantCulture) : "—",
                ["state"] = DocumentWords.Of(paper.State),
            });
        facts["queryCode"] = file.Case.QueryCode;
        facts["copyNumber"] = file.Section<DocumentSection>().CountOf(DocumentKind.ReceiptCopy) + 1;
        facts["reason"] = copied.Reason;
        return Result.Success;
    }

    private ErrorOr<Success> Accepted(JsonObject facts, CaseFile file, CaseAccepted accepted)
    {
        var (promised, legal) = (file.LatestClock(Clock.OfCase, ClockKind.Promised), file.LatestClock(Clock.OfCase, ClockKind.Legal));
        facts["promisedDue"] = DocumentWords.Due(accepted.PromisedDue, promised is { IsProvisional: true });
        facts["legalDue"] = DocumentWords.Due(accepted.LegalDue, legal is { IsProvisional: true });
        (facts["promisedWhy"], facts["legalWhy"]) = (Why(file, promised, accepted.PromisedDue), Why(file, legal, accepted.LegalDue));
        facts["isDeemed"] = accepted.IsDeemed;
        facts["departments"] = Array(Parts(file), part =>
            new() { ["department"] = NameOf(part.DepartmentCode), ["result"] = part.Certificate }
        );
        facts["fee"] = Parts(file).Sum(part => part.Fee).ToString("0.##", CultureInfo.InvariantCulture);
        return Result.Success;
    }

    private ErrorOr<Success> Faults(JsonObject facts, CaseFile file, MaterialFault[] faults, int branch, DateOnly? told)
    {
        // What the department asks for has its limit in the clock alone.
        var clock = file.LatestClock(branch, ClockKind.Supplement);
        if ((told ?? clock?.DueOn) is { } due)
            (facts["answerBy"], facts["answerWhy"]) = (DocumentWords.Due(due, clock is { IsProvisional: true }), Why(file, clock, due));
        facts["unanswered"] = DocumentWords.Of(Item(file).OnSupplementTimeout, branch != Clock.OfCase);
        facts["faults"] = Array(faults, fault => new()
            {
                ["code"] = fault.MaterialCode,
                ["name"] = file.Materials.FirstOrDefault(paper => paper.Code == fault.MaterialCode)?.Name,
                ["problem"] = fault.Problem,
                ["wanted"] = fault.Wanted,
            });
        return Result.Success;
    }

    private static ErrorOr<Success> Declined(JsonObject facts, CaseDeclined declined)
    {
        (facts["reason"], facts["competentBody"]) = (declined.Reason, declined.CompetentBody);
        return Result.Success;
    }

    private ErrorOr<Success> Copied(JsonObject facts, CaseFile file)
    {
        facts["branches"] = Array(file.Branches, branch => new()
            {
                ["number"] = branch.Number,
                ["department"] = NameOf(branch.Department),
                ["result"] = branch.Result,
                ["due"] = file.LatestClock(branch.Number, ClockKind.Promised) is { } clock
                    ? DocumentWords.Due(clock.DueOn, clock.IsProvisional)
                    : "自轮到本部门之日起计算",
                ["why"] = file.LatestClock(branch.Number, ClockKind.Promised) is { } promised ? Why(file, promised, promised.DueOn) : null,
                ["after"] =
                    branch.HardDependencies.Length == 0
                        ? "无"
                        : string.Join("、", branch.HardDependencies.Select(number => file.FindBranch(number)?.Result)),
                ["demand"] = branch.Kind is BranchKind.Opinion ? "提出审查意见" : "作出决定",
            });
        Papers(facts, file);
        return Result.Success;
    }

    private ErrorOr<Success> Stopped(JsonObject facts, CaseFile file, BranchStopped stopped, DateTimeOffset at)
    {
        var ground = Enum.Parse<StopGround>(stopped.Ground);
        var end = dates.Days(
            LimitKind.PlannedStop,
            LimitStart.StopNotified,
            at,
            stopped.PlannedDays,
            null,
            area: file.LatestClock(stopped.Branch, ClockKind.Promised)?.Area ?? ""
        );
        if (end.IsError)
            return end.Errors;
        facts["toWhy"] = DateWords.Of(end.Value);
        (facts["ground"], facts["plannedDays"], facts["stopsLegalClock"]) = (
            DocumentWords.Of(ground),
            stopped.PlannedDays,
            ground.StopsLegalClock()
        );
        (facts["from"], facts["to"]) = (DocumentWords.Of(at), DocumentWords.Due(end.Value.Due, end.Value.IsProvisional));
        return Result.Success;
    }

    private ErrorOr<Success> Extended(JsonObject facts, CaseFile file, DocumentNeed need)
    {
        var (days, reason, by) =
            need.Told.As<CaseExtended>() is { } whole ? (whole.Days, whole.Reason, whole.ApprovedBy)
            : need.Told.As<BranchExtended>() is { } part
                ? (part.Days, part.Reason, Leave(part.Level, Issuer(file, need)) + (part.Head is { } head ? $"（{head}）" : ""))
            : throw new InvalidOperationException(need.Cause.Kind);
        if (file.LatestClock(need.Branch, ClockKind.Legal) is not { } clock)
            return Result.Success;
        var before = clock.Ledger.LastOrDefault(line => line.Kind is LedgerEntryKind.Extended)?.DueThen ?? clock.DueOn;
        (facts["days"], facts["reason"], facts["approvedBy"]) = (days, reason, by);
        (facts["oldDue"], facts["newDue"]) = (
            DocumentWords.Due(before, calendars.Current.StatusOf(before.Year) is CalendarYearStatus.Provisional),
            DocumentWords.Due(clock.DueOn, clock.IsProvisional)
        );
        facts["newWhy"] = Why(file, clock, clock.DueOn);
        return Result.Success;
    }

    private ErrorOr<Success> Decided(JsonObject facts, CaseFile file, BranchDecided decided, DateTimeOffset at)
    {
        var deliverBy = dates.Days(LimitKind.Delivery, LimitStart.Decided, at, DaysToDeliver, null);
        if (deliverBy.IsError)
            return deliverBy.Errors;
        var part = Parts(file).FirstOrDefault(part => part.Number == decided.Branch);
        (facts["opinion"], facts["reasons"], facts["legalBasis"]) = (decided.Opinion, decided.Reasons, LawNames.Quoted(part?.LegalBasis));
        facts["document"] = part?.ResultDocument ?? file.FindBranch(decided.Branch)?.Result;
        facts["deliverBy"] = DocumentWords.Due(deliverBy.Value.Due, deliverBy.Value.IsProvisional);
        facts["deliverWhy"] = DateWords.Of(deliverBy.Value);
        facts["onBehalfOf"] = decided.OnBehalfOf is { } absent ? officers.Find(absent)?.Name ?? absent : null;
        facts["heardOn"] = HeardOn(file, decided.Branch);
        if (decided.Remedies is { } remedies)
            facts["remedies"] = Remedies(remedies, file.FindBranch(decided.Branch)?.Department ?? Item(file).IntakeDepartmentCode);
        return Result.Success;
    }

    private static ErrorOr<Success> TakenBack(JsonObject facts, CaseFile file, DecisionWithdrawn withdrawn, int cause)
    {
        facts["reason"] = withdrawn.Reason;
        facts["withdrawnPaper"] = file.Section<DocumentSection>().DecisionOn(withdrawn.Branch, cause);
        return Result.Success;
    }

    private ErrorOr<Success> Certified(JsonObject facts, CaseFile file, DocumentNeed need)
    {
        if (file.Certificates.FirstOrDefault(made => made.Branch == need.Branch) is not { } certificate)
            return Result.Success;
        var from = DateOnly.FromDateTime(certificate.IssuedAt.DateTime);
        facts["title"] = TitleOf(certificate);
        facts["certificate"] = new JsonObject
        {
            ["number"] = certificate.Number,
            ["name"] = certificate.Name,
            ["document"] = certificate.Document,
            ["scope"] = certificate.Name,
            ["particulars"] = Particulars(file),
            ["validFrom"] = DocumentWords.Of(from),
            ["validTo"] = CertificateTerm.LastDay(certificate.Document, from) is { } last ? DocumentWords.Of(last) : null,
        };
        return Result.Success;
    }

    private ErrorOr<Success> Finished(JsonObject facts, CaseFile file, CaseFinished finished)
    {
        facts["outcome"] = DocumentWords.Of(finished.Result);
        Branches(facts, file);
        facts["certificates"] = Array(file.Certificates, made => new() { ["name"] = made.Name, ["number"] = made.Number });
        if (file.LatestClock(Clock.OfCase, ClockKind.Promised) is not { EndedOn: { } ended } promised)
            return Result.Success;
        var used = calendars.Current.In(promised.Area).WorkingDaysBetween(promised.StartedOn, ended);
        if (used.IsError)
            return used.Errors;
        (facts["daysUsed"], facts["promisedDue"]) = (used.Value, DocumentWords.Due(promised.DueOn, promised.IsProvisional));
        facts["promisedWhy"] = Why(file, promised, promised.DueOn);
        return Result.Success;
    }

    private ErrorOr<Success> Delivered(JsonObject facts, CaseFile file, CaseDelivered delivered, DateTimeOffset at)
    {
        (facts["receiver"], facts["way"]) = (delivered.Receiver, DocumentWords.Of(delivered.Way));
        facts["deliveredAt"] = DocumentWords.Of(at) + at.ToString(" HH:mm", CultureInfo.InvariantCulture);
        var papers = file
            .Certificates.Select(made => (made.Document, made.Number))
            .Concat(
                file.Branches.Where(branch => branch.Status is BranchStatus.Refused or BranchStatus.Blocked)
                    .Select(branch =>
                        branch.Status is BranchStatus.Refused
                            ? (branch.Result + Power(file, branch.Number).RefusalTitle, RefusalOf(file, branch.Number))
                            : (
                                branch.Result + DocumentKind.BlockedNotice.Title(),
                                NumberOf(file, DocumentKind.BlockedNotice, branch.Number)
                            )
                    )
            );
        facts["papers"] = Array(papers, paper => new()
            {
                ["name"] = paper.Item1,
                ["number"] = paper.Item2,
                ["copies"] = 1,
            });
        return Result.Success;
    }

    private ErrorOr<Success> Withdrawn(JsonObject facts, CaseFile file, CaseWithdrawn withdrawn)
    {
        facts["reason"] = withdrawn.Reason;
        Branches(facts, file);
        Papers(facts, file);
        return Result.Success;
    }

    private void Branches(JsonObject facts, CaseFile file) => facts["branches"] = Array(file.Branches, branch => new()
            {
                ["department"] = NameOf(branch.Department),
                ["result"] = branch.Result,
                ["status"] = branch.Status switch
                {
                    BranchStatus.Approved => Power(file, branch.Number).Granted,
                    BranchStatus.Refused => Power(file, branch.Number).Refused,
                    _ => DocumentWords.Of(branch.Status),
                },
                ["settledOn"] = branch.SettledAt is { } at ? DocumentWords.Of(at.InShanghai()) : "",
            });

    private static void Papers(JsonObject facts, CaseFile file) =>
        facts["papers"] = Array(file.Materials.Where(paper => paper.State is MaterialState.Supplied or MaterialState.Faulty), paper => new()
            {
                ["code"] = paper.Code,
                ["name"] = paper.Name,
                ["copies"] = paper.Copies,
            });

    /// <summary>
    /// How that date comes about; null when the clock has moved since it was told, and none can be told of a year without a calendar.
    /// </summary>
    private string? Why(CaseFile file, Clock? clock, DateOnly told) =>
        clock is not null && explain.Of(file, clock) is { IsError: false, Value: var why } && why.Due == told ? DateWords.Of(why) : null;

    private static JsonArray Array<T>(IEnumerable<T> elements, Func<T, JsonObject> of) => [.. elements.Select(of)];

    private ServiceItem Item(CaseFile file) => catalogue.ItemOf(file);

    // The whole case is a licence when one of its parts is: 行政许可法 then binds the window too.
    private PowerWords Power(CaseFile file, int branch)
    {
        var kinds = Parts(file).Where(part => branch == 0 || part.Number == branch).Select(part => part.ItemType).ToList();
        return PowerWords.Of(kinds.Contains(PowerWords.Licence) ? PowerWords.Licence : kinds.FirstOrDefault());
    }

    /// <summary>
    /// What the applicant can do against it, with the names of those to whom he turns: the organ one level up where the department answers
    /// to it alone (行政复议法 art. 27), else whom the installation names.
    /// </summary>
    private string Remedies(string told, string department)
    {
        if (installation.Current is not { } house || told.Contains(house.ReviewedBy, StringComparison.Ordinal))
            return told;
        var review = officers.Department(department) is { IsVertical: true } body ? body.Name + "的上一级主管部门" : house.ReviewedBy;
        return $"{told}行政复议机关：{review}；受理行政诉讼的人民法院：{house.HeardBy}。";
    }

    // What the applicant said of his shop, his address, what he deals in: every line of the form that is filled in.
    private JsonArray Particulars(CaseFile file) =>
        Array(
            Item(file)
                .FormFields.Where(field => field.Kind is FormFieldKind.Line or FormFieldKind.Text or FormFieldKind.Choice)
                .Select(field => (field.Name, Value: file.Form[field.Key]?.ToString().Trim() ?? ""))
                .Where(field => field.Value.Length > 0),
            field => new() { ["name"] = field.Name, ["value"] = field.Value }
        );

    // 餐饮服务许可证（有效期3年） is headed 餐饮服务许可证, 营业执照正副本 营业执照.
    private static string TitleOf(Certificate certificate)
    {
        var title = certificate.Document.Split('（', '(')[0].Trim();
        return title.EndsWith("正副本", StringComparison.Ordinal) ? title[..^3] : title;
    }

    private IEnumerable<BranchDefinition> Parts(CaseFile file) =>
        Item(file).Branches.Where(part => file.Case.ChosenBranches.Contains(part.Number));

    private string Leave(LeaveLevel? level, string organ) =>
        level is LeaveLevel.Government ? "本级人民政府负责人" : NameOf(organ) + "负责人";

    private string NameOf(string department) => officers.Department(department)?.Name ?? department;
}
