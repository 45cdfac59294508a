using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Cases;

/// <summary>维护常用语: a department's phrases of one kind, all at once; none at all gives those of the centre back.</summary>
/// <param name="Department">The acting officer's own, or <see cref="Phrase.OfCentre"/>.</param>
[Authority("Keep the phrases of a department", Role.Approver, Role.Designer)]
public sealed record KeepPhrases(string Department, PhraseKind Kind, string[] Texts)
{
    /// <summary>Characters of one phrase.</summary>
    public const int Longest = 300;

    internal const int Most = 30;
}

/// <summary>A department's phrases of one kind took the place of those kept before; how many they are.</summary>
public sealed record PhrasesKept(string Department, PhraseKind Kind, int Count) : HouseEvent;

/// <summary>What is offered.</summary>
public sealed record Phrases(IReadOnlyList<string> Approvals, IReadOnlyList<string> Refusals, IReadOnlyList<string> Reasons)
{
    public IReadOnlyList<string> Of(PhraseKind kind) =>
        kind switch
        {
            PhraseKind.Approval => Approvals,
            PhraseKind.Refusal => Refusals,
            _ => Reasons,
        };

    /// <summary>Those that come with the product.</summary>
    internal static readonly Phrases OfProduct = new(
        [
            "经审查，申请材料齐全、符合法定形式，符合许可条件，同意。",
            "经现场踏勘，场所、设施、流程符合要求，同意。",
            "材料核验一致，同意登记。",
        ],
        ["经审查，不符合法定条件，不同意。", "经现场踏勘，场所不符合要求，不同意。"],
        ["申请人不具备法定条件：", "提交的材料与事实不符：", "现场踏勘不合格，且未在规定期限内整改："]
    );
}

internal sealed class KeepPhrasesValidator : AbstractValidator<KeepPhrases>
{
    public KeepPhrasesValidator()
    {
        RuleFor(command => command.Department).IsCode();
        RuleFor(command => command.Texts)
            .Must(texts => texts.Count(text => !string.IsNullOrWhiteSpace(text)) <= KeepPhrases.Most, TooMuch)
            .HasAtMost(TextLengths.List);
        RuleForEach(command => command.Texts).IsText(KeepPhrases.Longest, _ => TooMuch());
    }

    private static Error TooMuch() =>
        Refusal.Input("phrases", RefusalCode.PhrasesTooLong, ("most", KeepPhrases.Most), ("longest", KeepPhrases.Longest));
}

/// <inheritdoc cref="KeepPhrases"/>
public sealed class KeepPhrasesHandler(HouseStore house, IDbContextFactory<ApprovalDbContext> contexts) : Handler<KeepPhrases, Phrases>
{
    /// <summary>Refuses another department's list, a phrase longer than <see cref="KeepPhrases.Longest"/>, and more than thirty.</summary>
    protected override async Task<ErrorOr<Phrases>> CarryOutAsync(KeepPhrases command, Act act, CancellationToken cancellation)
    {
        if (command.Department != act.Department && command.Department != Phrase.OfCentre)
            return Refusal.Forbidden(RefusalCode.PhrasesNotYours, ("department", command.Department));
        var texts = command.Texts.Select(text => text.Trim()).Where(text => text.Length > 0).Distinct().ToList();
        var kept = await house.ActAsync(
            act,
            async db =>
            {
                await db.Set<Phrase>()
                    .Where(phrase => phrase.Department == command.Department && phrase.Kind == command.Kind)
                    .ExecuteDeleteAsync(cancellation);
                db.AddRange(
                    texts.Select(
                        (text, at) =>
                            new Phrase
                            {
                                Department = command.Department,
                                Kind = command.Kind,
                                Position = at + 1,
                                Text = text,
                            }
                    )
                );
                return (ErrorOr<Entry<Success>>)
                    new Entry<Success>(Result.Success, new PhrasesKept(command.Department, command.Kind, texts.Count));
            },
            cancellation,
            oneAtATime: "phrases"
        );
        return kept.IsError ? kept.Errors : await OfAsync(command.Department, cancellation);
    }

    /// <summary>The department's own, else the centre's, else the product's, kind by kind.</summary>
    public async Task<Phrases> OfAsync(string department, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var held = await db.Set<Phrase>()
            .AsNoTracking()
            .Where(phrase => phrase.Department == department || phrase.Department == Phrase.OfCentre)
            .OrderBy(phrase => phrase.Position)
            .ToListAsync(cancellation);
        IReadOnlyList<string> Offered(PhraseKind kind)
        {
            var ofKind = held.Where(phrase => phrase.Kind == kind).ToList();
            var own = ofKind.Where(phrase => phrase.Department == department).ToList();
            var offered = (own.Count > 0 ? own : ofKind).Select(phrase => phrase.Text).ToList();
            return offered.Count > 0 ? offered : Phrases.OfProduct.Of(kind);
        }

        return new(Offered(PhraseKind.Approval), Offered(PhraseKind.Refusal), Offered(PhraseKind.Reason));
    }
}
