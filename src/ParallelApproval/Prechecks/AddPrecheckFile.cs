using System.Security.Cryptography;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Inputs;
using ParallelApproval.Scans;

namespace ParallelApproval.Prechecks;

/// <summary>上传材料: a paper as a file: PDF, JPEG, PNG or OFD, told by its bytes. The same file sent twice is there once.</summary>
/// <param name="Paper">Code of a paper for which the item asks.</param>
public sealed record AddPrecheckFile(PrecheckNumber Precheck, string Paper, string Name, byte[] Content)
{
    /// <summary>The largest file, whatever the settings of scans allow, in bytes.</summary>
    public const int MostBytes = 10 * 1024 * 1024;
}

internal sealed class AddPrecheckFileValidator : AbstractValidator<AddPrecheckFile>
{
    public AddPrecheckFileValidator()
    {
        RuleFor(command => command.Paper).IsCode();
        RuleFor(command => command.Name).IsText(TextLengths.Address);
        RuleFor(command => command.Content).Must(content => content is { Length: > 0 }, ScanRefusals.Empty);
    }
}

/// <summary>Refuses a file that no scan may be, a paper that the item does not ask for, and more files than the settings allow.</summary>
public sealed class AddPrecheckFileHandler(
    PrecheckStore store,
    CatalogueRegister catalogue,
    ScanLimits limits,
    PrecheckSettings settings,
    UploadCheck check
) : Handler<AddPrecheckFile, PrecheckFileLine>
{
    protected override async Task<ErrorOr<PrecheckFileLine>> CarryOutAsync(AddPrecheckFile command, Act act, CancellationToken cancellation)
    {
        if (command.Content.Length > Math.Min(limits.MostBytes, AddPrecheckFile.MostBytes))
            return ScanRefusals.TooLarge(limits with { MostMegabytes = Math.Min(limits.MostMegabytes, 10) });
        var upload = await check.CheckAsync(command.Content, command.Name, command.Precheck.ToString(), command.Paper, act, cancellation);
        if (upload.IsError)
            return upload.Errors;
        var format = upload.Value.Format;
        var sha = Convert.ToHexStringLower(SHA256.HashData(command.Content));
        return await store.OwnAsync<PrecheckFileLine>(
            command.Precheck,
            PrecheckVerb.AddPrecheckFile,
            async (db, found) =>
            {
                if (
                    catalogue.InForce(found.ItemCode, act.Today) is not { } item
                    || item.Materials.All(paper => paper.Code != command.Paper || !paper.IsAsked)
                )
                    return PrecheckRefusals.UnknownPaper(command.Paper);
                var there = await db.Set<PrecheckFile>()
                    .Where(file => file.Number == found.Number)
                    .Select(file => new PrecheckFileLine(file.File, file.Paper, file.Name, file.Format, file.Size, file.Sha256))
                    .ToListAsync(cancellation);
                if (there.Find(file => file.Paper == command.Paper && file.Sha256 == sha) is { } same)
                    return same;
                if (there.Count >= settings.MostFiles)
                    return PrecheckRefusals.TooManyFiles(settings.MostFiles);
                if (there.Sum(file => (long)file.Size) + command.Content.Length > settings.MostBytes)
                    return PrecheckRefusals.FilesTooLarge(settings.MostMegabytes);
                var added = new PrecheckFile
                {
                    Number = found.Number,
                    File = there.Select(file => file.File).DefaultIfEmpty().Max() + 1,
                    Paper = command.Paper,
                    Name = ScanName.Of(command.Name, format),
                    Format = format,
                    Size = command.Content.Length,
                    Sha256 = sha,
                    Content = command.Content,
                    AddedAt = act.At,
                };
                db.Add(added);
                found.Touch(act.Today.AddDays(settings.KeepDays));
                return new PrecheckFileLine(added.File, added.Paper, added.Name, added.Format, added.Size, added.Sha256);
            },
            cancellation
        );
    }
}
