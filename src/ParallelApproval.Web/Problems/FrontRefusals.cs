using ErrorOr;
using ParallelApproval.Identities;
using ParallelApproval.Refusals;

namespace ParallelApproval.Web.Problems;

/// <summary>What the front door itself refuses, before a room is asked.</summary>
internal static class FrontRefusals
{
    public static Error SignInNeeded() =>
        Error.Unauthorized("sign_in_needed", "Expected a signed-in officer, but the request carried no valid token or cookie.");

    public static Error VerbNotAllowed() =>
        Refusal.Forbidden("verb_not_allowed", "Expected an officer whose role and tier allow this, but yours do not.");

    public static Error NoSuchAddress() =>
        Refusal.NotFound("address_not_found", "Expected an address that exists, but there is nothing here.");

    public static Error MethodNotAllowed(string method) =>
        Refusal.Input("", "method_not_allowed", "Expected a method that this address answers, but it was {method}.", ("method", method));

    public static Error BodyTooLarge(long limit) =>
        Refusal.Input("", "body_too_large", "Expected a body of at most {limit} bytes, but it was larger.", ("limit", limit));

    public static Error NotJson() =>
        Refusal.Input("", "json_expected", "Expected a body of the type application/json in UTF-8, but it was of another type.");

    public static Error NotBytes() =>
        Refusal.Input("", "bytes_expected", "Expected a file as the body, of the type application/octet-stream, but it was of another type.");

    public static Error BodyMissing() => Refusal.Input("", "body_missing", "Expected a body, but there was none.");

    public static Error BrokenJson(long line, long position) =>
        Refusal.Input("", "json_broken", "Expected well-formed JSON, but line {line} breaks at byte {position}.", ("line", line), ("position", position));

    public static Error WrongType(string field) =>
        Refusal.Input(field, "field_malformed", "Expected {field} to be of the type and shape the API describes, but it was not.", ("field", field));

    public static Error UnknownField(string field) =>
        Refusal.Input(field, "field_unknown", "Expected only fields that the API describes, but there was {field}.", ("field", field));

    public static Error MissingField(string field) =>
        Refusal.Input(field, "field_missing", "Expected {field}, but it was missing.", ("field", field));

    public static Error MalformedNumber(string name) =>
        Refusal.NotFound("number_malformed", "Expected {name} to be a number as printed, with its check character, but it was not.", ("name", name));

    public static Error PasswordsDiffer() =>
        Refusal.Input("again", "passwords_differ", "Expected the new password twice alike, but they differ.");

    public static Error MalformedRequest() =>
        Refusal.Input("", "request_malformed", "Expected a well-formed HTTP request, but this one was not.");

    public static Error KeyMalformed() =>
        Refusal.Input("Idempotency-Key", "idempotency_key_malformed",
            "Expected Idempotency-Key to be 1 to {limit} visible ASCII characters, but it was not.", ("limit", Idempotency.IdempotencyHeader.MostCharacters));

    public static Error OutOfRange(string field, int least, int most) =>
        Refusal.Input(field, "field_out_of_range", "Expected {field} from {least} to {most}, but it was not.", ("field", field), ("least", least), ("most", most));

    public static Error PapersUnjudged(int count) =>
        Refusal.Input("materials", "papers_unjudged", "Expected every paper to be checked, but {count} are not.", ("count", count));

    public static Error ItemNotChosen() => Refusal.Input("itemCode", "item_not_chosen", "Expected an item, but none was chosen.");

    public static Error PaperNotChosen() => Refusal.Input("paper", "paper_not_chosen", "Expected the paper that the file shows, but none was chosen.");

    public static Error TimeMissing(string field) => Refusal.Input(field, "time_missing", "Expected a date and a time, but there is none.");

    public static Error TooManyFiles(int most) => Refusal.Input("file", "too_many_files", "Expected at most {most} files at once, but there were more.", ("most", most));

    public static Error UploadBroken(string name) => Refusal.Input("file", "upload_broken", "Expected all of {name}, but it came only in part; choose it again.", ("name", name));

    public static Error NotCompared() => Refusal.Input("compared", "days_not_compared", "Expected every day to be compared with the notice, but that is not ticked.");

