using System.Text.RegularExpressions;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;
using ParallelApproval.Refusals;

namespace ParallelApproval.Certificates;

/// <summary>发布模板: a designer's next version of a template. Papers that were issued keep theirs.</summary>
/// <param name="ExpectedVersion">The newest one when he began to write.</param>
[Authority("Write the next version of a template", Role.Designer, InDistrictOnly = true)]
public sealed record PublishTemplate(DocumentKind Kind, string Text, int ExpectedVersion);

/// <summary>What is in force now.</summary>
public sealed record PublishedTemplate(DocumentKind Kind, int Version);

internal sealed class PublishTemplateValidator : AbstractValidator<PublishTemplate>
{
    private const int MostCharacters = 100_000;

    public PublishTemplateValidator() =>
        RuleFor(command => command.Text).IsText(MostCharacters);
}

/// <inheritdoc cref="PublishTemplate"/>
public sealed partial class PublishTemplateHandler(IDbContextFactory<ApprovalDbContext> contexts) : Handler<PublishTemplate, PublishedTemplate>
{
    /// <summary>
    /// Refuses a template that cannot be filled with the sample's facts, one with scripts, frames or foreign addresses in it, and one written from a version that
    /// is no longer the newest.
    /// </summary>
    protected override async Task<ErrorOr<PublishedTemplate>> CarryOutAsync(PublishTemplate command, Act act, CancellationToken cancellation)
    {
        if (Check(command.Kind, command.Text) is { IsError: true } faulty) return faulty.Errors;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var newest = await db.Set<TemplateRow>().Where(row => row.Kind == command.Kind).MaxAsync(row => row.Version, cancellation);
        if (newest != command.ExpectedVersion) return Stale(command, newest);
        db.Add(new TemplateRow { Kind = command.Kind, Version = newest + 1, Text = command.Text, PublishedBy = act.UserName, PublishedAt = act.At });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException twice) when (twice.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return Stale(command, newest + 1);
        }

        return new PublishedTemplate(command.Kind, newest + 1);
    }

    /// <summary>The template filled with facts as an imaginary case has them; what a preview shows.</summary>
    public static ErrorOr<string> Check(DocumentKind kind, string text) =>
        Active().IsMatch(text)
            ? Refusal.Input("text", "template_not_plain", "Expected plain HTML, but there is a script, a frame, a form or an address of another site in it.")
            : DocumentText.Fill(text, DocumentFacts.Sample(kind));

    private static Error Stale(PublishTemplate command, int newest) => Refusal.Conflict("template_version_stale",
        "Expected version {newest} of the template to be the one that was edited, but it was version {version}.", ("newest", newest), ("version", command.ExpectedVersion));

    [GeneratedRegex(@"<\s*/?\s*(script|iframe|object|embed|form|link|meta|base|style|svg)\b|\bon[a-z]+\s*=|javascript:|(src|href|action)\s*=|url\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Active();
}
