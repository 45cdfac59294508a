using ErrorOr;
using ParallelApproval.Identities;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Web.Problems;

/// <summary>What the front door itself refuses, before a room is asked.</summary>
internal static class FrontRefusals
{
    public static Error SignInNeeded() => Refusal.OfType((int)ErrorType.Unauthorized, RefusalCode.SignInNeeded);

    public static Error VerbNotAllowed() => Refusal.Forbidden(RefusalCode.VerbNotAllowed);

    /// <summary>The account may do it, but the key by which a system acts as it does not say so.</summary>
    public static Error VerbBeyondKey(ApiKey key, Authority.Verb verb) =>
        Refusal.Forbidden(RefusalCode.ApiKeyVerbBeyond, ("key", key.Hint), ("verb", verb.Name));

    /// <summary>The password was made for him: he does nothing before he has given himself one.</summary>
    public static Error OwnPasswordFirst() => Refusal.Forbidden(RefusalCode.PasswordMustChange);

    public static Error SecondFactorFirst() => Refusal.Forbidden(RefusalCode.SecondFactorFirst);

    public static Error PasswordNeeded() => Refusal.Forbidden(RefusalCode.PasswordNeeded);

    public static Error ForeignOrigin() => Refusal.Forbidden(RefusalCode.ForeignOrigin);

    public static Error NotUtf8(string encoding) => Refusal.Input("", RefusalCode.EncodingNotUtf8, ("encoding", encoding));

    public static Error ContentEncoded(string encoding) => Refusal.Input("", RefusalCode.ContentEncoded, ("encoding", encoding));

    public static Error BrokenForm() => Refusal.Input("", RefusalCode.FormMalformed);

    public static Error NoSuchAddress() => Refusal.NotFound(RefusalCode.AddressNotFound);

    public static Error MethodNotAllowed(string method) => Refusal.Input("", RefusalCode.MethodNotAllowed, ("method", method));

    public static Error BodyTooLarge(long limit) => Refusal.Input("", RefusalCode.BodyTooLarge, ("limit", limit));

    public static Error NotJson() => Refusal.Input("", RefusalCode.JsonExpected);

    public static Error FilesExpected() => Refusal.Input("files", RefusalCode.FilesExpected);

    public static Error NotBytes() => Refusal.Input("", RefusalCode.BytesExpected);

    public static Error BodyMissing() => Refusal.Input("", RefusalCode.BodyMissing);

    public static Error BrokenJson(long line, long position) =>
        Refusal.Input("", RefusalCode.JsonBroken, ("line", line), ("position", position));

    public static Error WrongType(string field) => Refusal.Input(field, RefusalCode.FieldMalformed, ("field", field));

    public static Error UnknownField(string field) => Refusal.Input(field, RefusalCode.FieldUnknown, ("field", field));

    public static Error MissingField(string field) => Refusal.Input(field, RefusalCode.FieldMissing, ("field", field));

    public static Error MalformedNumber(string name) => Refusal.NotFound(RefusalCode.NumberMalformed, ("name", name));

    public static Error PasswordsDiffer() => Refusal.Input("again", RefusalCode.PasswordsDiffer);

    public static Error MalformedRequest() => Refusal.Input("", RefusalCode.RequestMalformed);

    public static Error KeyMalformed() =>
        Refusal.Input("Idempotency-Key", RefusalCode.IdempotencyKeyMalformed, ("limit", Idempotency.IdempotencyHeader.MostCharacters));

    public static Error OutOfRange(string field, int least, int most) =>
        Refusal.Input(field, RefusalCode.FieldOutOfRange, ("field", field), ("least", least), ("most", most));

    public static Error PapersUnjudged(int count) => Refusal.Input("materials", RefusalCode.PapersUnjudged, ("count", count));

    public static Error ItemNotChosen() => Refusal.Input("itemCode", RefusalCode.ItemNotChosen);

    public static Error PaperNotChosen() => Refusal.Input("paper", RefusalCode.PaperNotChosen);

    public static Error TimeMissing(string field) => Refusal.Input(field, RefusalCode.TimeMissing);

    public static Error TooManyFiles(int most) => Refusal.Input("file", RefusalCode.TooManyFiles, ("most", most));

    public static Error UploadBroken(string name) => Refusal.Input("file", RefusalCode.UploadBroken, ("name", name));

    public static Error NotCompared() => Refusal.Input("compared", RefusalCode.DaysNotCompared);

    public static Error NumbersMalformed(string field) => Refusal.Input(field, RefusalCode.NumbersMalformed);

