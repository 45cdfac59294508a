using System.Security.Cryptography;
using System.Text.Json.Serialization;
using ErrorOr;
using FluentValidation;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Events;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Organisation;

namespace ParallelApproval.Scans;

/// <summary>
/// 材料扫描归档: a paper that was handed in is filed as a file: PDF, JPEG, PNG or OFD, told by its bytes. The window files any paper, an approver
/// those that his department reads. The same file sent twice for the same paper is there once.
/// </summary>
/// <param name="Paper">Code of the paper on the checklist; it must have been handed in.</param>
/// <param name="Name">What the file is called.</param>
/// <param name="Content">Its bytes; not kept with the idempotency key, where <see cref="Sha256"/> stands for them.</param>
[Authority(
    "File a paper as PDF, JPEG, PNG or OFD; the body is the file itself",
    Role.Clerk,
    Role.Approver,
    Relation = Relation.OwnDepartmentForApprovers
)]
public sealed record FileScan(CaseNumber Case, string Paper, string Name, [property: JsonIgnore] byte[] Content)
{
    /// <summary>Of the content, in lower-case hexadecimal.</summary>
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Content));
}

/// <summary>The scan as it is filed.</summary>
/// <param name="IsNew">False when the same file lay there already.</param>
public sealed record FiledScan(
    string CaseNumber,
    int Number,
    string Paper,
    string Name,
    ScanFormat Format,
    long Size,
    string Sha256,
    bool IsNew
);

internal sealed class FileScanValidator : AbstractValidator<FileScan>
{
    public FileScanValidator()
    {
        RuleFor(command => command.Paper).IsCode();
        RuleFor(command => command.Name).IsText(TextLengths.Address);
        RuleFor(command => command.Content).Must(content => content is { Length: > 0 }, ScanRefusals.Empty);
    }
}

/// <inheritdoc cref="FileScan"/>
public sealed class FileScanHandler(
    CaseStore store,
    CatalogueRegister catalogue,
    OfficerRegister officers,
    ScanLimits limits,
    UploadCheck check
) : Handler<FileScan, FiledScan>
{
    protected override async Task<ErrorOr<FiledScan>> CarryOutAsync(FileScan command, Act act, CancellationToken cancellation)
    {
        if (command.Content.Length > limits.MostBytes)
            return ScanRefusals.TooLarge(limits);
        // What it is, before the case is locked: no other officer waits for that.
        var upload = await check.CheckAsync(command.Content, command.Name, command.Case.ToString(), command.Paper, act, cancellation);
        if (upload.IsError)
            return upload.Errors;
        return await store.WorkOnAsync(command.Case, act, file => Put(file, command, upload.Value), cancellation, Contents.WithAnnexes);
    }

    private ErrorOr<FiledScan> Put(CaseFile file, FileScan command, CheckedUpload upload)
    {
        var format = upload.Format;
        if (file.Case.Status.IsClosed())
            return ScanRefusals.Closed(file);
        if (
            file.Materials.FirstOrDefault(material => material.Code == command.Paper)
            is not { State: MaterialState.Supplied or MaterialState.Faulty } paper
        )
            return ScanRefusals.PaperNotThere(command.Paper);
        if (!MayFile(file, paper.Code))
            return ScanRefusals.NotYourPaper(file, paper.Code);
        var section = file.Section<ScanSection>();
        var there = section.Scans.Where(scan => scan.Paper == paper.Code && !scan.IsStruck).ToList();
        if (there.Find(scan => scan.Sha256 == command.Sha256 && scan.PaperVersion == paper.Version) is { } same)
            return Told(same, isNew: false);
        if (there.Count >= limits.MostPerPaper)
            return ScanRefusals.TooMany(paper.Code, limits.MostPerPaper);

        var scan = new Scan(
            file.Number,
            section.Scans.Count + 1,
            paper.Code,
            paper.Version,
            ScanName.Of(command.Name, format),
            format,
            command.Content.Length,
            command.Sha256,
            file.Act.UserName,
            file.Act.Department,
            file.Act.At
        );
        section.Put(scan, command.Content);
        file.Record(new ScanFiled(scan.Number, scan.Paper, scan.PaperVersion, scan.Name, format, scan.Size, scan.Sha256));
        if (!upload.IsSearched)
            file.Record(new ScanNotSearched(scan.Number, scan.Paper));
        return Told(scan, isNew: true);
    }

    private bool MayFile(CaseFile file, string paper)
    {
        if (officers.Find(file.Act.UserName)?.Is(Role.Clerk) is true)
            return true;
        var item = catalogue.ItemOf(file);
        return file.Branches.Any(branch =>
            branch.Department == file.Act.Department && item.MaterialsOf(branch.Number).Any(read => read.Code == paper)
        );
    }

    private static FiledScan Told(Scan scan, bool isNew) =>
        new(scan.Case.ToString(), scan.Number, scan.Paper, scan.Name, scan.Format, scan.Size, scan.Sha256, isNew);
}