    public static Error NumbersMalformed(string field) =>
        Refusal.Input(field, "numbers_malformed", "Expected numbers with commas between them, a soft dependency with ~ before it, but it was something else.");

    public static Error NothingSupplied() => Refusal.Input("wanting", "nothing_supplied", "Expected papers that came in, but none was ticked.");

    public static Error NothingWithdrawn() => Refusal.Input("", "nothing_withdrawn", "Expected branches to withdraw, but none was ticked.");

    public static Error HalfFault(string field) =>
        Refusal.Input(field, "fault_half", "Expected both what is wrong and what is wanted, but one of them is empty.");

    public static Error NoSuchItem(string itemCode) =>
        Refusal.NotFound("item_not_found", "Expected item {item} to be in the catalogue today, but it is not.", ("item", itemCode));

    public static Error OtherItem(string wanted, string found) =>
        Refusal.Input("itemCode", "item_code_differs", "Expected the item code of the address, {wanted}, but it was {found}.", ("wanted", wanted), ("found", found));

    public static Error OtherYear(int wanted, int found) =>
        Refusal.Input("year", "calendar_year_differs", "Expected the year of the address, {wanted}, but it was {found}.", ("wanted", wanted), ("found", found));

    public static Error NoSuchYear(int year) =>
        Refusal.NotFound("calendar_year_not_found", "Expected a calendar of {year}, but there is none.", ("year", year));

    public static Error NoSuchCase(CaseNumber number) =>
        Refusal.NotFound("case_not_found", "Expected a case {case}, but there is none.", ("case", number));

    public static Error NoSuchDocument(string number) =>
        Refusal.NotFound("document_not_found", "Expected a document {document}, but there is none.", ("document", number));

    public static Error NoPdfPrinter(string install) =>
        Error.Custom((int)ProblemType.Unavailable, "pdf_printer_missing", $"Expected Chromium on the server to make PDF, but there is none. Install it ({install}), or print the page from the browser.",
            new() { ["install"] = install });

    public static Error PdfFailed() =>
        Error.Custom((int)ProblemType.Unavailable, "pdf_failed", "Expected a PDF, but Chromium made none; print the page from the browser.");

    public static Error NoSuchPublicCase() =>
        Refusal.NotFound("public_case_not_found", "Expected the number and the query code of one receipt, but they do not belong together.");

    public static Error NoSuchPublicComplaint() =>
        Refusal.NotFound("public_complaint_not_found", "Expected the number and the code of one complaint, but they do not belong together.");

    public static Error NoSuchNotice(long id) =>
        Refusal.NotFound("notice_not_found", "Expected a notice {notice} of yours, but there is none.", ("notice", id));

    public static Error TooManyGuesses() =>
        Error.Custom((int)ProblemType.TooMany, "too_many_guesses", "Expected the query code on the receipt, but too many wrong ones were tried for this case; try again in ten minutes.");

    public static Error CaseNotFromStudio() =>
        Refusal.Forbidden("case_not_from_studio", "Expected a case to be withdrawn at the window, but the designer's tool was to cancel or delete it.");

    public static Error TooManyRequests(int seconds) =>
        Error.Custom((int)ProblemType.TooMany, "too_many_requests", $"Expected fewer requests from this address, but there were too many; wait {seconds} seconds.",
            new() { ["seconds"] = seconds });

    public static Error DatabaseUnavailable() =>
        Error.Custom((int)ProblemType.Unavailable, "database_unavailable", "Expected the database to answer, but it did not; nothing was done that you were told of. Try again with the same Idempotency-Key.");

    public static Error TookTooLong() =>
        Error.Custom((int)ProblemType.Unavailable, "took_too_long", "Expected an answer within the time limit, but it took longer.");

    public static Error Unexpected() =>
        Error.Unexpected("unexpected_fault", "Expected no fault, but there was one. It has been logged under the trace id of this answer.");
}

/// <summary>Kinds of error beyond those of the house; the numbers only have to differ from <see cref="ErrorType"/>.</summary>
internal enum ProblemType
{
    TooMany = 100,
    Unavailable = 101,
}