    public static Error NothingSupplied() => Refusal.Input("wanting", RefusalCode.NothingSupplied);

    public static Error NothingWithdrawn() => Refusal.Input("", RefusalCode.NothingWithdrawn);

    public static Error HalfFault(string field) => Refusal.Input(field, RefusalCode.FaultHalf);

    public static Error NoSuchItem(string itemCode) => Refusal.NotFound(RefusalCode.ItemNotFound, ("item", itemCode));

    public static Error OtherItem(string wanted, string found) =>
        Refusal.Input("itemCode", RefusalCode.ItemCodeDiffers, ("wanted", wanted), ("found", found));

    public static Error OtherYear(int wanted, int found) =>
        Refusal.Input("year", RefusalCode.CalendarYearDiffers, ("wanted", wanted), ("found", found));

    public static Error NoSuchOfficer(string userName) => Refusal.NotFound(RefusalCode.OfficerNotFound, ("userName", userName));

    public static Error NoSuchProposal(Guid proposal) => Refusal.NotFound(RefusalCode.ProposalNotFound, ("proposal", proposal));

    public static Error NoSuchYear(int year) => Refusal.NotFound(RefusalCode.CalendarYearNotFound, ("year", year));

    public static Error NoSuchCase(CaseNumber number) => Refusal.NotFound(RefusalCode.CaseNotFound, ("case", number));

    /// <summary>
    /// What a stranger is told of a case that he may not see: the very answer of <see cref="NoSuchCase"/>, so that nobody finds out by
    /// trying numbers which cases there are.
    /// </summary>
    public static Error HiddenCase(CaseNumber number) => NoSuchCase(number);

    public static Error NoSuchDocument(string number) => Refusal.NotFound(RefusalCode.DocumentNotFound, ("document", number));

    public static Error NoPdfPrinter(string install) =>
        Refusal.OfType((int)ProblemType.Unavailable, RefusalCode.PdfPrinterMissing, ("install", install));

    /// <summary>The fonts of papers did not come with the program.</summary>
    public static Error NoPaperFonts() => Refusal.OfType((int)ProblemType.Unavailable, RefusalCode.PaperFontsMissing);

    /// <param name="fault">As <c>PaperSigner.Fault</c> names it.</param>
    public static Error NoSignature(string fault) =>
        Refusal.OfType((int)ProblemType.Unavailable, RefusalCode.SigningUnavailable, ("fault", fault));

    public static Error PdfFailed() => Refusal.OfType((int)ProblemType.Unavailable, RefusalCode.PdfFailed);

    public static Error NoSuchPublicCase() => Refusal.NotFound(RefusalCode.PublicCaseNotFound);

    public static Error NoSuchPublicComplaint() => Refusal.NotFound(RefusalCode.PublicComplaintNotFound);

    public static Error NoSuchPublicPrecheck() => Refusal.NotFound(RefusalCode.PublicPrecheckNotFound);

    public static Error NoSuchPublicBooking() => Refusal.NotFound(RefusalCode.PublicBookingNotFound);

    public static Error NoSuchNotice(long id) => Refusal.NotFound(RefusalCode.NoticeNotFound, ("notice", id));

    public static Error TooManyGuesses(int seconds) =>
        Refusal.OfType((int)ProblemType.TooMany, RefusalCode.TooManyGuesses, ("seconds", seconds));

    /// <summary>A form without the token that its page gave it: sent from elsewhere, or from a page that is too old.</summary>
    public static Error FormForged() => Refusal.Input("", RefusalCode.FormForged);

    /// <summary>A form that its page does not show any more.</summary>
    public static Error FormGone() => Refusal.Conflict(RefusalCode.FormGone);

    public static Error CaseNotFromStudio() => Refusal.Forbidden(RefusalCode.CaseNotFromStudio);

    public static Error TooManyRequests(int seconds) =>
        Refusal.OfType((int)ProblemType.TooMany, RefusalCode.TooManyRequests, ("seconds", seconds));

    public static Error DatabaseUnavailable() => Refusal.OfType((int)ProblemType.Unavailable, RefusalCode.DatabaseUnavailable);

    public static Error DatabaseFull() => Refusal.OfType((int)ProblemType.Unavailable, RefusalCode.DiskNearlyFull);

    public static Error TookTooLong() => Refusal.OfType((int)ProblemType.Unavailable, RefusalCode.TookTooLong);

    public static Error Unexpected() => Refusal.OfType((int)ErrorType.Unexpected, RefusalCode.UnexpectedFault);
}
