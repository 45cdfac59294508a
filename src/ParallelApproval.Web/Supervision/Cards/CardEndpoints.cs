using Microsoft.AspNetCore.Http.HttpResults;
using ParallelApproval.Clocks;
using ParallelApproval.Identities;
using ParallelApproval.Supervision;
using ParallelApproval.Web.Authority;
using ParallelApproval.Web.Cases;
using ParallelApproval.Web.Problems;
using ParallelApproval.Web.Session;

namespace ParallelApproval.Web.Supervision;

/// <summary>Cards (红黄牌): seen, answered, appealed against.</summary>
internal static class CardEndpoints
{
    public static void Map(RouteGroupBuilder cards)
    {
        cards.MapGet("", ListAsync).Requires<ListCards>().WithSummary("Cards, the newest first");
        cards.MapGet("/{id}", FindAsync).Requires<ListCards>().WithSummary("One card");
        cards
            .MapGet("/{id}/limits", LimitsAsync)
            .Requires<ListCards>()
            .WithSummary("Why the answer to a card, and an appeal, are due when they are, day by day");
        cards
            .MapPost(
                "/{id}/answer",
                (
                    CardNumber id,
                    CardAnswerBody body,
                    CallersAct act,
                    AnswerCardHandler house,
                    SupervisionSheets sheets,
                    CancellationToken cancellation
                ) =>
                    house
                        .HandleAsync(new(id, body.Explanation, body.Cause, body.Measures, body.SignedOffBy), act, cancellation)
                        .Sheet(sheets.Of)
            )
            .Requires<AnswerCard>();
        cards
            .MapPost(
                "/{id}/reminder",
                (
                    CardNumber id,
                    CardReminderBody body,
                    CallersAct act,
                    RemindOfCardHandler house,
                    SupervisionSheets sheets,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(id, body.Words), act, cancellation).Sheet(sheets.Of)
            )
            .Requires<RemindOfCard>();
        cards
            .MapPost(
                "/{id}/appeal",
                (
                    CardNumber id,
                    CardAppealBody body,
                    CallersAct act,
                    AppealCardHandler house,
                    SupervisionSheets sheets,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(id, body.Ground, body.Statement), act, cancellation).Sheet(sheets.Of)
            )
            .Requires<AppealCard>();
        cards
            .MapPost(
                "/{id}/appeal/decision",
                (
                    CardNumber id,
                    CardAppealDecisionBody body,
                    CallersAct act,
                    DecideAppealHandler house,
                    SupervisionSheets sheets,
                    CancellationToken cancellation
                ) => house.HandleAsync(new(id, body.Granted, body.Reason), act, cancellation).Sheet(sheets.Of)
            )
            .Requires<DecideAppeal>();
    }

    private static async Task<Results<Ok<Listing<CardSheet>>, Refused>> ListAsync(
        SupervisionQueries house,
        SupervisionSheets sheets,
        Caller caller,
        CancellationToken cancellation,
        Named<CardStatus>? status = null,
        Named<CardColour>? colour = null,
        string? department = null,
        string? point = null,
        CaseNumber? @case = null,
        string? cursor = null,
        int limit = 50
    )
    {
        if (limit is < 1 or > SupervisionQueries.LongestPage)
            return Refused.With(FrontRefusals.OutOfRange("limit", 1, SupervisionQueries.LongestPage));
        var after = SupervisionCursor.Parse(cursor);
        if (cursor is not null && after is null)
            return Refused.With(FrontRefusals.WrongType("cursor"));
        var (cards, next) = await house.ListAsync(
            new CardFilter(status?.Value, colour?.Value, SupervisionEndpoints.Scope(caller, department), point, @case, after, limit),
            cancellation
        );
        return TypedResults.Ok(new Listing<CardSheet>([.. cards.Select(sheets.Of)], next?.ToString()));
    }

    private static async Task<Results<Ok<CardSheet>, Refused>> FindAsync(
        CardNumber id,
        SupervisionQueries house,
        SupervisionSheets sheets,
        Caller caller,
        CancellationToken cancellation
    ) =>
        await house.FindAsync(id, cancellation) is { } card
        && (SupervisionEndpoints.SeesAll(caller) || card.Department == caller.DepartmentCode)
            ? TypedResults.Ok(sheets.Of(card))
            : Refused.With(SupervisionRefusals.NoSuchCard(id));

    private static async Task<Results<Ok<Listing<ExplainedLimit>>, Refused>> LimitsAsync(
        CardNumber id,
        SupervisionQueries house,
        ExplainLimits explain,
        Caller caller,
        CancellationToken cancellation
    ) =>
        await house.FindAsync(id, cancellation) is { } card
        && (SupervisionEndpoints.SeesAll(caller) || card.Department == caller.DepartmentCode)
            ? explain.Of(card).Limits()
            : Refused.With(SupervisionRefusals.NoSuchCard(id));
}
