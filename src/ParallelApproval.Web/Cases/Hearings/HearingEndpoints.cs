using ParallelApproval.Cases;
using ParallelApproval.Identities;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Cases;

/// <summary>Hearings (听证), interested parties (利害关系人) and who inspects (检验检测人员).</summary>
internal static class HearingEndpoints
{
    public static void MapHearings(this IEndpointRouteBuilder app)
    {
        var tasks = app.MapGroup("/api/tasks").WithTags("Tasks");
        tasks
            .MapPost(
                "/{id}/hearing-right",
                (TaskNumber id, HearingRightBody body, CallersAct act, TellHearingRightHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Subject, body.ByPublicNotice, body.NoticeDelivered), act, cancellation).Ok()
            )
            .Requires<TellHearingRight>();
        tasks
            .MapPost(
                "/{id}/hearing",
                (TaskNumber id, HearingBody body, CallersAct act, CallHearingHandler house, CancellationToken cancellation) =>
                    house
                        .HandleAsync(
                            new(id, body.At, body.Place, body.Chair, body.NoticeDelivered, body.Secrecy, body.Subject),
                            act,
                            cancellation
                        )
                        .Ok()
            )
            .Requires<CallHearing>();
        tasks
            .MapPost(
                "/{id}/hearing/record",
                (TaskNumber id, HearingRecordBody body, CallersAct act, RecordHearingHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Minutes, body.Signatures, body.IsGivenUp), act, cancellation).Ok()
            )
            .Requires<RecordHearing>();
        tasks
            .MapPost(
                "/{id}/inspectors",
                (TaskNumber id, InspectorsBody body, CallersAct act, NameInspectorsHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(id, body.Officers), act, cancellation).Ok()
            )
            .Requires<NameInspectors>();
        MapParties(app.MapGroup("/api/cases").WithTags("Cases"));
    }

    private static void MapParties(RouteGroupBuilder cases)
    {
        cases
            .MapPost(
                "/{no}/hearing-request",
                (CaseNumber no, HearingRequestBody body, CallersAct act, RequestHearingHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Branch, body.Party), act, cancellation).Ok()
            )
            .Requires<RequestHearing>();
        cases
            .MapPost(
                "/{no}/interested-parties",
                (
                    CaseNumber no,
                    InterestedPartyBody body,
                    CallersAct act,
                    NoteInterestedPartyHandler house,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(no, body.Name, body.Contact, body.Interest, body.Branch), act, cancellation).Ok()
            )
            .Requires<NoteInterestedParty>();
        cases
            .MapPost(
                "/{no}/interested-parties/notice",
                (CaseNumber no, PartyNoticeBody body, CallersAct act, TellInterestedPartyHandler house, CancellationToken cancellation) =>
                    house.HandleAsync(new(no, body.Party, body.Days, body.NoticeDelivered), act, cancellation).Ok()
            )
            .Requires<TellInterestedParty>();
        cases
            .MapPost(
                "/{no}/interested-parties/statement",
                (
                    CaseNumber no,
                    PartyStatementBody body,
                    CallersAct act,
                    HearInterestedPartyHandler house,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(no, body.Party, body.Statement), act, cancellation).Ok()
            )
            .Requires<HearInterestedParty>();
    }
}
