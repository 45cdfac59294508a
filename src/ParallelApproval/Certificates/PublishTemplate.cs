using System.Text.RegularExpressions;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Inputs;
using ParallelApproval.Installations;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Certificates;

/// <summary>发布模板: a designer's next version of a template. Papers that were issued keep theirs.</summary>
/// <param name="ExpectedVersion">The newest one when he began to write.</param>
[Authority("Write the next version of a template", Role.Designer, InDistrictOnly = true)]
public sealed record PublishTemplate(DocumentKind Kind, string Text, int ExpectedVersion);

/// <summary>A version of a template was published; papers issued from now on are made with it.</summary>
public sealed record TemplatePublished(DocumentKind Kind, int Version) : HouseEvent;

/// <summary>What is in force now.</summary>
public sealed record PublishedTemplate(DocumentKind Kind, int Version);

internal sealed class PublishTemplateValidator : AbstractValidator<PublishTemplate>
{
    private const int MostCharacters = 100_000;

    public PublishTemplateValidator() => RuleFor(command => command.Text).IsText(MostCharacters);
}

/// <inheritdoc cref="PublishTemplate"/>
public sealed partial class PublishTemplateHandler(HouseStore house, InstallationRegister installation)
    : Handler<PublishTemplate, PublishedTemplate>
{
    /// <summary>
    /// Refuses a template that cannot be filled with the sample's facts, one with scripts, frames or foreign addresses in it, and one
    /// written from a version that is no longer the newest.
    /// </summary>
    protected override async Task<ErrorOr<PublishedTemplate>> CarryOutAsync(
        PublishTemplate command,
        Act act,
        CancellationToken cancellation
    )
    {
        if (Check(command.Kind, command.Text, installation.Current) is { IsError: true } faulty)
            return faulty.Errors;
        return await house.ActAsync(act, db => PublishAsync(db, command, act, cancellation), cancellation, DocumentTemplates.OneAtATime);
    }

    /// <summary>The act itself, within a transaction that somebody has begun.</summary>
    internal static async Task<ErrorOr<Entry<PublishedTemplate>>> PublishAsync(
        ApprovalDbContext db,
        PublishTemplate command,
        Act act,
        CancellationToken cancellation
    )
    {
        var newest = await db.Set<TemplateRow>().Where(row => row.Kind == command.Kind).MaxAsync(row => row.Version, cancellation);
        if (newest != command.ExpectedVersion)
            return Stale(command, newest);
        db.Add(
            new TemplateRow
            {
                Kind = command.Kind,
                Version = newest + 1,
                Text = command.Text,
                PublishedBy = act.UserName,
                PublishedAt = act.At,
            }
        );
        return new Entry<PublishedTemplate>(new(command.Kind, newest + 1), new TemplatePublished(command.Kind, newest + 1));
    }

    /// <summary>The template filled with facts as an imaginary case has them; what a preview shows.</summary>
    /// <param name="installation">Whose papers they are; null while nobody has said it.</param>
    public static ErrorOr<string> Check(DocumentKind kind, string text, Installation? installation = null) =>
        Active().IsMatch(text)
            ? Refusal.Input("text", RefusalCode.TemplateNotPlain)
            : DocumentText.Fill(text, DocumentFacts.Sample(kind, installation));

    private static Error Stale(PublishTemplate command, int newest) =>
        Refusal.Conflict(RefusalCode.TemplateVersionStale, ("newest", newest), ("version", command.ExpectedVersion));

    [GeneratedRegex(
        @"<\s*/?\s*(script|iframe|object|embed|form|link|meta|base|style|svg)\b|\bon[a-z]+\s*=|javascript:|(src|href|action)\s*=|url\s*\(",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Active();
}
