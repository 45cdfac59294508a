using System.Globalization;
using System.Security.Cryptography;
using ErrorOr;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using ParallelApproval.Cases;
using ParallelApproval.Catalogue;
using ParallelApproval.Database;
using ParallelApproval.Identities;
using ParallelApproval.Inputs;
using ParallelApproval.Notices;

namespace ParallelApproval.Prechecks;

/// <summary>开始申报: a citizen begins an application of that item; number and code go to his telephone.</summary>
/// <param name="Phone">A mobile number.</param>
/// <param name="Address">From where he comes, as requests are counted.</param>
public sealed record StartPrecheck(string ItemCode, string Phone, string Address);

/// <summary>What the citizen keeps.</summary>
/// <param name="Code">Eight digits.</param>
/// <param name="KeptUntil">The last day on which it is kept; working on it moves the day later.</param>
public sealed record StartedPrecheck(string Precheck, string Code, DateOnly KeptUntil);

internal sealed class StartPrecheckValidator : AbstractValidator<StartPrecheck>
{
    public StartPrecheckValidator()
    {
        RuleFor(command => command.ItemCode).IsCode();
        RuleFor(command => command.Address).IsCode();
        RuleFor(command => command.Phone).RefusesAll((typed, place) => PhoneNumber.Parse(typed, place.Field).ErrorsOrEmptyList);
    }
}

/// <summary>Refuses an item that is not offered, a number that no message reaches, and more at once than the settings allow.</summary>
public sealed class StartPrecheckHandler(
    PrecheckStore store,
    CatalogueRegister catalogue,
    CitizenMessages messages,
    PrecheckSettings settings,
    Vault vault
) : Handler<StartPrecheck, StartedPrecheck>
{
    protected override async Task<ErrorOr<StartedPrecheck>> CarryOutAsync(StartPrecheck command, Act act, CancellationToken cancellation)
    {
        if (catalogue.InForce(command.ItemCode, act.Today) is not { } item)
            return CaseRefusals.UnknownItem(command.ItemCode);
        var phone = PhoneNumber.Parse(command.Phone).Value;
        if (!phone.IsMobile)
            return PrecheckRefusals.PhoneNotMobile();
        return await store.StartAsync<StartedPrecheck>(
            act,
            async db =>
            {
                var all = db.Set<Precheck>();
                var marks = vault.MarksOf(db, typeof(Precheck), nameof(Precheck.Phone), phone.Value);
                if (
                    await all.CountAsync(
                        row =>
                            marks.Contains(EF.Property<long?>(row, PrecheckTable.PhoneMark)!.Value)
                            && row.Status != PrecheckStatus.Received,
                        cancellation
                    ) >= settings.MostOfPhone
                )
                    return PrecheckRefusals.TooManyOfPhone(settings.MostOfPhone);
                var dayAgo = act.At.AddDays(-1);
                if (
                    await all.CountAsync(row => row.Address == command.Address && row.StartedAt > dayAgo, cancellation)
                    >= settings.MostOfAddress
                )
                    return PrecheckRefusals.TooManyOfAddress();
                var begun = new Precheck
                {
                    Code = RandomNumberGenerator.GetInt32(100_000_000).ToString("D8", CultureInfo.InvariantCulture),
                    ItemCode = item.ItemCode,
                    IntakeDepartment = item.IntakeDepartmentCode,
                    Phone = phone.Value,
                    Address = command.Address,
                    StartedAt = act.At,
                    KeptUntil = act.Today.AddDays(settings.KeepDays),
                };
                db.Add(begun);
                await db.SaveChangesAsync(cancellation);
                messages.Tell(
                    db,
                    begun.Id.ToString(),
                    begun.Phone,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"“{item.Name}”网上申报编号 {begun.Id}，查询码 {begun.Code}，保留至 {begun.KeptUntil:yyyy-MM-dd}。请勿告诉他人。"
                    ),
                    act.At
                );
                return new StartedPrecheck(begun.Id.ToString(), begun.Code, begun.KeptUntil);
            },
            cancellation
        );
    }
}
